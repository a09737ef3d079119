package main

import (
	"fmt"
	"reflect"
	"runtime"
	"sort"
	"strings"
)

// call calls a method of reflection on both, and compares what comes of it:
// results, or the text of a panic.
func (c *comparison) call(where string, a, b reflect.Value, method int, in arguments) {
	c.calls++
	x, xPanic := caught(a.Method(method), in[0])
	y, yPanic := caught(b.Method(method), in[1])
	if normal(xPanic) != normal(yPanic) {
		c.fail("%s(%v): panics %q and %q", where, in[1], xPanic, yPanic)
		return
	}
	if len(x) != len(y) {
		c.fail("%s: %d and %d results", where, len(x), len(y))
		return
	}
	for i := range x {
		c.results(where, x[i], y[i])
	}
}

// caught calls a function and returns the text of a panic.
func caught(f reflect.Value, in []reflect.Value) (out []reflect.Value, text string) {
	defer func() {
		if r := recover(); r != nil {
			text = fmt.Sprint("panic: ", r)
			if _, ok := r.(runtime.Error); ok && strings.Contains(text, "unexpected fault") {
				panic(r)
			}
		}
	}()
	return f.Call(in), ""
}

// normal leaves the path of a foreign package out.
func normal(s string) string {
	return strings.ReplaceAll(s, "example.com/foreign/catalog", path)
}

// results compares what two calls return.
func (c *comparison) results(where string, a, b reflect.Value) {
	if a.Type() != b.Type() {
		c.fail("%s: results of type %v and %v", where, a.Type(), b.Type())
		return
	}
	switch x := a.Interface().(type) {
	case reflect.Type:
		c.types(where, x, b.Interface().(reflect.Type))
	case reflect.Value:
		c.contents(where, x, b.Interface().(reflect.Value))
	case reflect.Method:
		y := b.Interface().(reflect.Method)
		if x.Name != y.Name || normal(x.PkgPath) != y.PkgPath || x.Index != y.Index ||
			x.Func.IsValid() != y.Func.IsValid() {
			c.fail("%s: methods %v and %v", where, x, y)
		}
		c.types(where+"."+y.Name, x.Type, y.Type)
	case reflect.StructField:
		y := b.Interface().(reflect.StructField)
		if x.Name != y.Name || normal(x.PkgPath) != y.PkgPath || x.Tag != y.Tag ||
			x.Offset != y.Offset || !reflect.DeepEqual(x.Index, y.Index) || x.Anonymous != y.Anonymous {
			c.fail("%s: fields %v and %v", where, x, y)
		}
		c.types(where+"."+y.Name, x.Type, y.Type)
	case *reflect.MapIter:
		c.entries(where, x, b.Interface().(*reflect.MapIter))
	case []reflect.Value:
		y := b.Interface().([]reflect.Value)
		if g, w := rendered(x), rendered(y); g != w {
			c.fail("%s: %s and %s", where, g, w)
		}
	case error:
		if y, ok := b.Interface().(error); !ok || normal(x.Error()) != normal(y.Error()) {
			c.fail("%s: errors %v and %v", where, x, b)
		}
	default:
		c.plain(where, a, b)
	}
}

// plain compares results that are neither types nor values.
func (c *comparison) plain(where string, a, b reflect.Value) {
	switch a.Kind() {
	case reflect.Uintptr:
		// Addresses, and sizes.
		if strings.HasSuffix(where, "Size") && a.Uint() != b.Uint() || (a.Uint() == 0) != (b.Uint() == 0) {
			c.fail("%s: %#x and %#x", where, a.Uint(), b.Uint())
		}
	case reflect.UnsafePointer:
		if a.IsNil() != b.IsNil() {
			c.fail("%s: %v and %v", where, a, b)
		}
	case reflect.String:
		if normal(a.String()) != b.String() {
			c.fail("%s: %q and %q", where, a, b)
		}
	case reflect.Func:
		c.sequence(where, a, b)
	case reflect.Interface:
		c.contents(where, a, b)
	case reflect.Array:
		// The words of an interface.
	default:
		if x, y := render(a), render(b); x != y {
			c.fail("%s: %s and %s", where, x, y)
		}
	}
}

// sequence runs two iterators, func(yield func(…) bool), side by side.
func (c *comparison) sequence(where string, a, b reflect.Value) {
	t := a.Type()
	if t.NumIn() != 1 || t.In(0).Kind() != reflect.Func || t.NumOut() != 0 {
		c.fail("%s: results of type %v are not compared", where, t)
		return
	}
	if a.IsNil() || b.IsNil() {
		if a.IsNil() != b.IsNil() {
			c.fail("%s: %v and %v", where, a, b)
		}
		return
	}
	collect := func(f reflect.Value) (items [][]reflect.Value, text string) {
		yield := reflect.MakeFunc(t.In(0), func(in []reflect.Value) []reflect.Value {
			items = append(items, in)
			return []reflect.Value{reflect.ValueOf(len(items) < c.longest)}
		})
		_, text = caught(f, []reflect.Value{yield})
		return items, text
	}
	x, xPanic := collect(a)
	y, yPanic := collect(b)
	if len(x) != len(y) || normal(xPanic) != normal(yPanic) {
		c.fail("%s: %d and %d items, %q and %q", where, len(x), len(y), xPanic, yPanic)
		return
	}
	if strings.HasSuffix(where, "Seq2") || strings.HasSuffix(where, "Seq") {
		// Maps have no order.
		lines := func(items [][]reflect.Value) string {
			var lines []string
			for _, item := range items {
				lines = append(lines, fmt.Sprint(item[0].Interface().(reflect.Value).Type(), " ",
					rendered(values(item))))
			}
			sort.Strings(lines)
			return strings.Join(lines, "\n")
		}
		if g, w := lines(x), lines(y); normal(g) != w {
			c.fail("%s: %s and %s", where, g, w)
		}
		return
	}
	for i := range x {
		for j := range x[i] {
			c.results(where, x[i][j], y[i][j])
		}
	}
}

