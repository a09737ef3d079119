// A host of the plugin example.com/outbound: calls functions of the runtime through it, and compares
// with what the language does.
package main

import (
	"fmt"
	"os"
	"plugin"
	"runtime"
	"runtime/debug"
	"sync"
	"unsafe"

	"example.com/outboundhost/library"
)

var opened *plugin.Plugin

// get is a function of the plugin.
func get[F any](name string) F {
	symbol, err := opened.Lookup(name)
	if err != nil {
		panic(err)
	}
	return symbol.(F)
}

func has(name string) bool {
	_, err := opened.Lookup(name)
	return err == nil
}

func check(is bool, what ...any) {
	if !is {
		panic(fmt.Sprint(what...))
	}
}

// eface is what an interface value is made of.
type eface struct{ typ, data unsafe.Pointer }

func words(value any) eface { return *(*eface)(unsafe.Pointer(&value)) }

func typeOf[T any]() unsafe.Pointer {
	var zero T
	return words(any(zero)).typ
}

type pointer = unsafe.Pointer

func main() {
	var err error
	if opened, err = plugin.Open(os.Args[2]); err != nil {
		panic(err)
	}
	if os.Args[1] == "print" {
		printing()
		return
	}
	library.Sum([1000]int{}, 0, [3]int8{})
	if len(os.Args) > 10 {
		everything(nil, nil, nil, nil, nil, nil, nil, 0, nil, 0, 0, 0, nil, nil)
	}
	var group sync.WaitGroup
	for i := 0; i < 4; i++ {
		group.Add(1)
		go func() {
			defer group.Done()
			for j := 0; j < 5; j++ {
				memory()
				text()
				maps()
				fastMaps()
				channels()
				interfaces()
				comparison()
				panics()
				large(j)
			}
		}()
	}
	group.Wait()
	finalizers()
	debug.FreeOSMemory()
	fmt.Println("ok")
}

// recovered is what a function panics with.
func recovered(function func()) (value any) {
	defer func() { value = recover() }()
	function()
	return nil
}

func grow(n int) int {
	var room [100]int
	if n == 0 {
		return 1
	}
	return grow(n-1) + room[n%100]
}

func large(depth int) {
	type callback = func(a [300]*int, b int8, c [2]string) ([3]int16, *int, [20]*int, string)
	called := func(a [300]*int, b int8, c [2]string) ([3]int16, *int, [20]*int, string) {
		sum := 0
		grow(20)
		for _, x := range a {
			sum += *x
		}
		runtime.GC()
		check(b == -7, b)
		var list [20]*int
		for i := range list {
			list[i] = new(int)
			*list[i] = i
		}
		return [3]int16{1, -2, 3}, &sum, list, c[0] + c[1]
	}
	var pointers [300]*int
	for i := range pointers {
		pointers[i] = new(int)
		*pointers[i] = i
	}
	got := get[func(callback, *[300]*int, *[2]string) int]("Large")(
		called, &pointers, &[2]string{"ab", fmt.Sprint(depth)})
	check(got == 2+300*299/2+19+3, "Large ", got)
	var numbers [1000]int
	for i := range numbers {
		numbers[i] = i
	}
	got = get[func(int, *[1000]int) int]("Sum")(depth, &numbers)
	check(got == (depth+1)*(999*500+5+1), "Sum ", got)

	list := [9]*int{pointers[1], nil, pointers[2]}
	result := get[func(odd, *[2]float32, string, complex128, *[9]*int) float32]("Method")(
		receiver{list, depth}, &[2]float32{1.5, -2}, "text", complex(3, -4), &list)
	check(result == 1.5+4, "Method ", result)
}

type odd = interface {
	Odd(a int8, b [2]float32, c string, d complex128, e [9]*int, f uint16) (bool, [2]string, float32)
}

type receiver struct {
	list  [9]*int
	depth int
}

func (r receiver) Odd(
	a int8, b [2]float32, c string, d complex128, e [9]*int, f uint16,
) (bool, [2]string, float32) {
	grow(5 * r.depth)
	check(a == -3 && b == [2]float32{1.5, -2} && c == "text" && d == complex(3, -4), a, b, c, d)
	check(e == r.list && f == 65535, e, f)
	return true, [2]string{"", c}, b[0]
}
