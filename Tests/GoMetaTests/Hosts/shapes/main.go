// Command shapeshost opens plugins and checks what they hold, by the name of the
// check: shapeshost CHECK PLUGIN.so... It ends with "ok", or with a line
// "FAIL: …" and status 1.
package main

import (
	"fmt"
	"os"
	"plugin"
)

const pkgPath = "example.com/shapes"

// checks of one plugin.
var checks = map[string]func(p *plugin.Plugin){
	"integers":            integers,
	"floats":              floats,
	"strings":             stringsAndSlices,
	"interfaces":          interfaces,
	"structs":             structs,
	"methods":             methods,
	"results":             results,
	"many":                many,
	"wide":                wide,
	"frames":              frames,
	"chain":               chain,
	"names":               names,
	"variables":           variables,
	"equality":            equality,
	"goroutines":          goroutines,
	"profile":             profile,
	"trace":               traced,
	"trace of calls":      tracedCalls,
	"panics":              panics,
	"stores":              stores,
	"kept":                kept,
	"moved":               moved,
	"values":              values,
	"pair":                pair,
	"dotted":              dotted,
	"large":               large,
	"promoted":            promoted,
	"promoted interfaces": promotedInterfaces,
	"methods of the host": hosts,
	"itabs":               itabs,
	"variable":            onlyVariable,
	"nothing":             func(*plugin.Plugin) {},
	"initialised": func(p *plugin.Plugin) {
		same("Count", *symbol[*int](p, "Count"), 37)
	},
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: shapeshost CHECK PLUGIN.so...")
		os.Exit(2)
	}
	switch name := os.Args[1]; name {
	case "two":
		two(os.Args[2], os.Args[3])
	case "after refusals":
		afterRefusals(os.Args[2], os.Args[3])
	case "same":
		samePath(os.Args[2], os.Args[3])
	default:
		check, ok := checks[name]
		if !ok {
			fail("no check %s", name)
		}
		check(open(os.Args[2]))
	}
	fmt.Println("ok")
}

func open(file string) *plugin.Plugin {
	p, err := plugin.Open(file)
	if err != nil {
		fail("%v", err)
	}
	return p
}

func lookup(p *plugin.Plugin, name string) any {
	s, err := p.Lookup(name)
	if err != nil {
		fail("%v", err)
	}
	return s
}

// symbol looks name up and asserts its type, which holds only if the plugin's
// descriptor of that type is the host's own.
func symbol[T any](p *plugin.Plugin, name string) T {
	s := lookup(p, name)
	t, ok := s.(T)
	if !ok {
		fail("%s is a %T, want a %T", name, s, t)
	}
	return t
}

// same fails unless got is what was wanted.
func same[T comparable](what string, got, want T) {
	if got != want {
		fail("%s is %v, want %v", what, got, want)
	}
}

func fail(format string, arguments ...any) {
	fmt.Printf("FAIL: "+format+"\n", arguments...)
	os.Exit(1)
}
