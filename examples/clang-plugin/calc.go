// What calc.c defines, as Go sees it.
package calc // import "example.com/calc"

// Node is an element of a list.
type Node struct {
	Value int
	Next  *Node
}

func (n *Node) Len() int

// Sum adds the values of a list, which must not be empty.
func Sum(list *Node) int

// Mean panics as Go's division does when count is zero.
func Mean(sum, count int) int

var Version string
