package derived

import (
	"unsafe"
)

// Named types of the other kinds.

type unsafePtr unsafe.Pointer
type Ptr *int
type PtrPtr **Recursive
type Str string

func (Str) S()   {}
func (*Str) PS() {}

type Many func(int8, string, []byte, *int, map[string]int, chan<- int, <-chan int, chan int, chan (<-chan int), chan<- chan<- int, [3]struct{ a, B int }, ...interface{}) (a int, b error)
