package main

import (
	"fmt"
	"plugin"
	"reflect"
	"unsafe"
)

type equalFunction = func(p, q unsafe.Pointer) bool
type hashFunction = func(p unsafe.Pointer, seed uintptr) uintptr

// The offsets in a type's descriptor: of Equal, and of Hasher in a map's.
const equalOffset, hasherOffset = 24, 72

// word reads a word of a type's descriptor.
func word(t reflect.Type, offset uintptr) unsafe.Pointer {
	descriptor := (*[2]unsafe.Pointer)(unsafe.Pointer(&t))[1]
	return *(*unsafe.Pointer)(unsafe.Add(descriptor, offset))
}

// equalOf gives the function by which values of a type are compared.
func equalOf(t reflect.Type) equalFunction {
	f := word(t, equalOffset)
	if f == nil {
		fail("%v is not comparable", t)
	}
	return *(*equalFunction)(unsafe.Pointer(&f))
}

// hashOf gives the function by which a map's keys are hashed.
func hashOf(t reflect.Type) hashFunction {
	f := word(t, hasherOffset)
	return *(*hashFunction)(unsafe.Pointer(&f))
}

// functions are those of the plugin's type, and of its twin in this program.
type functions struct {
	equal, twinEqual equalFunction
	hash, twinHash   hashFunction
}

func functionsOf(p *plugin.Plugin, name string, twin reflect.Type) functions {
	t := variable(p, "V"+name).Type()
	m := variable(p, "M"+name).Type()
	if t.Size() != twin.Size() || m.Key() != t {
		fail("%s: %v and %v, a map of %v", name, t, twin, m.Key())
	}
	return functions{
		equal: equalOf(t), twinEqual: equalOf(twin),
		hash: hashOf(m), twinHash: hashOf(maps[twin]),
	}
}

// The types of maps that Go's compiler made the functions of; types that
// reflection makes have others.
var maps = map[reflect.Type]reflect.Type{
	of[Single](): of[map[Single]int](), of[Pair](): of[map[Pair]int](),
	of[Errors](): of[map[Errors]int](), of[Mixed](): of[map[Mixed]int](),
	of[Faces](): of[map[Faces]int](), of[Nested](): of[map[Nested]int](),
	of[Floats](): of[map[Floats]int](), of[Complexes](): of[map[Complexes]int](),
	of[Strings](): of[map[Strings]int](), of[Padded](): of[map[Padded]int](),
	of[Blank](): of[map[Blank]int](), of[Bytes12](): of[map[Bytes12]int](),
	of[Bytes300](): of[map[Bytes300]int](), of[Words](): of[map[Words]int](),
	of[Pointers](): of[map[Pointers]int](), of[Empty](): of[map[Empty]int](),
	of[Long](): of[map[Long]int](), of[any](): of[map[any]int](), of[error](): of[map[error]int](),
	of[string](): of[map[string]int](), of[int16](): of[map[int16]int](),
	of[int32](): of[map[int32]int](), of[int64](): of[map[int64]int](),
	of[float32](): of[map[float32]int](), of[float64](): of[map[float64]int](),
	of[complex64](): of[map[complex64]int](), of[complex128](): of[map[complex128]int](),
}

// outcome is what a call gives: a result, or the text of a run-time error.
func outcome[T any](f func() T) (text string) {
	defer func() {
		if r := recover(); r != nil {
			err, ok := r.(interface {
				error
				RuntimeError()
			})
			if !ok {
				fail("a panic of %T: %v", r, r)
			}
			text = err.Error()
		}
	}()
	return fmt.Sprint(f())
}
