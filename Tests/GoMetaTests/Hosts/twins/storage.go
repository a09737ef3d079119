package main

import (
	"fmt"
	"math"
	"reflect"
	"runtime"
)

// maps makes maps of the plugin's map types, and of its other types as keys, and
// inserts, finds, iterates and deletes.
func maps(w *world) {
	c := newComparison(w)
	count := 0
	for _, p := range c.all {
		t := p.plugin
		if t.Kind() != reflect.Map {
			if !t.Comparable() || t.Kind() == reflect.Array && t.Len() > 1000 {
				continue
			}
			t = reflect.MapOf(t, reflect.TypeOf(0))
		}
		c.fillMap(p.name, t)
		c.arrays(p.name, t.Key())
		c.arrays(p.name, t.Elem())
		count++
	}
	if count < 60 {
		w.fail("only %d types are keys or maps", count)
	}
	fmt.Println(count, "map types")
}

func (c *comparison) fillMap(name string, t reflect.Type) {
	entries := 120
	switch name {
	case "MStringInt", "MInt64Pointer", "MKeyElem":
		// As many as make a map grow in all the ways it has.
		entries = 2500
	}
	m := reflect.MakeMap(t)
	keys := map[string]reflect.Value{}
	elems := map[string]string{}
	key := func(i int) reflect.Value {
		key := reflect.New(t.Key()).Elem()
		c.fill(key, ofPlugin, i, 4)
		return key
	}
	for i := 0; i < entries; i++ {
		k, elem := key(i), reflect.New(t.Elem()).Elem()
		if !k.Comparable() {
			continue
		}
		c.fill(elem, ofPlugin, i, 2)
		m.SetMapIndex(k, elem)
		// Keys that are pointers are equal to themselves alone.
		text := render(k)
		if isReference(t.Key()) && !k.IsZero() {
			text = fmt.Sprint(i)
		}
		keys[text], elems[text] = k, render(elem)
		if i%1000 == 60 {
			runtime.GC()
		}
	}
	churn()
	if m.Len() != len(keys) {
		c.fail("%s: %v has %d entries of %d", name, t, m.Len(), len(keys))
	}
	for text, k := range keys {
		found := m.MapIndex(k)
		if !found.IsValid() || render(found) != elems[text] {
			c.fail("%s: %v finds %v for %s", name, t, found, text)
			return
		}
	}
	seen := 0
	for iterator := m.MapRange(); iterator.Next(); seen++ {
		if got := m.MapIndex(iterator.Key()); render(got) != render(iterator.Value()) {
			c.fail("%s: %v has %v and %v for a key", name, t, got, iterator.Value())
		}
	}
	if seen != len(keys) {
		c.fail("%s: a loop over %v sees %d of %d", name, t, seen, len(keys))
	}
	left := len(keys)
	for text, k := range keys {
		if left*2 <= len(keys) {
			break
		}
		m.SetMapIndex(k, reflect.Value{})
		delete(keys, text)
		left--
		if m.MapIndex(k).IsValid() {
			c.fail("%s: %v keeps %s", name, t, text)
		}
	}
	runtime.GC()
	if m.Len() != left {
		c.fail("%s: %v has %d entries, not %d", name, t, m.Len(), left)
	}
	c.nan(name, t)
	m.Clear()
	if m.Len() != 0 || m.MapRange().Next() {
		c.fail("%s: %v is not empty when cleared", name, t)
	}
}

// arrays makes the array of eight that a map's buckets may hold: it is an array
// like any other.
func (c *comparison) arrays(name string, t reflect.Type) {
	for _, count := range []int{8, 2} {
		if a := reflect.ArrayOf(count, t); a.Comparable() != t.Comparable() {
			c.fail("%s: comparable: %v %v, %v %v", name, t, t.Comparable(), a, a.Comparable())
		}
	}
}

func isReference(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Pointer, reflect.Chan, reflect.UnsafePointer:
		return true
	case reflect.Array:
		return t.Len() > 0 && isReference(t.Elem())
	case reflect.Struct:
		for i := 0; i < t.NumField(); i++ {
			if isReference(t.Field(i).Type) {
				return true
			}
		}
	case reflect.Interface:
		return t.NumMethod() > 0 && t.Name() != "error"
	}
	return false
}

// nan stores under a key that equals no other, not even itself.
func (c *comparison) nan(name string, t reflect.Type) {
	key := reflect.New(t.Key()).Elem()
	switch t.Key().Kind() {
	case reflect.Float32, reflect.Float64:
		key.SetFloat(math.NaN())
	case reflect.Complex64, reflect.Complex128:
		key.SetComplex(complex(math.NaN(), 0))
	case reflect.Struct:
		f := key.FieldByName("F")
		if !f.IsValid() || f.Kind() != reflect.Float64 {
			return
		}
		f.SetFloat(math.NaN())
	default:
		return
	}
	m := reflect.MakeMap(t)
	for i := 0; i < 20; i++ {
		m.SetMapIndex(key, reflect.Zero(t.Elem()))
	}
	m.SetMapIndex(key, reflect.Value{})
	if m.Len() != 20 || m.MapIndex(key).IsValid() {
		c.fail("%s: %v has %d entries for 20 NaNs", name, t, m.Len())
	}
	m.Clear()
	if m.Len() != 0 {
		c.fail("%s: %v keeps NaNs when cleared", name, t)
	}
}

// collect holds values of every type by the plugin's variables and by containers
// made of its types, and looks at them after collections.
func collect(w *world) {
	c := newComparison(w)
	type kept struct {
		value reflect.Value
		text  string
	}
	var all []kept
	keep := func(v reflect.Value) { all = append(all, kept{v, render(v)}) }
	for _, p := range c.all {
		t := p.plugin
		// The variable itself holds the one reference.
		variable := reflect.ValueOf(w.plugin[p.name]).Elem()
		pointer := reflect.New(t)
		c.fill(pointer.Elem(), ofPlugin, 3, 3)
		variable.Set(pointer)
		keep(variable)
		if t.Size() > 1<<16 {
			continue
		}
		slice := reflect.MakeSlice(reflect.SliceOf(t), 40, 50)
		array := reflect.New(reflect.ArrayOf(5, t)).Elem()
		channel := reflect.MakeChan(reflect.ChanOf(reflect.BothDir, t), 3)
		table := reflect.MakeMap(reflect.MapOf(reflect.TypeOf(""), t))
		for i := 0; i < 40; i++ {
			c.fill(slice.Index(i), ofPlugin, i, 2)
			table.SetMapIndex(reflect.ValueOf(fmt.Sprint(i)), slice.Index((i+1)%40))
		}
		for i := 0; i < 5; i++ {
			c.fill(array.Index(i), ofPlugin, i, 2)
		}
		for i := 0; i < 3; i++ {
			channel.Send(array.Index(i))
		}
		for _, v := range []reflect.Value{slice, array, table} {
			keep(v)
		}
		boxed := reflect.New(reflect.TypeOf((*any)(nil)).Elem()).Elem()
		boxed.Set(reflect.Append(slice, array.Index(4)))
		keep(boxed)
		churn()
		for i := 0; i < 3; i++ {
			v, ok := channel.Recv()
			if want := render(array.Index(i)); !ok || render(v) != want {
				c.fail("%s: a channel of %v gives %s, not %s", p.name, t, render(v), want)
			}
		}
	}
	churn()
	for _, k := range all {
		if got := render(k.value); got != k.text {
			c.fail("%v was %.200s, and is %.200s", k.value.Type(), k.text, got)
		}
	}
	fmt.Println(len(all), "values")
}