// values are the reflect.Values that values of that type hold.
func values(list []reflect.Value) []reflect.Value {
	var values []reflect.Value
	for _, v := range list {
		values = append(values, v.Interface().(reflect.Value))
	}
	return values
}

// entries compares what two iterators over maps find.
func (c *comparison) entries(where string, a, b *reflect.MapIter) {
	collect := func(iterator *reflect.MapIter) []string {
		var lines []string
		for iterator.Next() {
			lines = append(lines, render(iterator.Key())+": "+render(iterator.Value()))
		}
		sort.Strings(lines)
		return lines
	}
	if x, y := collect(a), collect(b); !reflect.DeepEqual(x, y) {
		c.fail("%s: %q and %q", where, x, y)
	}
}

// contents compares two values by type and by what they hold.
func (c *comparison) contents(where string, a, b reflect.Value) {
	if a.IsValid() != b.IsValid() {
		c.fail("%s: %v and %v", where, a, b)
		return
	}
	if !a.IsValid() {
		return
	}
	c.types(where, a.Type(), b.Type())
	if a.CanSet() != b.CanSet() || a.CanInterface() != b.CanInterface() {
		c.fail("%s: what may be done with %v and %v", where, a.Type(), b.Type())
	}
	if x, y := render(a), render(b); x != y {
		c.fail("%s: %v is %s and %s", where, b.Type(), x, y)
	}
}

func rendered(list []reflect.Value) string {
	var lines []string
	for _, v := range list {
		lines = append(lines, render(v))
	}
	sort.Strings(lines)
	return strings.Join(lines, ", ")
}

// render writes what a value holds, addresses aside.
func render(v reflect.Value) string {
	var b strings.Builder
	renderTo(&b, v, 5)
	return normal(b.String())
}

func renderTo(b *strings.Builder, v reflect.Value, depth int) {
	if !v.IsValid() {
		b.WriteString("invalid")
		return
	}
	if depth < 0 {
		b.WriteString("…")
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		fmt.Fprint(b, v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		fmt.Fprint(b, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		fmt.Fprint(b, v.Uint())
	case reflect.Float32, reflect.Float64:
		fmt.Fprint(b, v.Float())
	case reflect.Complex64, reflect.Complex128:
		fmt.Fprint(b, v.Complex())
	case reflect.String:
		fmt.Fprintf(b, "%q", v.String())
	case reflect.Array, reflect.Slice:
		if v.Kind() == reflect.Slice {
			if v.IsNil() {
				b.WriteString("nil")
				return
			}
			fmt.Fprint(b, v.Cap(), "/")
		}
		b.WriteString("[")
		for _, i := range places(v.Len()) {
			renderTo(b, v.Index(i), depth-1)
			b.WriteString(" ")
		}
		b.WriteString("]")
	case reflect.Map:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		var lines []string
		for iterator := v.MapRange(); iterator.Next(); {
			var line strings.Builder
			renderTo(&line, iterator.Key(), depth-1)
			line.WriteString(":")
			renderTo(&line, iterator.Value(), depth-1)
			lines = append(lines, line.String())
		}
		sort.Strings(lines)
		fmt.Fprint(b, "map", lines)
	case reflect.Chan:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		fmt.Fprint(b, "chan ", v.Len(), "/", v.Cap())
	case reflect.Func, reflect.UnsafePointer:
		fmt.Fprint(b, v.Kind(), " ", v.IsNil())
	case reflect.Interface:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		b.WriteString(v.Elem().Type().String())
		renderTo(b, v.Elem(), depth-1)
	case reflect.Pointer:
		if v.IsNil() {
			b.WriteString("nil")
			return
		}
		b.WriteString("&")
		renderTo(b, v.Elem(), depth-1)
	case reflect.Struct:
		b.WriteString("{")
		for i := 0; i < v.NumField(); i++ {
			renderTo(b, v.Field(i), depth-1)
			b.WriteString(" ")
		}
		b.WriteString("}")
	}
}

// places are indexes of an array: all of a short one, some of a long one.
func places(count int) []int {
	var places []int
	step := 1
	if count > 64 {
		step = count / 29
	}
	for i := 0; i < count; i += step {
		places = append(places, i)
	}
	if step > 1 {
		places = append(places, count-1)
	}
	return places
}
