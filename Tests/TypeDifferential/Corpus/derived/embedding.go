// Package derived has types that exercise each rule of type descriptors.
package derived

import (
	"example.com/corpus/base"
	"io"
	"sync"
)

// Methods that embedded fields bring, or hide from each other.

type Embeds struct {
	base.Inner
	io.Reader
	base.Alias
	error
	int
}
type EmbedsPointer struct {
	*base.Inner
	n int
}
type Direct struct{ *base.Inner }
type DirectArray [1]struct{ *base.Inner }
type Word1 struct{ base.Word }
type Fn1 struct{ base.Fn }
type Chan1 struct {
	_ struct{}
	base.Chan
}
type Ambiguous struct {
	base.Inner
	Other
}
type Other struct{ depth }

func (Other) Value(int) string { return "" }

type depth struct{ deeper }

func (depth) Pointer() {}

type deeper struct{ *deepest }
type deepest struct {
	*deepest
	io.Writer
	sync.Mutex
}

func (*deepest) Deep()     {}
func (deepest) ValueDeep() {}

type Shadow struct {
	base.Inner
	Value func()
}
