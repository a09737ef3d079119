// Command host opens the plugin that tally made of shapes.tally, and uses it as
// any Go program would. It ends with "ok", or with a line "FAIL: …" and status 1.
package main

import (
	"fmt"
	"math"
	"os"
	"path"
	"plugin"
	"reflect"
	"runtime"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: host PLUGIN.so")
		os.Exit(2)
	}
	p, err := plugin.Open(os.Args[1])
	if err != nil {
		fail("%v", err)
	}
	functions(p)
	types(p)
	methods(p)
	panics(p)
	collector(p)
	fmt.Println("ok")
}

func functions(p *plugin.Plugin) {
	is("Version", *symbol[*string](p, "Version"), "1.0.0")
	is("Add(40, 2)", symbol[func(int, int) int](p, "Add")(40, 2), 42)
	is("Div(MinInt, -1)", symbol[func(int, int) int](p, "Div")(math.MinInt, -1), math.MinInt)
	is("Mod(-7, 3)", symbol[func(int, int) int](p, "Mod")(-7, 3), -1)
	is("Mod(MinInt, -1)", symbol[func(int, int) int](p, "Mod")(math.MinInt, -1), 0)
	is("Mean(1, 4)", symbol[func(float64, int) float64](p, "Mean")(1, 4), 0.25)
	within := symbol[func(x, low, high float64) bool](p, "Within")
	is("Within(1, 1, 2)", within(1, 1, 2), true)
	is("Within(NaN, 1, 2)", within(math.NaN(), 1, 2), false)
}

// shape is how this program sees the plugin's types: it has never heard of them.
type shape interface{ Area() float64 }

func types(p *plugin.Plugin) {
	unit := symbol[func() any](p, "Default")()
	pointer := reflect.TypeOf(unit)
	is("type of Default()", pointer.String(), "*shapes.Rect")
	is("its package", pointer.Elem().PkgPath(), "example.com/shapes")
	is("its size", pointer.Elem().Size(), 48)
	is("its field Label", fmt.Sprint(pointer.Elem().Field(2).Type, pointer.Elem().Field(2).Offset), "string 32")
	is("its methods", names(pointer), "Area Center Contains Height Rename Scale String Width")
	is("those of its values", names(pointer.Elem()), "Center Contains Height String Width")
	is("Default()", fmt.Sprint(unit), "unit")
	is("its Area()", unit.(shape).Area(), 1)
	symbol, err := p.Lookup("Unit")
	is("Default() is &Unit", err == nil && symbol == unit, true)
	all := reflect.ValueOf(lookup(p, "All")).Call(nil)[0].Elem()
	is("type of All()", fmt.Sprint(all.Type(), all.IsNil()), "map[string]*shapes.Rect true")
}

func methods(p *plugin.Plugin) {
	surround := reflect.ValueOf(lookup(p, "Surround"))
	disc := reflect.New(surround.Type().In(0)).Elem()
	disc.FieldByName("Radius").SetFloat(2)
	is("Area of a Disc", disc.Interface().(shape).Area(), 4*math.Pi)

	rect := reflect.New(surround.Type().In(1).Elem())
	surround.Call([]reflect.Value{disc, rect})
	is("its bounds", fmt.Sprint(rect.Elem().Field(0), rect.Elem().Field(1)), "{-2 -2} {2 2}")
	rect.Interface().(interface{ Scale(float64) }).Scale(0.5)
	is("Area, scaled by 0.5", rect.Interface().(shape).Area(), 4)
	is("Center", fmt.Sprint(rect.MethodByName("Center").Call(nil)[0]), "{-1 -1}")
	center := rect.MethodByName("Center").Call(nil)
	is("Contains(Center)", rect.MethodByName("Contains").Call(center)[0].Bool(), true)

	larger := reflect.ValueOf(lookup(p, "Larger"))
	unit := reflect.ValueOf(lookup(p, "Unit"))
	found := larger.Call([]reflect.Value{unit, rect})[0]
	is("type of Larger", found.Type().String(), "shapes.Shape")
	is("Larger", fmt.Sprint(found), "bounds")
}

