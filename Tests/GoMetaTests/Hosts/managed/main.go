// Command managedhost opens a plugin whose code lives inside Go's runtime, and tries to make it
// crash or answer wrongly: managedhost CHECK,... PLUGIN.so. It ends with "ok", or with a line
// "FAIL: …" and status 1. "all" stands for all checks but those that end the program.
package main

import (
	"fmt"
	"os"
	"plugin"
	"reflect"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
	"unsafe"
)

const pkgPath = "example.com/managed"

var library *plugin.Plugin

var checks = map[string]func(){
	"lists":           lists,
	"graphs":          graphs,
	"recursion":       recursion,
	"deep":            deep,
	"preemption":      preemption,
	"vectors":         vectors,
	"leaves":          leaves,
	"faults":          faults,
	"panics":          panics,
	"exits":           exits,
	"callbacks":       callbacks,
	"closures":        closures,
	"nested":          nested,
	"goroutines":      goroutines,
	"crowd":           crowd,
	"maps":            maps,
	"strings":         stringsAndSlices,
	"channels":        channels,
	"interfaces":      interfaces,
	"finalizers":      finalizers,
	"frames":          frames,
	"aggregates":      aggregates,
	"locals":          locals,
	"signatures":      signatures,
	"foreign":         foreign,
	"callers":         callers,
	"arguments":       arguments,
	"cpu profile":     cpuProfile,
	"memory profile":  memoryProfile,
	"waiting profile": waitingProfile,
	"trace":           traced,
}

// fatal are checks that end the program.
var fatal = map[string]func(){
	"overflow":    overflow,
	"missing map": missingMap,
	"wrong depth": wrongDepth,
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: managedhost CHECK,... PLUGIN.so")
		os.Exit(2)
	}
	var err error
	if library, err = plugin.Open(os.Args[2]); err != nil {
		fail("%v", err)
	}
	keep(used)
	names := strings.Split(os.Args[1], ",")
	if os.Args[1] == "all" {
		names = nil
		for name := range checks {
			names = append(names, name)
		}
		sort.Strings(names)
	}
	for _, name := range names {
		check := checks[name]
		if check == nil {
			check = fatal[name]
		}
		if check == nil {
			fail("no check %s", name)
		}
		current = name
		check()
		fmt.Println(name, "passed")
	}
	fmt.Println("ok")
}

// used are functions that the plugin calls, in case that the compiler has inlined them wherever the
// host calls them.
var used = []any{
	runtime.Callers, runtime.Caller, strconv.Itoa, strings.Repeat, sort.Sort, (*sync.Mutex).Lock,
	(*sync.Mutex).Unlock,
}

// current is the check that runs.
var current string

// scaled is how often something is done: less under an emulator, and with EFFORT percent.
func scaled(n int) int {
	if effort, err := strconv.Atoi(os.Getenv("EFFORT")); err == nil {
		n = n * effort / 100
	}
	if runtime.GOARCH == "arm64" {
		n /= 8
	}
	return max1(n)
}

func max1(n int) int {
	if n < 1 {
		return 1
	}
	return n
}

// function is the plugin's function as one of type T, in which types of the host stand for the
// plugin's twins of them: both have one layout and one way of being called.
func function[T any](name string) T {
	s, err := library.Lookup(name)
	if err != nil {
		fail("%v", err)
	}
	want := reflect.TypeOf((*T)(nil)).Elem()
	got := reflect.TypeOf(s)
	if got.Kind() != reflect.Func || got.NumIn() != want.NumIn() || got.NumOut() != want.NumOut() {
		fail("%s is a %v, want a %v", name, got, want)
	}
	for i := 0; i < got.NumIn(); i++ {
		sameShape(name, got.In(i), want.In(i))
	}
	for i := 0; i < got.NumOut(); i++ {
		sameShape(name, got.Out(i), want.Out(i))
	}
	value := *(*[2]unsafe.Pointer)(unsafe.Pointer(&s))
	return *(*T)(unsafe.Pointer(&value[1]))
}

func sameShape(name string, got, want reflect.Type) {
	if got.Kind() != want.Kind() || got.Size() != want.Size() {
		fail("%s has a %v for a %v", name, got, want)
	}
}

// same fails unless got is what was wanted.
func same[T comparable](what string, got, want T) {
	if got != want {
		fail("%s is %v, want %v", what, got, want)
	}
}

func fail(format string, arguments ...any) {
	fmt.Printf("FAIL: "+current+": "+format+"\n", arguments...)
	os.Exit(1)
}
