package main

import (
	"fmt"
	"reflect"
	"runtime"
	"time"
	"unsafe"
)

// collect runs the collector several times, with new objects in between that
// overwrite what was freed.
func collect() {
	for i := 0; i < 4; i++ {
		runtime.GC()
		for j := 0; j < 20000; j++ {
			litter = &[5]uint64{^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0), ^uint64(0)}
			letters = make([]byte, 8)
		}
	}
}

var litter *[5]uint64
var letters []byte

// link sets p's unexported field next.
func link(p, next reflect.Value) {
	field := p.Elem().Field(3)
	reflect.NewAt(field.Type(), unsafe.Pointer(field.UnsafeAddr())).Elem().Set(next)
}

// list links many Points, only the first of which the host holds: the others,
// and all labels, live by the pointer mask of Point alone.
func list(t reflect.Type) {
	const n = 10000
	first := reflect.Zero(reflect.PointerTo(t))
	for i := n - 1; i >= 0; i-- {
		p := point(t, float64(i), 0, fmt.Sprint("point ", i))
		link(p, first)
		first = p
	}
	collect()
	count := 0
	for p := first; !p.IsNil(); p = call(p, "Next")[0] {
		same("the list's X", p.Elem().Field(0).Float(), float64(count))
		same("the list's Label", as[fmt.Stringer](p).String(), fmt.Sprint("point ", count))
		count++
	}
	is("linked Points alive after collections", count, n)
}

// global keeps a Point alive by the plugin's variable Origin alone.
func global(origin reflect.Value) {
	before := reflect.ValueOf(origin.Interface())
	freed := make(chan bool, 1)
	func() {
		p := point(origin.Type().Elem(), 3, 4, fmt.Sprint("heap of ", runtime.GOARCH))
		runtime.SetFinalizer(p.Interface(), func(any) { freed <- true })
		origin.Set(p)
	}()
	collect()
	select {
	case <-freed:
		fail("the collector freed the Point that Origin points to")
	default:
	}
	is("Origin on the heap", as[fmt.Stringer](origin).String(), "heap of "+runtime.GOARCH)
	is("its Norm()", call(origin, "Norm")[0].Float(), 5)

	origin.Set(before)
	collect()
	select {
	case <-freed:
	case <-time.After(time.Minute):
		fail("the Point that Origin pointed to is never freed")
	}
	is("Origin, set back", as[fmt.Stringer](origin).String(), "origin")
}
