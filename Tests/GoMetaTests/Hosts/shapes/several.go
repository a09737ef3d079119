package main

import (
	"fmt"
	"plugin"
	"reflect"
	"runtime"
	"strings"
)

// pair uses a plugin that is made of two packages and three objects.
func pair(p *plugin.Plugin) {
	same("Twice", symbol[func(int) int](p, "Twice")(21), 42)
	shape := variable(p, "VShape")
	same("the type of VShape", shape.Type().String(), "pair.Shape")
	field := shape.Field(0)
	same("the type of its field", field.Type().String(), "units.Meter")
	same("the package of that type", field.Type().PkgPath(), "example.com/units")
	field.SetFloat(1.5)
	same("Meter.String", fmt.Sprint(field.Interface()), "metre")
	same("Shape.Area", shape.Interface().(interface{ Area() float64 }).Area(), 2.25)
	if _, err := p.Lookup("Convert"); err == nil {
		fail("the plugin exports what is the other package's")
	}
	same("Convert, by the first package", symbol[func(float64) float64](p, "ToFeet")(2), 6.5)
	collect()
	same("the pointer type", reflect.PointerTo(field.Type()), variable(p, "VMeter").Type())
}

// dotted uses a package whose path has a dot in its last element, and a name that
// is not ASCII.
func dotted(p *plugin.Plugin) {
	same("Größe", symbol[func() int](p, "Größe")(), 7)
	value := variable(p, "Value")
	same("the type of Value", value.Type().String(), "dotted.T")
	same("its package", value.Type().PkgPath(), "example.com/dotted.v2")
	same("its method", value.Interface().(interface{ Wert() int64 }).Wert(), 3)
	name := runtime.FuncForPC(reflect.ValueOf(lookup(p, "Größe")).Pointer()).Name()
	same("the function's name", name, "example.com/dotted%2ev2.Größe")
}

// large uses a plugin of many functions, each of which faults on a line of its own.
func large(p *plugin.Plugin) {
	count := *symbol[*int](p, "Count")
	for i := 0; i < count; i++ {
		f := symbol[func(*int) int](p, fmt.Sprint("F", i))
		answer := i
		same("the result", f(&answer), 2*i)
		found := faults(func() { f(nil) })
		if len(found) != 1 || found[0].line != i+2 || found[0].from != i+1 ||
			!strings.HasSuffix(found[0].function, fmt.Sprint(".F", i)) {
			fail("the frames of F%d are %v", i, found)
		}
	}
}

// onlyVariable uses a plugin that has no code of its own.
func onlyVariable(p *plugin.Plugin) {
	same("Only", *symbol[*int](p, "Only"), 3)
	*symbol[*int](p, "Only") = 4
	runtime.GC()
	same("Only, set", *symbol[*int](p, "Only"), 4)
}

// two opens plugins of two paths that declare the same names.
func two(first, second string) {
	p, q := open(first), open(second)
	f, g := symbol[func() int](p, "Number"), symbol[func() int](q, "Number")
	a, b := variable(p, "Value"), variable(q, "Value")
	for i := 0; i < 100; i++ {
		same("the first plugin's Number", f(), 1)
		same("the second plugin's Number", g(), 2)
		a.Field(0).SetString(fmt.Sprint("first ", i))
		b.Field(0).SetString(fmt.Sprint("second ", i))
		runtime.GC()
	}
	same("the types' names", a.Type().Name()+" "+b.Type().Name(), "T T")
	if a.Type() == b.Type() {
		fail("types of two packages are one")
	}
	same("an unnamed type of both", variable(p, "Unnamed").Type(), variable(q, "Unnamed").Type())
	same("Value of the first", fmt.Sprint(a), "{first 99}")
	same("Value of the second", fmt.Sprint(b), "{second 99}")
	same("a.Value == a.Value", a.Interface() == a.Interface(), true)
	if again, err := plugin.Open(first); err != nil || again != p {
		fail("the first plugin opened again: %v", err)
	}
}

// afterRefusals opens a plugin that another release of Go is meant to open, then
// one of this release, and then the other again.
func afterRefusals(file, refused string) {
	refusal := func() string {
		_, err := plugin.Open(refused)
		if err == nil {
			fail("%s is opened", refused)
		}
		_, reason, _ := strings.Cut(err.Error(), "): ")
		return strings.TrimSuffix(reason, " (previous failure)")
	}
	first := refusal()
	runtime.GC()
	p := open(file)
	names(p)
	runtime.GC()
	same("the error", refusal(), first)
	panics(p)
}

// samePath opens two files of one plugin path: the second is refused.
func samePath(first, second string) {
	p := open(first)
	_, err := plugin.Open(second)
	if err == nil {
		fail("the second plugin of a path is opened")
	}
	if !strings.Contains(err.Error(), "plugin already loaded") {
		fail("the error is %v", err)
	}
	same("Number of the first", symbol[func() int](p, "Number")(), 1)
}
