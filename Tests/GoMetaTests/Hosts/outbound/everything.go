package main

import (
	"fmt"
	"hash/maphash"
	"reflect"
	"runtime"
	"strings"
	"time"
	"unsafe"
)

var sink []any

// everything is never called. Go's linker leaves out what a program has no use for, also of the
// runtime; this uses what the plugin calls.
//
//go:noinline
func everything(
	m map[key]node, m32 map[uint32]int, m64 map[uint64]int, ms map[string]int, mp map[*int]int,
	c chan int, x any, n int64, bytes []byte, i, j int, z complex128, p *int, s fmt.Stringer,
) {
	for k, v := range m {
		sink = append(sink, k, v)
	}
	value, is := m[key{}]
	sink = append(sink, m[key{i, "1"}], value, is, len(m))
	m[key{}] = node{}
	delete(m, key{})
	clear(m)
	v32, is32 := m32[3]
	v64, is64 := m64[4]
	vs, iss := ms["a"]
	sink = append(sink, m32[1], v32, is32, m64[2], v64, is64, ms["b"], vs, iss)
	m32[uint32(i)], m64[uint64(i)], ms[string(bytes)], mp[p] = 1, 2, 3, 4
	delete(m32, 3)
	delete(m64, 4)
	delete(ms, "a")
	received, is := <-c
	select {
	case c <- received:
	default:
	}
	select {
	case received = <-c:
	default:
	}
	select {
	case received, is = <-c:
	case c <- 3:
	case <-time.After(1):
	}
	close(c)
	sink = append(sink, received, is, len(c), cap(c))
	sink = append(sink, make([]int, n), make([]node, i, j), make(map[key]int, n), make(chan int, n))
	made := make([]node, i)
	copied := append([]node(nil), made...)
	copy(copied, made[1:])
	clear(copied)
	copy(bytes, string(bytes))
	sink = append(sink, copied, *new(node), make(map[string]node))
	text := string(bytes)
	runes := []rune(text)
	sink = append(sink, runes, string(runes), string(rune(n)), len([]rune(text)), []byte(text))
	for k, r := range text {
		sink = append(sink, k, r)
	}
	sink = append(sink, text+"a", text+"a"+text, text+"a"+text+"b", text+"a"+text+"b"+text)
	sink = append(sink, "a"+text+"b"+text+"c"+text, strings.Repeat(text, 2))
	sink = append(sink, []byte("x"+text), []byte("x"+text+"y"), []byte("x"+text+"y"+text+"z"))
	sink = append(sink, bytes[i:j], bytes[:j], bytes[i:], bytes[i:j:n], bytes[i], [4]byte(bytes))
	sink = append(sink, runes[:j], text[i], text[uint(i)], runes[uint(i)])
	sink = append(sink, z/z, unsafe.Slice(p, i), unsafe.String(&bytes[0], j), i<<j, i/j)
	sink = append(sink, uint16(n), uint32(n), uint64(n), text, bytes, [3]int{i}, node{name: text})
	sink = append(sink, x == any(n), s == fmt.Stringer(nil), x == any(s), s == x.(fmt.Stringer))
	sink = append(sink, x.(string), s.(named), any(s).(error))
	sink = append(sink, m, map[float32]int{}, map[float64]int{}, map[any]int{}, map[fmt.Stringer]int{})
	sink = append(sink, map[complex64]complex128{}, map[[1]complex128]int{}, map[[3]uint16]int{})
	sink = append(sink, map[struct {
		a int32
		b string
	}]int{}, [5]complex64{} == [5]complex64{complex64(z)}, [2]complex128{} == [2]complex128{z})
	println(x, s, z, complex64(z), bytes, text, 3.0, float32(i), p, uint(i), uintptr(i), is, i)
	sink = append(sink, runtime.Gosched, runtime.Goexit, runtime.GC)
	runtime.SetFinalizer(p, nil)
	reflect.Copy(reflect.ValueOf(bytes), reflect.ValueOf(text))
	sink = append(sink, maphash.Bytes(maphash.MakeSeed(), bytes))
	go fmt.Println(i)
	if i == 3 {
		panic(fmt.Sprint(i))
	}
}
