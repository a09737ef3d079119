package derived

import (
	"example.com/corpus/base"
	"io"
)

// Interfaces with methods of several packages.

type Ifaces struct {
	a interface {
		base.Hidden
		mine()
	}
	b interface {
		base.Both
		io.ReadWriteCloser
		error
	}
	c interface {
		comparableNot()
		A()
		a()
		B(int, ...string) (x, y error)
	}
	d any
	e interface{ base.Hidden }
}
type Named1 interface {
	base.Both
	own()
}

func (d *Direct) Own() {}
