package main

import (
	"fmt"
	"reflect"
	"time"

	"example.com/twins/catalog"
)

// identity has the runtime compare types: by ==, by assertions, by switches and
// as parts of map keys.
func identity(w *world) {
	keys := map[any]string{}
	types := map[reflect.Type]string{}
	for name, twin := range w.host {
		types[reflect.TypeOf(twin)] = name
		if reflect.TypeOf(twin).Comparable() {
			keys[twin] = name
		}
	}
	for _, name := range w.names {
		symbol, twin := w.plugin[name], w.host[name]
		s, t := reflect.TypeOf(symbol), reflect.TypeOf(twin)
		isOurs := w.isShared || !isOfCatalog(t)
		if (s == t) != isOurs {
			w.fail("%s: %v == %v is %v", name, s, t, s == t)
		}
		if _, ok := types[s]; ok != isOurs {
			w.fail("%s: %v as a map's key is found: %v", name, s, ok)
		}
		if (elements(s) == elements(t)) != isOurs {
			w.fail("%s: what %v leads to: %v", name, s, elements(s) == elements(t))
		}
		if s.Kind() == reflect.Pointer {
			// Pointers to two variables are not equal, but hash and compare they must.
			if _, ok := keys[symbol]; ok {
				w.fail("%s: the plugin's variable is this program's", name)
			}
			keys[symbol] = "plugin's " + name
			if keys[symbol] != "plugin's "+name {
				w.fail("%s: as a map's key of interface type it is not found", name)
			}
		}
		if made(s) != s || (made(s) == t) != isOurs {
			w.fail("%s: reflection makes %v again, as another type", name, s)
		}
	}
	assertions(w)
	if w.isShared {
		named(w)
	}
}

// elements is the type at the end of pointers.
func elements(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer && t.Name() == "" {
		t = t.Elem()
	}
	return t
}

// made is the type made anew of its parts, as far as reflection makes types.
func made(t reflect.Type) reflect.Type {
	if t.Name() != "" {
		return t
	}
	switch t.Kind() {
	case reflect.Pointer:
		return reflect.PointerTo(made(t.Elem()))
	case reflect.Slice:
		return reflect.SliceOf(made(t.Elem()))
	case reflect.Array:
		return reflect.ArrayOf(t.Len(), made(t.Elem()))
	case reflect.Map:
		return reflect.MapOf(made(t.Key()), made(t.Elem()))
	case reflect.Chan:
		return reflect.ChanOf(t.ChanDir(), made(t.Elem()))
	case reflect.Func:
		var in, out []reflect.Type
		for i := 0; i < t.NumIn(); i++ {
			in = append(in, made(t.In(i)))
		}
		for i := 0; i < t.NumOut(); i++ {
			out = append(out, made(t.Out(i)))
		}
		return reflect.FuncOf(in, out, t.IsVariadic())
	case reflect.Struct:
		var fields []reflect.StructField
		for i := 0; i < t.NumField(); i++ {
			f := t.Field(i)
			if f.Anonymous || !f.IsExported() {
				return t
			}
			f.Type = made(f.Type)
			fields = append(fields, f)
		}
		return reflect.StructOf(fields)
	}
	return t
}

