package main

import (
	"errors"
	"fmt"
	"math"
	"plugin"
	"reflect"
	"strings"
)

type integer interface {
	~int8 | ~int16 | ~int32 | ~int64 | ~int | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~uint | ~uintptr
}

func integers(p *plugin.Plugin) {
	arithmetic[int8, int64](p, "Int8")
	arithmetic[int16, int64](p, "Int16")
	arithmetic[int32, int64](p, "Int32")
	arithmetic[int64, int64](p, "Int64")
	arithmetic[int, int64](p, "Int")
	arithmetic[uint8, uint64](p, "Uint8")
	arithmetic[uint16, uint64](p, "Uint16")
	arithmetic[uint32, uint64](p, "Uint32")
	arithmetic[uint64, uint64](p, "Uint64")
	arithmetic[uint, uint64](p, "Uint")
	arithmetic[uintptr, uint64](p, "Uintptr")

	not := symbol[func(bool) bool](p, "Not")
	for _, b := range []bool{false, true} {
		same("Not", not(b), !b)
		same("Not of the byte", not(junk(b)), !b)
	}
	a, b := 1, 2
	symbol[func(*int, *int)](p, "Exchange")(&a, &b)
	same("Exchange", fmt.Sprint(a, b), "2 1")
	bytes := [3]int8{1, 127, 3}
	symbol[func(*int8)](p, "Bump")(&bytes[1])
	same("Bump", fmt.Sprint(bytes), "[1 -128 3]")
}

var numbers = []uint64{0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff,
	0x7fffffff, 0x80000000, 0xffffffff, 1 << 32, 1<<63 - 1, 1 << 63, math.MaxUint64, 0xdeadbeefcafebabe}

// arithmetic passes numbers cut to T: the registers may hold more than T.
func arithmetic[T, W integer](p *plugin.Plugin, name string) {
	add := symbol[func(T, T) T](p, "Add"+name)
	wide := symbol[func(T) W](p, "Wide"+name)
	for _, a := range numbers {
		same(fmt.Sprintf("Wide%s(%#x)", name, a), wide(T(a)), W(T(a)))
		for _, b := range numbers {
			same(fmt.Sprintf("Add%s(%#x, %#x)", name, a, b), add(T(a), T(b)), T(a)+T(b))
		}
	}
}

//go:noinline
func junk(b bool) bool {
	return len(fmt.Sprint(b)) == 4
}

func floats(p *plugin.Plugin) {
	add32 := symbol[func(float32, float32) float32](p, "AddFloat32")
	add64 := symbol[func(float64, float64) float64](p, "AddFloat64")
	same("AddFloat32", add32(1.5, 2.25), 3.75)
	same("AddFloat32 overflow", add32(math.MaxFloat32, math.MaxFloat32), float32(math.Inf(1)))
	same("AddFloat64", add64(0.1, 0.2), math.Float64frombits(0x3fd3333333333334))
	same("AddFloat64 of -0", math.Signbit(add64(math.Copysign(0, -1), math.Copysign(0, -1))), true)
	same("AddFloat64 of NaN", math.IsNaN(add64(math.NaN(), 1)), true)
	same("Conj64", symbol[func(complex64) complex64](p, "Conj64")(3+4i), 3-4i)
	same("Conj128", symbol[func(complex128) complex128](p, "Conj128")(3+4i), 3-4i)
	blend := symbol[func(int8, float32, int64, float64, uint16) float64](p, "Blend")
	same("Blend", blend(-1, 0.5, -100, 0.25, 65535), 65434.75)
	same("Blend by reflection", reflect.ValueOf(blend).Call([]reflect.Value{
		reflect.ValueOf(int8(-1)), reflect.ValueOf(float32(0.5)), reflect.ValueOf(int64(-100)),
		reflect.ValueOf(0.25), reflect.ValueOf(uint16(65535))})[0].Float(), 65434.75)
}

func stringsAndSlices(p *plugin.Plugin) {
	tail := symbol[func(string, int) string](p, "Tail")
	same("Tail", tail("geometry", 3), "metry")
	same("Tail to nothing", tail("abc", 3), "")
	sum := symbol[func([]int) int](p, "Sum")
	same("Sum(nil)", sum(nil), 0)
	same("Sum", sum([]int{1, 2, 3, -10}), -4)
	skip := symbol[func([]int32, int) []int32](p, "Skip")
	s := skip(make([]int32, 5, 9)[:5], 2)
	same("len, cap of Skip", fmt.Sprint(len(s), cap(s)), "3 7")
	t := append([]int32{1, 2, 3}, 4)
	same("Skip", fmt.Sprint(skip(t, 1)), "[2 3 4]")
	join := symbol[func(string, string) int](p, "Join")
	same("Join", join("abc", "z"), 97*1000+122+3*1000000+1*100000000)
	same("Tail of what only the call holds", tail(strings.Repeat("x", 100000), 99999), "x")
}

func interfaces(p *plugin.Plugin) {
	echo := symbol[func(any) any](p, "Echo")
	for _, v := range []any{nil, 1, "text", 2.5, struct{ A, B int }{1, 2}, &numbers, true} {
		if v != echo(v) {
			fail("Echo(%v) is %v", v, echo(v))
		}
	}
	pass := symbol[func(bool, error) (int, error)](p, "Pass")
	broken := errors.New("broken")
	n, err := pass(false, broken)
	same("Pass(false)", fmt.Sprint(n, err), "0 broken")
	same("the error of Pass", err, broken)
	n, err = pass(true, broken)
	same("Pass(true)", n, 1)
	same("the error of Pass(true)", err, nil)
	same("NoError()", symbol[func() error](p, "NoError")(), nil)
	choose := symbol[func(bool, interface{ Error() string }, interface{ Error() string }) error](p, "Choose")
	same("Choose(false)", choose(false, nil, broken).Error(), "broken")
	same("Choose(true)", choose(true, nil, broken), nil)
}
