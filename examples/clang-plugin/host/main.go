// Command host opens the plugin that calc.c and calc.go are compiled to, and uses it. It ends with
// "ok", or with a line "FAIL: …" and status 1.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"plugin"
	"reflect"
	"runtime"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: host PLUGIN.so")
		os.Exit(2)
	}
	p, err := plugin.Open(os.Args[1])
	if err != nil {
		fail("%v", err)
	}
	mean := symbol(p, "Mean").Interface().(func(int, int) int)
	fmt.Println("Mean(84, 2) =", mean(84, 2))
	traceback("Mean(1, 0)", func() { mean(1, 0) })

	// The type of a list is the plugin's own: reflection makes one and reads its methods.
	sum := symbol(p, "Sum")
	node := sum.Type().In(0)
	list := reflect.Zero(node)
	for value := 1; value <= 3; value++ {
		element := reflect.New(node.Elem())
		element.Elem().Field(0).SetInt(int64(value))
		element.Elem().Field(1).Set(list)
		list = element
	}
	runtime.GC()
	fmt.Println("Sum of 1, 2, 3 =", sum.Call([]reflect.Value{list})[0])
	fmt.Println("its Len =", list.Interface().(interface{ Len() int }).Len())
	traceback("Sum(nil)", func() { sum.Call([]reflect.Value{reflect.Zero(node)}) })

	fmt.Println("Version =", *symbol(p, "Version").Interface().(*string))
	fmt.Println("ok")
}

func symbol(p *plugin.Plugin, name string) reflect.Value {
	s, err := p.Lookup(name)
	if err != nil {
		fail("%v", err)
	}
	return reflect.ValueOf(s)
}

// traceback prints what a call panics with, and the plugin's functions that it has come through.
func traceback(what string, call func()) {
	defer func() {
		reason := recover()
		if reason == nil {
			fail("%s does not panic", what)
		}
		fmt.Println(what, "panics:", reason)
		pcs := make([]uintptr, 50)
		frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
		for frame, more := frames.Next(); more; frame, more = frames.Next() {
			if strings.HasSuffix(frame.File, ".c") {
				fmt.Printf("  %s at %s:%d\n", frame.Function, filepath.Base(frame.File), frame.Line)
			}
		}
	}()
	call()
}

func fail(format string, arguments ...any) {
	fmt.Printf("FAIL: "+format+"\n", arguments...)
	os.Exit(1)
}
