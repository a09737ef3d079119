package derived

import (
	"io"
)

// What functions that compare and hash have to pass over.

type (
	Cmp1 struct {
		a, b int16
		c    string
		d    [3]float32
		e    interface{}
		f    io.Reader
		g    [2]string
		h    complex128
	}
	Cmp2 struct {
		a [5]Cmp1
		b [1]float64
		c [0]float64
		d [9]Padded
	}
	Cmp3 [100]struct {
		a int8
		b int32
	}
	Cmp4 [7]interface{}
	Cmp5 [33]float32
	Cmp6 struct {
		_ float64
		a [3]struct {
			x int8
			_ int8
			y string
		}
	}
	Cmp7   [4]string
	Cmp8   [40]byte
	NotCmp struct {
		a []int
		b int
	}
)
