package catalog

type List struct {
	Next  *List
	Value any
}
type SliceOf []SliceOf
type MapOf map[string]MapOf
type ChanOf chan ChanOf
type FuncOf func(FuncOf) FuncOf
type ArrayOf [2]*ArrayOf
type PointerOf *PointerOf
type InterfaceOf interface {
	Self() InterfaceOf
	Lists(...List) InterfaceOf
}
type StructOf struct {
	M map[string]*StructOf
	F func(StructOf) (StructOf, error)
	C chan<- StructOf
	S []StructOf
	A [2]*StructOf
	I interface{ Get() StructOf }
}
type First struct{ S *Second }
type Second struct{ T []Third }
type Third map[int]func(First) chan Second

var PList *List
var PSliceOf *SliceOf
var PMapOf *MapOf
var PChanOf *ChanOf
var PFuncOf *FuncOf
var PArrayOf *ArrayOf
var PPointerOf *PointerOf
var PInterfaceOf *InterfaceOf
var PStructOf *StructOf
var PFirst *First
var PSecond *Second
var PThird *Third
