package main

import (
	"fmt"
	"reflect"
	"strings"
	"unsafe"
)

// side is the plugin's types or their twins.
type side int

const (
	ofPlugin side = iota
	ofHost
)

// fill gives a value contents that depend on the seed alone, alike on both
// sides. Its parts are new on the heap.
func (c *comparison) fill(v reflect.Value, s side, seed, depth int) {
	t := v.Type()
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(seed%2 == 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(seed % 100))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		v.SetUint(uint64(seed % 100))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float64(seed) + 0.5)
	case reflect.Complex64, reflect.Complex128:
		v.SetComplex(complex(float64(seed), 0.25))
	case reflect.String:
		v.SetString(strings.Repeat(fmt.Sprint("s", seed, "."), 3))
	case reflect.Array:
		for _, i := range places(v.Len()) {
			c.fill(v.Index(i), s, seed+i, depth-1)
		}
	case reflect.Slice:
		if depth < 0 {
			return
		}
		v.Set(reflect.MakeSlice(t, 2, 3))
		for i := 0; i < 2; i++ {
			c.fill(v.Index(i), s, seed+i, depth-1)
		}
	case reflect.Map:
		if depth < 0 {
			return
		}
		m := reflect.MakeMap(t)
		for i := 0; i < 3; i++ {
			key, elem := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
			c.fill(key, s, seed+i, depth-1)
			c.fill(elem, s, seed+i, depth-1)
			m.SetMapIndex(key, elem)
		}
		v.Set(m)
	case reflect.Chan:
		if depth < 0 {
			return
		}
		channel := reflect.MakeChan(reflect.ChanOf(reflect.BothDir, t.Elem()), 2)
		elem := reflect.New(t.Elem()).Elem()
		c.fill(elem, s, seed, depth-1)
		channel.Send(elem)
		v.Set(channel.Convert(t))
	case reflect.Func:
		v.Set(reflect.MakeFunc(t, func([]reflect.Value) []reflect.Value {
			var out []reflect.Value
			for i := 0; i < t.NumOut(); i++ {
				result := reflect.New(t.Out(i)).Elem()
				c.fill(result, s, seed+i, depth-1)
				out = append(out, result)
			}
			return out
		}))
	case reflect.Interface:
		c.fillInterface(v, s, seed, depth)
	case reflect.Pointer:
		if depth < 0 {
			return
		}
		p := reflect.New(t.Elem())
		c.fill(p.Elem(), s, seed, depth-1)
		v.Set(p.Convert(t))
	case reflect.UnsafePointer:
		v.SetPointer(unsafe.Pointer(&[]int{seed}[0]))
	case reflect.Struct:
		for i := 0; i < v.NumField(); i++ {
			f := v.Field(i)
			// Unexported fields, too.
			c.fill(reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem(), s, seed+i, depth-1)
		}
	}
}

// fillInterface stores a value of the first type that implements the interface.
func (c *comparison) fillInterface(v reflect.Value, s side, seed, depth int) {
	if v.NumMethod() == 0 {
		switch seed % 3 {
		case 0:
			v.Set(reflect.ValueOf(seed))
		case 1:
			v.Set(reflect.ValueOf(fmt.Sprint("any", seed)))
		default:
			v.Set(reflect.ValueOf([2]float64{float64(seed), 1}))
		}
		return
	}
	if v.Type() == reflect.TypeOf((*error)(nil)).Elem() {
		// Two errors are equal only where these are.
		v.Set(reflect.ValueOf(number(seed)))
		return
	}
	if depth < 0 {
		return
	}
	for _, p := range c.all {
		t := p.host
		if s == ofPlugin {
			t = p.plugin
		}
		if t.Kind() == reflect.Interface {
			continue
		}
		for _, t := range []reflect.Type{t, reflect.PointerTo(t)} {
			if !t.Implements(v.Type()) || t.Kind() == reflect.Pointer && t.Elem().Name() == "" {
				continue
			}
			value := reflect.New(t).Elem()
			c.fill(value, s, seed, depth-1)
			v.Set(value)
			return
		}
	}
}

// number is an error.
type number int

func (n number) Error() string { return fmt.Sprint("error ", int(n)) }

