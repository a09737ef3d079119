package main

import (
	"fmt"
	"reflect"
)

// methods calls every method of every type, of its pointer type and of what
// both hold in interfaces: the plugin's code, against what Go's compiler made.
func methods(w *world) {
	c := newComparison(w)
	count := 0
	for _, p := range c.all {
		for _, asPointer := range []bool{false, true} {
			count += c.methodsOf(p, asPointer)
		}
	}
	if count < 60 {
		w.fail("only %d methods were called", count)
	}
	fmt.Println(count, "methods")
}

// methodsOf returns how many methods it called.
func (c *comparison) methodsOf(p pair, asPointer bool) (count int) {
	if p.host.Kind() == reflect.Interface && asPointer {
		return 0
	}
	receivers := func(seed int) (x, y, a, b reflect.Value) {
		a, b = c.fresh(p, seed)
		if asPointer {
			return a.Addr(), b.Addr(), a, b
		}
		return a, b, a, b
	}
	x, y, _, _ := receivers(7)
	if x.NumMethod() != y.NumMethod() {
		c.fail("%s: %d and %d methods", p.name, x.NumMethod(), y.NumMethod())
		return 0
	}
	if p.host.Kind() == reflect.Interface && (x.IsNil() || y.IsNil()) {
		return 0
	}
	for i := 0; i < y.NumMethod(); i++ {
		x, y, a, b := receivers(7)
		where := fmt.Sprint(p.name, ".", y.Type().Method(i).Name)
		f, g := x.Method(i), y.Method(i)
		var in arguments
		for j := 0; j < g.Type().NumIn(); j++ {
			u, v := c.of(f.Type().In(j), g.Type().In(j), 20+j)
			in[0], in[1] = append(in[0], u), append(in[1], v)
		}
		count++
		got, gotPanic := caught(f, in[0])
		want, wantPanic := caught(g, in[1])
		if gotPanic != wantPanic || len(got) != len(want) {
			c.fail("%s: %d results, %q, want %d, %q", where, len(got), gotPanic, len(want), wantPanic)
			continue
		}
		for j := range want {
			c.contents(where, got[j], want[j])
		}
		c.contents(where+" leaves", a, b)
	}
	return count
}
