// Asks Go's runtime what functions were inlined into those of a plugin.
//
//	inlined PLUGIN MEAN PCS   MEAN: the address of the entry of Mean in the file
//	inlined PLUGIN crash
package main

import (
	"bufio"
	"fmt"
	"os"
	"plugin"
	"reflect"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	_ "unsafe"
)

//go:linkname expand runtime/pprof.runtime_expandFinalInlineFrame
func expand(stack []uintptr) []uintptr

//go:linkname startLine runtime/pprof.runtime_FrameStartLine
func startLine(f *runtime.Frame) int

// frames prints those of the plugin, from the inside out, with line and start line.
func frames(pcs []uintptr) string {
	var result []string
	frames := runtime.CallersFrames(pcs)
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "example.com/") {
			result = append(result, fmt.Sprintf("%s:%d:%d", f.Function, f.Line, startLine(&f)))
		}
		if !more {
			return strings.Join(result, " ")
		}
	}
}

// stack prints the same of a traceback's text, without start lines.
func stack(text string) string {
	var result []string
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if !strings.HasPrefix(line, "example.com/") || i+1 == len(lines) {
			continue
		}
		place := strings.Fields(lines[i+1])[0]
		name := line[:strings.LastIndex(line, "(")]
		result = append(result, name+place[strings.LastIndex(place, ":"):])
	}
	return strings.Join(result, " ")
}

func try(name string, f func()) {
	defer func() {
		if recover() == nil {
			fmt.Println("no panic:", name)
		}
		pcs := make([]uintptr, 64)
		fmt.Println("callers", name, frames(pcs[:runtime.Callers(0, pcs)]))
		fmt.Println("stack", name, stack(string(debug.Stack())))
	}()
	f()
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	return value
}

func main() {
	p := must(plugin.Open(os.Args[1]))
	mean := must(p.Lookup("Mean")).(func([]int, int) int)
	sum := reflect.ValueOf(must(p.Lookup("Sum")))
	if os.Args[2] == "crash" {
		mean([]int{1, 2}, 0)
	}
	fmt.Println("mean", mean([]int{1, 2, 3}, 3))
	try("mean", func() { mean([]int{1, 2}, 0) })
	try("sum", func() { sum.Call([]reflect.Value{reflect.Zero(sum.Type().In(0))}) })

	base := reflect.ValueOf(mean).Pointer() - uintptr(must(strconv.ParseUint(os.Args[2], 16, 64)))
	lines := bufio.NewScanner(must(os.Open(os.Args[3])))
	for lines.Scan() {
		pc := uintptr(must(strconv.ParseUint(lines.Text(), 16, 64)))
		fmt.Println("pc", lines.Text(), frames(expand([]uintptr{base + pc + 1})))
	}
	fmt.Println("ok")
}