// fresh is a new value of a type and one of its twin, filled.
func (c *comparison) fresh(p pair, seed int) (a, b reflect.Value) {
	a, b = reflect.New(p.plugin).Elem(), reflect.New(p.host).Elem()
	if seed >= 0 {
		c.fill(a, ofPlugin, seed, 3)
		c.fill(b, ofHost, seed, 3)
	}
	return a, b
}

// valueMethods calls every method of reflect.Value on values of all types, and
// compares the values after each call.
func valueMethods(w *world) {
	c := newComparison(w)
	methods := reflect.TypeOf(reflect.Value{})
	for _, p := range c.all {
		c.longest = 100
		if p.host.Kind() == reflect.Chan {
			c.longest = 1
		}
		for _, seed := range []int{7, -1} {
			for i := 0; i < methods.NumMethod(); i++ {
				method := methods.Method(i)
				where := p.name + "." + method.Name
				for _, in := range c.valueArguments(method, p, seed) {
					a, b := c.fresh(p, seed)
					c.call(where, reflect.ValueOf(a), reflect.ValueOf(b), i, in)
					c.contents(where+" leaves", a, b)
				}
			}
		}
	}
	fmt.Println(c.calls, "calls")
}

// of are new values of a type and of its twin as arguments.
func (c *comparison) of(a, b reflect.Type, seed int) (x, y reflect.Value) {
	return c.fresh(pair{plugin: a, host: b}, seed)
}

// boxed are arguments that are themselves reflect.Values.
func boxed(x, y reflect.Value) arguments {
	return arguments{{reflect.ValueOf(x)}, {reflect.ValueOf(y)}}
}

func (c *comparison) valueArguments(method reflect.Method, p pair, seed int) []arguments {
	t := p.host
	kind := t.Kind()
	isNil := seed < 0
	var list []arguments
	ints := func(values ...int) []arguments {
		for _, v := range values {
			list = append(list, both(v))
		}
		return list
	}
	switch method.Name {
	case "Recv", "Seq":
		// Of a nil channel they would wait for ever.
		if kind == reflect.Chan && isNil {
			return nil
		}
		return none()
	case "Call", "CallSlice":
		return c.callArguments(method.Name, p)
	case "CanConvert", "Convert":
		for _, q := range c.all {
			list = append(list, arguments{
				{reflect.ValueOf(&q.plugin).Elem()}, {reflect.ValueOf(&q.host).Elem()},
			})
		}
		return list
	case "Equal":
		for _, other := range []int{seed, 8} {
			list = append(list, boxed(c.of(p.plugin, p.host, other)))
		}
		return list
	case "Field":
		for i := -1; i <= fieldCount(t); i++ {
			ints(i)
		}
		return list
	case "FieldByIndex", "FieldByIndexErr":
		for _, index := range fieldIndexes(t) {
			list = append(list, both(index))
		}
		return list
	case "FieldByName":
		for _, name := range append(fieldNames(t), "Missing") {
			list = append(list, both(name))
		}
		return list
	case "FieldByNameFunc":
		for _, name := range append(fieldNames(t), "Missing") {
			name := name
			list = append(list, both(func(s string) bool { return s == name }))
		}
		return list
	case "Grow":
		return ints(0, 3, -1)
	case "Index":
		if kind == reflect.Array && t.Len() > 0 {
			ints(t.Len()-1, t.Len())
		}
		return ints(-1, 0, 1, 2)
	case "MapIndex":
		for _, s := range []int{7, 8, 30} {
			list = append(list, boxed(c.keyOf(p, s)))
		}
		return list
	case "Method":
		for i := -1; i <= t.NumMethod(); i++ {
			ints(i)
		}
		return list
	case "MethodByName":
		for _, name := range append(methodNames(t), "Missing") {
			list = append(list, both(name))
		}
		return list
	case "OverflowInt":
		return []arguments{both(int64(100)), both(int64(-1 << 40))}
	case "OverflowUint":
		return []arguments{both(uint64(200)), both(uint64(1 << 40))}
	case "OverflowFloat":
		return []arguments{both(1.5), both(1e300)}
	case "OverflowComplex":
		return []arguments{both(1i), both(1e300i)}
	case "Send", "TrySend":
		if kind == reflect.Chan && isNil && method.Name == "Send" {
			return nil
		}
		return []arguments{boxed(c.elemOf(p, 9))}
	case "Set":
		return []arguments{
			boxed(c.of(p.plugin, p.host, 9)), both(reflect.ValueOf(3i)), both(reflect.Value{}),
		}
	case "SetBool":
		return []arguments{both(true), both(false)}
	case "SetBytes":
		return []arguments{both([]byte("bytes")), both([]byte(nil))}
	case "SetComplex":
		return []arguments{both(2 + 3i)}
	case "SetFloat":
		return []arguments{both(2.25)}
	case "SetInt":
		return []arguments{both(int64(99)), both(int64(300))}
	case "SetUint":
		return []arguments{both(uint64(99)), both(uint64(300))}
	case "SetString":
		return []arguments{both("set"), both("")}
	case "SetPointer":
		return []arguments{both(unsafe.Pointer(c)), both(unsafe.Pointer(nil))}
	case "SetCap", "SetLen":
		return ints(-1, 0, 1, 2, 3, 4)
	case "SetIterKey", "SetIterValue":
		return []arguments{c.iterators(p)}
	case "SetMapIndex":
		for _, s := range []int{7, 30} {
			key, twin := c.keyOf(p, s)
			elem, elemTwin := c.elemOf(p, 40)
			list = append(list, arguments{
				{reflect.ValueOf(key), reflect.ValueOf(elem)},
				{reflect.ValueOf(twin), reflect.ValueOf(elemTwin)},
			}, arguments{
				{reflect.ValueOf(key), reflect.ValueOf(reflect.Value{})},
				{reflect.ValueOf(twin), reflect.ValueOf(reflect.Value{})},
			})
		}
		return list
	case "Slice":
		return []arguments{both(0, 0), both(0, 1), both(1, 2), both(2, 1), both(0, 3), both(0, 5)}
	case "Slice3":
		return []arguments{both(0, 1, 2), both(1, 1, 1), both(0, 0, 3), both(2, 1, 0), both(0, 0, 5)}
	}
	if method.Type.NumIn() == 1 {
		return none()
	}
	c.fail("no arguments are known for %s of reflect.Value", method.Name)
	return nil
}

