package main

import (
	"fmt"
	"reflect"
	"strings"
)

// types checks what reflection says of the variable Origin's type, *Point.
func types(pointer reflect.Type) {
	point := pointer.Elem()
	for _, t := range []reflect.Type{pointer, point} {
		fmt.Printf("type %v: kind %v, size %d, name %q, package %q\n",
			t, t.Kind(), t.Size(), t.Name(), t.PkgPath())
		for i := 0; i < t.NumMethod(); i++ {
			fmt.Printf("  method %s %v\n", t.Method(i).Name, t.Method(i).Type)
		}
	}
	same("the type of Origin", pointer.String(), "*geometry.Point")
	same("its name", pointer.Name(), "")
	same("the type it points to", point.String(), "geometry.Point")
	same("its name", point.Name(), "Point")
	same("its package", point.PkgPath(), pkgPath)
	same("its kind", point.Kind(), reflect.Struct)
	same("its size", point.Size(), 40)
	same("its alignment", point.Align(), 8)
	same("whether Points compare", point.Comparable(), true)
	same("the pointer type made by reflect", reflect.PointerTo(point), pointer)

	methodSet(point, "Norm func(geometry.Point) float64",
		"String func(geometry.Point) string")
	methodSet(pointer, "Next func(*geometry.Point) *geometry.Point",
		"Norm func(*geometry.Point) float64", "Scale func(*geometry.Point, float64)",
		"String func(*geometry.Point) string")

	want := []reflect.StructField{
		{Name: "X", Type: reflect.TypeOf(0.0), Offset: 0},
		{Name: "Y", Type: reflect.TypeOf(0.0), Offset: 8},
		{Name: "Label", Type: reflect.TypeOf(""), Offset: 16},
		{Name: "next", Type: pointer, Offset: 32, PkgPath: pkgPath},
	}
	same("the number of fields", point.NumField(), len(want))
	for i, w := range want {
		f := point.Field(i)
		fmt.Printf("  field %s %v, offset %d, exported %v\n", f.Name, f.Type, f.Offset, f.IsExported())
		same("the field's name", f.Name, w.Name)
		same("the type of "+f.Name, f.Type, w.Type)
		same("the offset of "+f.Name, f.Offset, w.Offset)
		same("the package of "+f.Name, f.PkgPath, w.PkgPath)
		same("the tag of "+f.Name, f.Tag, "")
	}
}

func methodSet(t reflect.Type, want ...string) {
	var got []string
	for i := 0; i < t.NumMethod(); i++ {
		got = append(got, fmt.Sprint(t.Method(i).Name, " ", t.Method(i).Type))
	}
	same(fmt.Sprint("the method set of ", t), strings.Join(got, "; "), strings.Join(want, "; "))
}
