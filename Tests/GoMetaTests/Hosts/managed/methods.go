package main

import (
	"reflect"
	"unsafe"
)

// method is a method of the plugin's type *name, as a function whose receiver is the twin's
// pointer. The plugin has a function New… or Build… for none of them: the type is found by what a
// function of the plugin takes or returns.
func method[T any](twin any, typeName, name string) T {
	t := pluginType(typeName)
	m, ok := reflect.PointerTo(t).MethodByName(name)
	if !ok {
		fail("*%v has no method %s", t, name)
	}
	sameShape(typeName, t, reflect.TypeOf(twin).Elem())
	f := m.Func.Interface()
	value := *(*[2]unsafe.Pointer)(unsafe.Pointer(&f))
	return *(*T)(unsafe.Pointer(&value[1]))
}

// pluginType is a struct type of the plugin: what a function of it points to.
func pluginType(name string) reflect.Type {
	for _, function := range []string{"Build", "Plant", "Graph"} {
		s, err := library.Lookup(function)
		if err != nil {
			fail("%v", err)
		}
		if t := reflect.TypeOf(s).Out(0).Elem(); t.Name() == name {
			return t
		}
	}
	fail("no type %s", name)
	return nil
}