// assertions are those on types that every package has.
func assertions(w *world) {
	want := func(name string, ok bool) {
		if !ok {
			w.fail("%s: a %T is not what an assertion says", name, w.plugin[name])
		}
	}
	_, ok := w.plugin["UInt"].(**int)
	want("UInt", ok)
	_, ok = w.plugin["UInt"].(**uint)
	want("UInt", !ok)
	_, ok = w.plugin["UFunctions"].(**func(int, ...string) error)
	want("UFunctions", ok)
	_, ok = w.plugin["UFunctions"].(**func(int, []string) error)
	want("UFunctions", !ok)
	_, ok = w.plugin["MAny"].(**map[any]any)
	want("MAny", ok)
	_, ok = w.plugin["UStandard"].(**struct {
		D time.Duration
		S fmt.Stringer
		W time.Weekday
	})
	want("UStandard", ok)
	_, ok = w.plugin["UArrays"].(**[2][3]*int)
	want("UArrays", ok)
	_, ok = w.plugin["UChannels"].(**chan (<-chan func()))
	want("UChannels", ok)
	_, ok = w.plugin["UChannels"].(**chan<- chan func())
	want("UChannels", !ok)
	switch w.plugin["MLongBoth"].(type) {
	case **map[[20]string][40]*uint, **map[[21]string][40]*int:
		want("MLongBoth", false)
	case **map[[20]string][40]*int:
	default:
		want("MLongBoth", false)
	}
	_, ok = w.plugin["AsMap"].(func(map[string]int) any)
	want("AsMap", ok)
	_, ok = w.plugin["AsFunction"].(func(func()) any)
	want("AsFunction", ok)
	if m, ok := w.plugin["AsMap"].(func(map[string]int) any)(map[string]int{"x": 7}).(map[string]int); !ok || m["x"] != 7 {
		w.fail("AsMap gives %v", m)
	}
	calls := 0
	if f, ok := w.plugin["AsFunction"].(func(func()) any)(func() { calls++ }).(func()); ok {
		f()
	}
	if calls != 1 {
		w.fail("AsFunction calls %d times", calls)
	}
}

// named are the assertions on types that this program and a shared plugin have.
func named(w *world) {
	asAny, ok := w.plugin["AsAny"].(func() any)
	if !ok {
		w.fail("AsAny is a %T", w.plugin["AsAny"])
		return
	}
	p, ok := asAny().(*catalog.Point)
	if !ok || *p != (catalog.Point{}) {
		w.fail("AsAny gives a %T", asAny())
	}
	if v, ok := w.plugin["AsValue"].(func() any)().(catalog.Point); !ok || v != *p {
		w.fail("AsValue gives a %T", v)
	}
	shape, ok := w.plugin["AsShape"].(func() catalog.Shape)
	if !ok || shape() == nil {
		w.fail("AsShape is a %T", w.plugin["AsShape"])
		return
	}
	if any(shape()) != any(p) || shape().Norm() != 0 {
		w.fail("AsShape gives %v", shape())
	}
	switch v := any(shape()).(type) {
	case catalog.Point, *catalog.Inner:
		w.fail("AsShape gives a %T", v)
	case *catalog.Point:
	default:
		w.fail("AsShape gives a %T", v)
	}
	if n, ok := w.plugin["AsNormed"].(func() catalog.Normed)().(catalog.Normed); !ok || n != any(*p) {
		w.fail("AsNormed gives a %T", n)
	}
	if p, ok := w.plugin["AsInstance"].(func() any)().(*catalog.Entry[complex64]); !ok || p != nil {
		w.fail("AsInstance gives a %T", p)
	}
	entry := &catalog.Pair[string, *catalog.Point]{Key: "first"}
	asNamed, ok := w.plugin["AsNamed"].(func(*catalog.Pair[string, *catalog.Point]) catalog.Named)
	if !ok {
		w.fail("AsNamed is a %T", w.plugin["AsNamed"])
	} else if n := asNamed(entry); n != catalog.Named(entry) || n.First() != "first" {
		w.fail("AsNamed gives a %T", n)
	}
	if _, ok := w.plugin["Same"].(func(*catalog.Point) *catalog.Point); !ok {
		w.fail("Same is a %T", w.plugin["Same"])
	}
	if m, ok := w.plugin["MKeyElem"].(**map[catalog.Key]catalog.Elem); !ok {
		w.fail("MKeyElem is a %T", m)
	}
	if m, ok := w.plugin["PSealedPointer"].(**catalog.SealedPointer); !ok {
		w.fail("PSealedPointer is a %T", m)
	} else {
		var sealed catalog.SealedPointer = &catalog.Inner{N: 3}
		*m = &sealed
		if (**m).Add(4) != 7 {
			w.fail("SealedPointer does not call")
		}
	}
}
