// Package base has types that package derived embeds and refers to.
package base

type Hidden interface {
	hidden(int) string
	Shown()
}
type Both interface {
	Hidden
	other()
	Zed(...string)
}

type Inner struct {
	X int
	y string
}

func (Inner) Value(int) string                                { return "" }
func (*Inner) Pointer(a, b float64) (c complex128, err error) { return }
func (Inner) private()                                        {}
func (*Inner) privatePointer()                                {}

type Word uintptr

func (Word) Do() {}

type Fn func(Fn) Fn

func (Fn) Call() {}

type Chan chan<- (<-chan Chan)

func (Chan) Send() {}

type M map[M2]M
type M2 [2]*M

func (*M2) P() {}

type Empty struct{}

func (Empty) E()   {}
func (*Empty) PE() {}

type unexported struct{ a, b int8 }

func (unexported) Up() {}

type Alias = unexported
type Pair[K comparable, V any] struct {
	Key  K
	Val  V
	next *Pair[K, V]
}

func (p *Pair[K, V]) Next() *Pair[K, V] { return p.next }
func (p Pair[K, V]) Get() (K, V)        { return p.Key, p.Val }

type List[T any] []T

func (l List[T]) Len() int { return len(l) }

type Tree[T any] struct {
	Left, Right *Tree[T]
	Value       T
	Pair[string, T]
}
