// Package yaml has a period in the last element of its path, which symbols escape.
package yaml

type Node struct {
	Kind   int
	hidden *Node
	Sub    []struct {
		hidden int
		Shown  string "yaml:\"x\""
	}
}

func (*Node) Decode(v any) error { return nil }
func (n Node) short() int        { return 1 }

type node interface {
	short() int
	Decode(any) error
}

var N node = &Node{}