func panics(p *plugin.Plugin) {
	*symbol[*int](p, "Measured") = 0
	zero := "runtime error: integer divide by zero"
	recovers("Div(1, 0)", zero, func() { symbol[func(int, int) int](p, "Div")(1, 0) }, "Div:27")
	recovers("Mod(1, 0)", zero, func() { symbol[func(int, int) int](p, "Mod")(1, 0) }, "Mod:29")
	// Where Div was inlined into Share, there is one frame of both.
	recovers("Share(1)", zero, func() { symbol[func(int) int](p, "Share")(1) },
		"Div:27 Share:35", "Share:27")

	null := reflect.Zero(reflect.TypeOf(lookup(p, "Unit"))).Interface()
	recovers("(*Rect)(nil).Scale(2)",
		"runtime error: invalid memory address or nil pointer dereference",
		func() { null.(interface{ Scale(float64) }).Scale(2) }, "(*Rect).Scale:61")
}

// recovers calls f, which must panic with a message, below one of the wanted
// lists of functions and lines of shapes.tally.
func recovers(what, message string, f func(), want ...string) {
	defer func() {
		err, ok := recover().(runtime.Error)
		if !ok {
			fail("%s does not panic as Go does", what)
		}
		is(what, err.Error(), message)
		frames := frames()
		for _, w := range want {
			if frames == w {
				return
			}
		}
		fail("%s: its frames are %s, want %v", what, frames, want)
	}()
	f()
}

// frames prints the plugin's frames on the stack, and gives what is short for them.
func frames() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
	var found []string
	for more := true; more; {
		var f runtime.Frame
		f, more = frames.Next()
		if name, ours := strings.CutPrefix(f.Function, "example.com/shapes."); ours {
			fmt.Printf("  %s %s:%d\n", f.Function, f.File, f.Line)
			found = append(found, fmt.Sprint(name, ":", f.Line))
			if path.Base(f.File) != "shapes.tally" {
				fail("%s is in %s", name, f.File)
			}
		}
	}
	return strings.Join(found, " ")
}

// collector hangs a Rect, and its label, on variables of the plugin alone.
func collector(p *plugin.Plugin) {
	rect := reflect.TypeOf(lookup(p, "Unit")).Elem()
	index := reflect.ValueOf(lookup(p, "Index")).Elem()
	index.Set(reflect.MakeMap(index.Type()))
	for i := 0; i < 1000; i++ {
		r := reflect.New(rect)
		name := fmt.Sprint("rectangle ", i)
		r.Interface().(interface{ Rename(string) }).Rename(name)
		index.SetMapIndex(reflect.ValueOf(name), r)
	}
	for i := 0; i < 4; i++ {
		runtime.GC()
		for j := 0; j < 20000; j++ {
			litter = make([]byte, 48) // over what was freed, if it was
		}
	}
	all := reflect.ValueOf(symbol[func() any](p, "All")())
	is("Rects in All() after collections", all.Len(), 1000)
	for _, key := range all.MapKeys() {
		if label := fmt.Sprint(all.MapIndex(key)); label != key.String() {
			fail("%v is called %v", key, label)
		}
	}
}

var litter []byte

func names(t reflect.Type) string {
	var names []string
	for i := 0; i < t.NumMethod(); i++ {
		names = append(names, t.Method(i).Name)
	}
	return strings.Join(names, " ")
}

func lookup(p *plugin.Plugin, name string) any {
	s, err := p.Lookup(name)
	if err != nil {
		fail("%v", err)
	}
	return s
}

// symbol asserts a type, which holds only if the plugin's descriptor of it is
// this program's own.
func symbol[T any](p *plugin.Plugin, name string) T {
	t, ok := lookup(p, name).(T)
	if !ok {
		fail("%s is a %T", name, lookup(p, name))
	}
	return t
}

// is prints what was got, and fails unless it is what was wanted.
func is[T comparable](what string, got, want T) {
	fmt.Printf("%s = %v\n", what, got)
	if got != want {
		fail("%s is %v, want %v", what, got, want)
	}
}

func fail(format string, arguments ...any) {
	fmt.Printf("FAIL: "+format+"\n", arguments...)
	os.Exit(1)
}
