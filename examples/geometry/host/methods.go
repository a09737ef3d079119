package main

import (
	"fmt"
	"reflect"
)

// point makes a new Point and gives the pointer to it.
func point(t reflect.Type, x, y float64, label string) reflect.Value {
	p := reflect.New(t)
	p.Elem().Field(0).SetFloat(x)
	p.Elem().Field(1).SetFloat(y)
	p.Elem().Field(2).SetString(label)
	return p
}

func call(v reflect.Value, method string, arguments ...reflect.Value) []reflect.Value {
	m := v.MethodByName(method)
	if !m.IsValid() {
		fail("%v has no method %s", v.Type(), method)
	}
	return m.Call(arguments)
}

func as[T any](v reflect.Value) T {
	t, ok := v.Interface().(T)
	if !ok {
		fail("%v does not implement %v", v.Type(), reflect.TypeOf(&t).Elem())
	}
	return t
}

// methods calls the methods of the variable Origin's type, through reflection and
// through interfaces of the host's.
func methods(origin reflect.Value) {
	is("Origin.String()", as[fmt.Stringer](origin).String(), "origin")
	is("fmt.Sprint(Origin, *Origin)",
		fmt.Sprint(origin.Interface(), origin.Elem().Interface()), "origin origin")
	is("Origin.Next() is nil", call(origin, "Next")[0].IsNil(), true)

	p := point(origin.Type().Elem(), 3, 4, "p")
	is("reflect: p.Norm()", call(p, "Norm")[0].Float(), 5)
	is("reflect: (*p).Norm()", call(p.Elem(), "Norm")[0].Float(), 5)
	is("reflect: (*p).String()", call(p.Elem(), "String")[0].String(), "p")
	call(p, "Scale", reflect.ValueOf(2.0))
	is("reflect: p.Norm(), scaled by 2", call(p, "Norm")[0].Float(), 10)

	as[interface{ Scale(float64) }](p).Scale(0.5)
	is("interface: p.Norm(), scaled by 0.5", as[interface{ Norm() float64 }](p).Norm(), 5)
	is("interface: (*p).Norm()", as[interface{ Norm() float64 }](p.Elem()).Norm(), 5)
	is("interface: (*p).String()", as[fmt.Stringer](p.Elem()).String(), "p")
	if _, scales := p.Elem().Interface().(interface{ Scale(float64) }); scales {
		fail("Point has the method Scale of *Point")
	}

	null := as[interface{ Scale(float64) }](reflect.Zero(origin.Type()))
	panics("(*Point)(nil).Scale(2)",
		"runtime error: invalid memory address or nil pointer dereference",
		[]frame{{"(*Point).Scale", 52}}, func() { null.Scale(2) })
}

// equality compares Points in interfaces and uses them as map keys.
func equality(t reflect.Type) {
	label := []byte("label") // so that equal labels are two strings
	a := point(t, 1, 2, string(label)).Elem().Interface()
	b := point(t, 1, 2, string(label)).Elem().Interface()
	c := point(t, 1, 2, "other").Elem().Interface()
	d := point(t, 1, -2, string(label)).Elem().Interface()
	is("equal Points ==", a == b, true)
	is("Points with other labels ==", a == c, false)
	is("Points with other coordinates ==", a == d, false)

	keys := map[any]string{a: "a", c: "c", d: "d"}
	is("map[any]string at an equal Point", keys[b], "a")
	made := reflect.MakeMap(reflect.MapOf(t, reflect.TypeOf("")))
	for k, v := range keys {
		made.SetMapIndex(reflect.ValueOf(k), reflect.ValueOf(v))
	}
	is(fmt.Sprint(made.Type(), " at an equal Point"),
		fmt.Sprint(made.MapIndex(reflect.ValueOf(b)), " of ", made.Len()), "a of 3")
}
