package main

import (
	"fmt"
	"plugin"
	"reflect"
	"runtime"
	"strings"
)

// frames calls a function with a frame of 64 KiB on stacks of all fills.
func frames(p *plugin.Plugin) {
	big := symbol[func(int) int](p, "Big")
	const want = 8191 * 8192 / 2 * 3
	for depth := 0; depth < 300; depth++ {
		done := make(chan int)
		go func() { done <- below(depth, func() int { return big(3) }) }()
		same("Big in a goroutine", <-done, want)
	}
	for depth := 0; depth < 20000; depth += 997 {
		same("Big, deep", below(depth, func() int { return big(3) }), want)
	}
	if runtime.NumGoroutine() > 2 {
		fail("goroutines are left")
	}
}

// below calls f with depth frames between.
func below(depth int, f func() int) int {
	if depth == 0 {
		return f()
	}
	var fill [13]int
	fill[depth%13] = depth
	r := below(depth-1, f)
	if fill[depth%13] != depth {
		fail("a frame is damaged")
	}
	return r
}

func chain(p *plugin.Plugin) {
	f := symbol[func(int) int](p, "Chain")
	want := func(n int) int {
		var sum, x int
		x = n
		for level := 1; level <= 10; level++ {
			sum += x
			x += level
		}
		return sum + x*2
	}
	for depth := 0; depth < 200; depth++ {
		done := make(chan int)
		go func() { done <- below(depth, func() int { return f(depth) }) }()
		same("Chain", <-done, want(depth))
	}
}

// frame is a function of the plugin, without the package, and its lines.
type frame struct {
	function   string
	line, from int
}

// faults calls f, which ends in a fault, and gives the plugin's frames at the
// fault, innermost first.
func faults(f func()) (found []frame) {
	defer func() {
		err, ok := recover().(runtime.Error)
		if !ok || !strings.Contains(err.Error(), "nil pointer dereference") {
			fail("the panic is %v", err)
		}
		pcs := make([]uintptr, 64)
		frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
		for {
			f, more := frames.Next()
			if strings.HasPrefix(f.Function, pkgPath+".") || strings.HasSuffix(f.File, ".gl") {
				start := int(reflect.ValueOf(f).FieldByName("startLine").Int())
				found = append(found, frame{strings.TrimPrefix(f.Function, pkgPath+"."), f.Line, start})
			}
			if !more {
				return
			}
		}
	}()
	f()
	return
}

func names(p *plugin.Plugin) {
	named := symbol[func(*int) int](p, "Named")
	same("frames below Named", fmt.Sprint(faults(func() { named(nil) })),
		fmt.Sprint([]frame{{"by.another.name", 118, 117}, {"Named", 112, 111}}))
	deref := symbol[func(*int) int](p, "Deref")
	same("frames below Deref", fmt.Sprint(faults(func() { deref(nil) })),
		fmt.Sprint([]frame{{"load", 108, 107}, {"follow", 105, 104}, {"Deref", 102, 101}}))
	answer := 42
	same("Named", named(&answer), 44)
	same("Deref", deref(&answer), 44)
}
