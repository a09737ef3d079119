package derived

// Types that refer to themselves through every kind.

type Recursive struct {
	a *Recursive
	b []Recursive
	c map[string]Recursive
	d func(Recursive) Recursive
	e chan Recursive
	f interface{ M(Recursive) Recursive }
	g *[3]*Recursive
	h map[*Recursive]*Recursive
}
type RI interface {
	R(RI) interface{ R(RI) RI2 }
	RI2
}
type RI2 interface{ Self() RI2 }
type RS []RS
type RM map[string]RM
type RF func(RF, ...func()) (RF, error)
type RP *RP
type RC chan RC
type RA [2]*RA
