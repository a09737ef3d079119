package derived

import (
	"example.com/corpus/base"
	"io"
	"unsafe"
)

// Keys and elements inline and indirect, and how they are hashed.

type (
	K129 [129]byte
	K128 [128]byte
	Map1 map[K129]K129
	Map2 map[K128]K128
	Map3 map[float64]struct{}
	Map4 map[interface{}]*int
	Map5 map[struct {
		a float32
		b string
	}]int8
	Map6  map[[3]io.Reader]Big4
	Map7  map[complex64]map[int32]map[string]bool
	Map8  map[Cmp1]Cmp2
	Map9  map[int8]int8
	Map10 map[*int]*int
	Map11 map[struct{}]struct{}
	Map12 map[[0]int]string
	Map13 map[bool]K128
	Map14 map[unsafe.Pointer]uintptr
	Map15 map[chan int]func()
	Map16 map[string][17]uint16
	Map17 map[Cmp3]Cmp5
	Map18 map[Cmp6]struct {
		a int32
		b int8
	}
	Map19 map[uint16]uint64
	Map20 map[[40]byte]byte
	Map21 map[struct {
		_ int
		a int
		_ string
	}]int
	Map22 map[base.Pair[string, int]]base.Pair[int8, float32]
)
