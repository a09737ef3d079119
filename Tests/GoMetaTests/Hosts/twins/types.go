package main

import (
	"fmt"
	"reflect"
	"strings"
)

const path = "example.com/twins/catalog"

// isOfCatalog tells whether a type has parts of package catalog.
func isOfCatalog(t reflect.Type) bool { return ofCatalog(t, map[reflect.Type]bool{}) }

func ofCatalog(t reflect.Type, seen map[reflect.Type]bool) bool {
	if t.PkgPath() != "" {
		// What named types of other packages are made of is theirs.
		return t.PkgPath() == path
	}
	if seen[t] {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Chan:
		return ofCatalog(t.Elem(), seen)
	case reflect.Map:
		return ofCatalog(t.Key(), seen) || ofCatalog(t.Elem(), seen)
	case reflect.Func:
		for i := 0; i < t.NumIn(); i++ {
			if ofCatalog(t.In(i), seen) {
				return true
			}
		}
		for i := 0; i < t.NumOut(); i++ {
			if ofCatalog(t.Out(i), seen) {
				return true
			}
		}
	case reflect.Struct:
		for i := 0; i < t.NumField(); i++ {
			if f := t.Field(i); f.PkgPath == path || ofCatalog(f.Type, seen) {
				return true
			}
		}
	case reflect.Interface:
		for i := 0; i < t.NumMethod(); i++ {
			if m := t.Method(i); m.PkgPath == path || ofCatalog(m.Type, seen) {
				return true
			}
		}
	}
	return false
}

// comparison compares what reflection says of a plugin's types and values, and
// of their twins.
type comparison struct {
	*world
	compared map[[2]reflect.Type]bool
	all      []pair
	// How many calls of reflection's methods were compared.
	calls int
	// How many items iterators are asked for: of a channel, as many as are in it.
	longest int
}

func newComparison(w *world) *comparison {
	return &comparison{world: w, compared: map[[2]reflect.Type]bool{}, all: w.pairs(), longest: 100}
}

// typeMethods calls every method of reflect.Type on all types and on what they
// consist of.
func typeMethods(w *world) {
	c := newComparison(w)
	for _, name := range w.names {
		c.types(name, reflect.TypeOf(w.plugin[name]), reflect.TypeOf(w.host[name]))
	}
	if len(c.compared) < 100 && !w.isShared {
		w.fail("only %d pairs of types were compared", len(c.compared))
	}
	fmt.Println(len(c.compared), "types,", c.calls, "calls")
}

// types compares two types: they are one, or twins.
func (c *comparison) types(where string, a, b reflect.Type) {
	if a == nil || b == nil {
		if a != b {
			c.fail("%s: %v and %v", where, a, b)
		}
		return
	}
	if isOurs := c.isShared || !isOfCatalog(b); (a == b) != isOurs {
		c.fail("%s: %v == %v is %v", where, a, b, a == b)
	}
	key := [2]reflect.Type{a, b}
	if c.compared[key] {
		return
	}
	c.compared[key] = true
	if strings.Count(where, ".") > 12 {
		return
	}
	methods := reflect.TypeOf((*reflect.Type)(nil)).Elem()
	for i := 0; i < methods.NumMethod(); i++ {
		method := methods.Method(i)
		if method.PkgPath != "" {
			continue
		}
		for _, in := range c.typeArguments(method, a, b) {
			c.call(where+"."+method.Name, reflect.ValueOf(&a).Elem(), reflect.ValueOf(&b).Elem(), i, in)
		}
	}
}

// arguments of a call, and those of the twin's.
type arguments [2][]reflect.Value

func none() []arguments { return []arguments{{}} }

// both is what a call and its twin are given alike.
func both(values ...any) arguments {
	var in []reflect.Value
	for _, v := range values {
		in = append(in, reflect.ValueOf(v))
	}
	return arguments{in, in}
}

func (c *comparison) typeArguments(method reflect.Method, a, b reflect.Type) []arguments {
	if method.Type.NumIn() == 0 {
		return none()
	}
	var list []arguments
	numbers := func(count int) []arguments {
		for i := -1; i <= count; i++ {
			list = append(list, both(i))
		}
		return list
	}
	names := func(names []string) []arguments {
		for _, name := range append(names, "Missing", "", "_") {
			list = append(list, both(name))
		}
		return list
	}
	switch method.Name {
	case "Method":
		return numbers(b.NumMethod())
	case "MethodByName":
		return names(methodNames(b))
	case "Field":
		return numbers(fieldCount(b))
	case "FieldByName":
		return names(fieldNames(b))
	case "FieldByIndex":
		for _, index := range fieldIndexes(b) {
			list = append(list, both(index))
		}
		return append(list, both([]int{0, 99}), both([]int{}))
	case "FieldByNameFunc":
		for _, name := range append(fieldNames(b), "Missing") {
			name := name
			list = append(list, both(func(s string) bool { return s == name }))
		}
		return append(list, both(func(string) bool { return true }))
	case "In", "Out":
		if b.Kind() != reflect.Func {
			return numbers(0)
		}
		return numbers(b.NumIn() + b.NumOut())
	case "Implements", "AssignableTo", "ConvertibleTo":
		for _, p := range c.all {
			if method.Name == "Implements" && p.host.Kind() != reflect.Interface && p.name != "PPoint" {
				continue
			}
			list = append(list, arguments{
				{reflect.ValueOf(&p.plugin).Elem()}, {reflect.ValueOf(&p.host).Elem()},
			})
		}
		return list
	case "OverflowInt":
		return []arguments{both(int64(100)), both(int64(1 << 20)), both(int64(-1 << 40))}
	case "OverflowUint":
		return []arguments{both(uint64(200)), both(uint64(1 << 20)), both(uint64(1 << 40))}
	case "OverflowFloat":
		return []arguments{both(1.5), both(1e300)}
	case "OverflowComplex":
		return []arguments{both(1i), both(1e300i)}
	}
	c.fail("no arguments are known for %s of reflect.Type", method.Name)
	return nil
}

func methodNames(t reflect.Type) []string {
	var names []string
	for i := 0; i < t.NumMethod(); i++ {
		names = append(names, t.Method(i).Name)
	}
	return append(names, "hidden", "concealed")
}

func fieldCount(t reflect.Type) int {
	if t.Kind() != reflect.Struct {
		return 0
	}
	return t.NumField()
}

func fieldNames(t reflect.Type) []string {
	if t.Kind() != reflect.Struct {
		return nil
	}
	var names []string
	seen := map[string]bool{}
	for _, f := range reflect.VisibleFields(t) {
		if !seen[f.Name] {
			names = append(names, f.Name)
		}
		seen[f.Name] = true
	}
	return names
}

func fieldIndexes(t reflect.Type) [][]int {
	if t.Kind() != reflect.Struct {
		return nil
	}
	var indexes [][]int
	for _, f := range reflect.VisibleFields(t) {
		indexes = append(indexes, f.Index)
	}
	return indexes
}
