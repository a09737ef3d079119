// Command twins opens a plugin that has the types of package catalog, and
// compares them with what Go's compiler made of the same declarations:
//
//	twins CHECK shared|foreign PLUGIN.so NAME...
//
// A shared plugin is of this program's own package catalog, so its types are
// this program's; a foreign one is of another package of that name, so its types
// are others, alike in everything but identity. The names are those of all
// variables and functions that the plugin exports. The program ends with "ok",
// or with lines "FAIL: …" and status 1.
package main

import (
	"fmt"
	"os"
	"plugin"
	"reflect"
	"runtime"
	"runtime/debug"
	"sort"

	"example.com/twins/catalog"
)

var checks = map[string]func(w *world){
	"identity": identity,
	"types":    typeMethods,
	"values":   valueMethods,
	"methods":  methods,
	"maps":     maps,
	"collect":  collect,
}

// world is what a plugin exports, beside its twins.
type world struct {
	isShared bool
	names    []string
	// What plugin.Lookup gave, and the same of this program's own package.
	plugin, host map[string]any
	failures     int
}

func main() {
	if len(os.Args) < 5 {
		fmt.Fprintln(os.Stderr, "usage: twins CHECK shared|foreign PLUGIN.so NAME...")
		os.Exit(2)
	}
	check, ok := checks[os.Args[1]]
	if !ok {
		fmt.Println("FAIL: no check", os.Args[1])
		os.Exit(1)
	}
	// A fault in the middle of a check is told with the stack of the goroutine.
	debug.SetTraceback("single")
	w := open(os.Args[2] == "shared", os.Args[3], os.Args[4:])
	check(w)
	if w.failures > 0 {
		fmt.Println(w.failures, "failures")
		os.Exit(1)
	}
	fmt.Println("ok")
}

func open(isShared bool, file string, names []string) *world {
	w := &world{
		isShared: isShared, names: names,
		plugin: map[string]any{}, host: map[string]any{},
	}
	p, err := plugin.Open(file)
	if err != nil {
		fmt.Println("FAIL:", err)
		os.Exit(1)
	}
	sort.Strings(w.names)
	for _, name := range names {
		symbol, err := p.Lookup(name)
		if err != nil {
			fmt.Println("FAIL:", err)
			os.Exit(1)
		}
		twin, ok := catalog.Variables[name]
		if !ok {
			twin, ok = catalog.Functions[name]
		}
		if !ok {
			fmt.Println("FAIL: the registry does not have", name)
			os.Exit(1)
		}
		w.plugin[name], w.host[name] = symbol, twin
	}
	for _, all := range []map[string]any{catalog.Variables, catalog.Functions} {
		for name := range all {
			if _, ok := w.plugin[name]; !ok {
				w.fail("%s is not compared", name)
			}
		}
	}
	return w
}

func (w *world) fail(format string, arguments ...any) {
	w.failures++
	if w.failures <= 40 {
		fmt.Printf("FAIL: "+format+"\n", arguments...)
	}
}

// pair is a type and its twin.
type pair struct {
	name         string
	plugin, host reflect.Type
}

// pairs has the type that each variable points to.
func (w *world) pairs() []pair {
	var pairs []pair
	for _, name := range w.names {
		if t := reflect.TypeOf(w.host[name]); t.Kind() == reflect.Pointer {
			if t = t.Elem(); t.Kind() == reflect.Pointer {
				pairs = append(pairs, pair{name, reflect.TypeOf(w.plugin[name]).Elem().Elem(), t.Elem()})
			}
		}
	}
	return pairs
}

var litter [][]byte

// churn collects, and overwrites what was freed.
func churn() {
	for i := 0; i < 3; i++ {
		runtime.GC()
		litter = litter[:0]
		for size := 8; size <= 1<<15; size *= 2 {
			for n := 0; n < 40; n++ {
				garbage := make([]byte, size)
				for i := range garbage {
					garbage[i] = 0xa5
				}
				if n == 0 {
					litter = append(litter, garbage)
				}
			}
		}
	}
}
