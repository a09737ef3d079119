// Command algorithmhost opens a plugin whose types are twins of its own, and
// checks that the plugin's functions compare and hash as those of Go's compiler
// do.
package main

import (
	"fmt"
	"os"
	"plugin"
	"reflect"
	"runtime/debug"
)

// Twins of the plugin's types. Mixed, for one, is the type of its variable
// VMixed, and the key of its map MMixed.
type (
	Single struct{ E any }
	Pair   struct{ A, B any }
	Errors struct {
		A error
		N int16
		B error
	}
	Mixed struct {
		A int8
		E any
		F float64
		S string
		I error
		B [3]any
	}
	Faces  [4]error
	Nested [2]struct {
		A [3]struct {
			E any
			N int16
		}
		F float32
	}
	Floats struct {
		A float32
		B float64
		C complex64
		D complex128
	}
	Complexes [2]complex128
	Strings   struct {
		S string
		N int32
		T string
	}
	Padded struct {
		A int8
		B int64
		_ int32
		C int32
	}
	Blank struct {
		A int16
		_ any
		S string
		_ float64
	}
	Bytes12  [12]byte
	Bytes300 [300]byte
	Words    struct {
		A int64
		B float32
		C int32
		D float32
		E [7]byte
	}
	Pointers struct {
		A *int
		B any
		C chan int
	}
	Empty struct{}
	Long  [40]Pair
)

// A check of one type.
type check func(p *plugin.Plugin, name string, twin reflect.Type)

var checks = map[string]check{
	"equal":    equal,
	"hash":     hash,
	"map":      inMap,
	"stack":    onStack,
	"panic":    panics,
	"together": together,
	"own":      own,
}

var types = []reflect.Type{
	of[Single](), of[Pair](), of[Errors](), of[Mixed](), of[Faces](), of[Nested](), of[Floats](),
	of[Complexes](), of[Strings](), of[Padded](), of[Blank](), of[Bytes12](), of[Bytes300](),
	of[Words](), of[Pointers](), of[Empty](), of[Long](), of[any](), of[error](), of[string](),
	of[int16](), of[int32](), of[int64](), of[float32](), of[float64](), of[complex64](),
	of[complex128](),
}

func of[T any]() reflect.Type { return reflect.TypeOf((*T)(nil)).Elem() }

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: algorithmhost CHECK PLUGIN.so")
		os.Exit(2)
	}
	// Every pointer that nothing keeps alive is bad.
	debug.SetGCPercent(1)
	check, ok := checks[os.Args[1]]
	if !ok {
		fail("no check %s", os.Args[1])
	}
	p, err := plugin.Open(os.Args[2])
	if err != nil {
		fail("%v", err)
	}
	for _, twin := range types {
		check(p, nameOf(twin), twin)
	}
	fmt.Println("ok")
}

func nameOf(t reflect.Type) string {
	switch t {
	case of[any]():
		return "Any"
	case of[error]():
		return "Error"
	}
	name := []byte(t.Name())
	name[0] &^= 'a' - 'A'
	return string(name)
}

// variable gives the plugin's variable, settable.
func variable(p *plugin.Plugin, name string) reflect.Value {
	s, err := p.Lookup(name)
	if err != nil {
		fail("%v", err)
	}
	return reflect.ValueOf(s).Elem()
}

func fail(format string, arguments ...any) {
	fmt.Printf("FAIL: "+format+"\n", arguments...)
	os.Exit(1)
}
