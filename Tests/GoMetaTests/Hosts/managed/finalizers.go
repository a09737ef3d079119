package main

import (
	"runtime"
	"sync/atomic"
	"time"
)

// fate tells whether a node was collected: by a finalizer, and a weak pointer where Go has them.
type fate struct {
	finalized atomic.Bool
	weak      func() bool
}

func (f *fate) watch(n *node) {
	f.weak = weakPointer(n)
	runtime.SetFinalizer(n, func(*node) { f.finalized.Store(true) })
}

func (f *fate) expectAlive() {
	for i := 0; i < 3; i++ {
		churn()
	}
	same("a node that a frame holds was finalized", f.finalized.Load(), false)
	same("its weak pointer is there", f.weak(), true)
}

// expectGone collects until the finalizer ran; a goroutine of the runtime runs it some time after
// the collection.
func (f *fate) expectGone() {
	for i := 0; !f.finalized.Load(); i++ {
		if i == 5000 {
			fail("a node that nothing holds is never finalized")
		}
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	if hasWeak {
		same("the weak pointer of a finalized node is there", f.weak(), false)
	}
}

func finalizers() {
	type holder = func(func(*node), func(), int) int
	for i := 0; i < scaled(8); i++ {
		for _, name := range []string{"Hold", "HoldField", "HoldLocal"} {
			f := new(fate)
			hold := function[holder](name)
			same(name, fresh(func() int { return hold(f.watch, f.expectAlive, 1000+i) }), 1000+i)
			f.expectGone()
		}
		for _, name := range []string{"Drop", "DropLocal"} {
			f := new(fate)
			drop := function[holder](name)
			same(name, fresh(func() int { return drop(f.watch, f.expectGone, 1000+i) }), 1000+i)
		}
		f := new(fate)
		drop := function[func(*node, func()) int]("DropParameter")
		same("DropParameter", fresh(func() int { return drop(watched(f, i), f.expectGone) }), i)
		f = new(fate)
		stack := function[func(a, b, c, d, e, f, g, h, i, j, k int, during func(), p *node) int]("DropStack")
		same("DropStack", fresh(func() int {
			return stack(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, f.expectAlive, watched(f, i))
		}), 11+i)
		f.expectGone()
		f = new(fate)
		f.weak = func() bool { return true }
		finalize := function[holder]("Finalize")
		value := 0
		same("Finalize", fresh(func() int {
			return finalize(func(n *node) { value = n.Value; f.finalized.Store(true) }, f.expectAlive, 500+i)
		}), 500+i)
		f.weak = func() bool { return false }
		f.expectGone()
		same("what the finalizer saw", value, 500+i)
	}
}

//go:noinline
func watched(f *fate, n int) *node {
	p := &node{Value: n, Text: "watched"}
	f.watch(p)
	return p
}
