package catalog

type Pair[K comparable, V any] struct {
	Key   K
	Value V
}

func (p Pair[K, V]) First() K         { return p.Key }
func (p *Pair[K, V]) Replace(value V) { p.Value = value }

type Named interface{ First() string }
type Tree[T any] struct {
	Left, Right *Tree[T]
	Value       T
}
type Set[T comparable] map[T]struct{}
type Transform[A, B any] func(A) (B, error)
type Entry[T any] struct {
	Index Int8
	Value T
}
type Holder[T any] struct {
	Pair[string, *Point]
	Extra T
	*Tree[[]T]
}

var GPair *Pair[string, *Point]
var GEntry *Entry[map[string]Entry[*Point]]
var GEntries *Entry[Entry[bool]]
var GTree *Tree[Entry[[]string]]
var GNamed *Named
var GSet *Set[Point]
var GTransform *Transform[*Tree[int], Set[string]]
var GHolder *Holder[float64]
