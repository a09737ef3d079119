package derived

import (
	"example.com/corpus/base"
	yaml "example.com/corpus/yaml.v3"
	"io"
)

// Instances, also as embedded fields.

type Gen1 = base.Pair[string, yaml.Node]
type Gen2 = base.Pair[struct {
	x int
	Y *yaml.Node
}, map[string]interface{ m() }]
type Gen3 struct {
	base.Pair[int, *Gen3]
	l base.List[base.List[Recursive]]
	*base.Tree[Utf]
}
type Gen4[T any] struct {
	base.Inner
	v T
	io.Closer
}

func (Gen4[T]) Mine()    {}
func (*Gen4[T]) MineP(T) {}

type Gen5 [3]Gen4[yaml.Node]