// keyOf is a key for a map of the pair, or for others a number.
func (c *comparison) keyOf(p pair, seed int) (x, y reflect.Value) {
	if p.host.Kind() == reflect.Map {
		return c.of(p.plugin.Key(), p.host.Key(), seed)
	}
	return reflect.ValueOf(seed), reflect.ValueOf(seed)
}

func (c *comparison) elemOf(p pair, seed int) (x, y reflect.Value) {
	switch p.host.Kind() {
	case reflect.Map, reflect.Chan:
		return c.of(p.plugin.Elem(), p.host.Elem(), seed)
	}
	return reflect.ValueOf(seed), reflect.ValueOf(seed)
}

func (c *comparison) callArguments(name string, p pair) []arguments {
	var in arguments
	if p.host.Kind() == reflect.Func {
		for i := 0; i < p.host.NumIn(); i++ {
			if name == "Call" && p.host.IsVariadic() && i == p.host.NumIn()-1 {
				break
			}
			x, y := c.of(p.plugin.In(i), p.host.In(i), 20+i)
			in[0], in[1] = append(in[0], x), append(in[1], y)
		}
	}
	return []arguments{{{reflect.ValueOf(in[0])}, {reflect.ValueOf(in[1])}}}
}

// iterators stand at an entry of a map that has the type as key and element, or
// as element where it cannot be a key.
func (c *comparison) iterators(p pair) arguments {
	iterator := func(t reflect.Type, s side) reflect.Value {
		key := reflect.TypeOf(0)
		if t.Comparable() && t.Kind() != reflect.Interface {
			key = t
		}
		m := reflect.MakeMap(reflect.MapOf(key, t))
		k, v := reflect.New(key).Elem(), reflect.New(t).Elem()
		c.fill(k, s, 50, 2)
		c.fill(v, s, 60, 2)
		if !k.Comparable() {
			k.SetZero()
		}
		m.SetMapIndex(k, v)
		iterator := m.MapRange()
		iterator.Next()
		return reflect.ValueOf(iterator)
	}
	return arguments{{iterator(p.plugin, ofPlugin)}, {iterator(p.host, ofHost)}}
}
