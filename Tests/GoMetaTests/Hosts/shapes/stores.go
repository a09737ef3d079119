package main

import (
	"fmt"
	"plugin"
	"reflect"
	"runtime"
	"unsafe"
)

// link is the twin of the plugin's type Strand.
type link struct {
	Value int
	Next  *link
	Name  string
	Pair  [2]*link
}

// stores has the plugin store pointers while the collector marks, for as long as
// it takes to collect a hundred times. The stored pointers are the only ones.
func stores(p *plugin.Plugin) {
	push := reflect.ValueOf(lookup(p, "Push"))
	chain := push.Type().In(0).Elem()
	object := func(l *link) reflect.Value { return reflect.NewAt(chain, unsafe.Pointer(l)) }
	call := func(l *link, method string, arguments ...reflect.Value) {
		object(l).MethodByName(method).Call(arguments)
	}
	top := (**link)(reflect.ValueOf(lookup(p, "Top")).UnsafePointer())
	title := symbol[*string](p, "Title")
	setTitle := symbol[func(string)](p, "SetTitle")

	done := make(chan bool)
	go func() {
		for i := 0; i < 100; i++ {
			runtime.GC()
		}
		close(done)
	}()
	for round := 0; ; round++ {
		*top = nil
		for i := 0; i < 200; i++ {
			push.Call([]reflect.Value{object(&link{Value: i})})
			call(*top, "Rename", reflect.ValueOf(fmt.Sprint("name ", i)))
			call(*top, "Both", object(&link{Value: -i}), object(&link{Value: 2 * i}))
			garbage = make([]byte, 80)
		}
		setTitle(fmt.Sprint("round ", round))
		n := 199
		for l := *top; l != nil; l = l.Next {
			same("Value", l.Value, n)
			same("Name", l.Name, fmt.Sprint("name ", n))
			same("Pair[0]", l.Pair[0].Value, -n)
			same("Pair[1]", l.Pair[1].Value, 2*n)
			n--
		}
		same("chain's end", n, -1)
		same("Title", *title, fmt.Sprint("round ", round))
		select {
		case <-done:
			a, b := &link{Value: 1}, &link{Value: 2}
			call(a, "Link", object(b))
			same("Next", a.Next, b)
			call(a, "Link", reflect.Zero(reflect.PointerTo(chain)))
			same("Next", a.Next, nil)
			storeToNil(object(nil), object(b))
			return
		default:
		}
	}
}

var garbage []byte

// storeToNil expects the fault of a store to be Go's panic.
func storeToNil(to, value reflect.Value) {
	defer func() {
		if _, ok := recover().(runtime.Error); !ok {
			fail("a store to nil does not panic")
		}
	}()
	to.MethodByName("Link").Call([]reflect.Value{value})
}
