// Command host opens the plugin example.com/geometry and uses all of it the way
// ordinary Go programs do: calls, panics, reflection, interfaces, the collector.
// It ends with "ok", or with a line "FAIL: …" and status 1.
package main

import (
	"fmt"
	"math"
	"os"
	"plugin"
	"reflect"
	"runtime"
)

const pkgPath = "example.com/geometry"

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: host PLUGIN.so")
		os.Exit(2)
	}
	fmt.Println(runtime.Version(), runtime.GOOS+"/"+runtime.GOARCH)
	p, err := plugin.Open(os.Args[1])
	if err != nil {
		fail("%v", err)
	}
	functions(p)
	variables(p)
	origin := reflect.ValueOf(symbol[any](p, "Origin")) // a **Point
	if origin.Kind() != reflect.Pointer || origin.Elem().Kind() != reflect.Pointer {
		fail("Origin is a %v, want a pointer to a pointer variable", origin.Type())
	}
	types(origin.Elem().Type())
	methods(origin.Elem())
	equality(origin.Elem().Type().Elem())
	list(origin.Elem().Type().Elem())
	global(origin.Elem())
	fmt.Println("ok")
}

// symbol looks name up and asserts its type, which holds only if the plugin's
// descriptor of that type is the host's own.
func symbol[T any](p *plugin.Plugin, name string) T {
	s, err := p.Lookup(name)
	if err != nil {
		fail("%v", err)
	}
	t, ok := s.(T)
	if !ok {
		fail("%s is a %T, want a %T", name, s, t)
	}
	return t
}

func functions(p *plugin.Plugin) {
	add := symbol[func(int, int) int](p, "Add")
	div := symbol[func(int, int) int](p, "Div")
	deref := symbol[func(*int) int](p, "Deref")
	for _, name := range []string{"follow", "load", "origin", "Missing"} {
		if _, err := p.Lookup(name); err == nil {
			fail("the plugin exports %s", name)
		}
	}

	answer := 42
	is("Add(40, 2)", add(40, 2), 42)
	is("Add(MaxInt, 1)", add(math.MaxInt, 1), math.MinInt)
	is("Div(-7, 2)", div(-7, 2), -3)
	is("Div(MinInt, -1)", div(math.MinInt, -1), math.MinInt)
	is("Deref(&42)", deref(&answer), 42)

	panics("Div(1, 0)", "runtime error: integer divide by zero",
		[]frame{{"Div", 25}}, func() { div(1, 0) })
	panics("Deref(nil)", "runtime error: invalid memory address or nil pointer dereference",
		[]frame{{"load", 40}, {"follow", 35}, {"Deref", 30}}, func() { deref(nil) })
	is("Div(84, 2) afterwards", div(84, 2), 42)
}

func variables(p *plugin.Plugin) {
	version := symbol[*string](p, "Version")
	is("Version", *version, "1.0.0")
	*version = fmt.Sprint("1.0.", len(os.Args)-1)
	runtime.GC()
	is("Version, once set", *symbol[*string](p, "Version"), "1.0.1")
}
