package main

import (
	"fmt"
	"path"
	"runtime"
	"runtime/debug"
	"strings"
)

// frame is a function of the plugin, without the package, and a line of
// geometry.gl.
type frame struct {
	function string
	line     int
}

// panics calls f, recovers its panic, prints it with the plugin's frames in the
// traceback, innermost first, and fails unless both are as wanted.
func panics(what, message string, want []frame, f func()) {
	defer func() {
		r := recover()
		err, ok := r.(runtime.Error)
		fmt.Printf("%s panics: %v (runtime.Error: %v)\n", what, r, ok)
		if !ok {
			fail("%s: the panic is a %T, want a runtime.Error", what, r)
		}
		same(what+": the error", err.Error(), message)
		traceback(what, "runtime.Callers", callers(), want)
		traceback(what, "debug.Stack", stack(), want)
	}()
	f()
}

func traceback(what, source string, got, want []frame) {
	same(what+": frames in "+source, fmt.Sprint(got), fmt.Sprint(want))
}

// callers gives the plugin's frames among those of the calling goroutine.
func callers() []frame {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(0, pcs)])
	var found []frame
	for {
		f, more := frames.Next()
		if name, ours := strings.CutPrefix(f.Function, pkgPath+"."); ours {
			fmt.Printf("  runtime.Callers: %s %s:%d\n", f.Function, f.File, f.Line)
			found = append(found, located(name, f.File, f.Line))
		}
		if !more {
			return found
		}
	}
}

// stack gives the same as callers, out of the text that the runtime prints: a
// line "function(arguments)", then a line "\tfile:line +offset".
func stack() []frame {
	lines := strings.Split(string(debug.Stack()), "\n")
	var found []frame
	for i, text := range lines[:len(lines)-1] {
		name, ours := strings.CutPrefix(text, pkgPath+".")
		if !ours {
			continue
		}
		name = name[:strings.LastIndex(name, "(")]
		position, _, _ := strings.Cut(strings.TrimSpace(lines[i+1]), " ")
		fmt.Printf("  debug.Stack:     %s.%s %s\n", pkgPath, name, position)
		colon := strings.LastIndex(position, ":")
		line := 0
		fmt.Sscan(position[colon+1:], &line)
		found = append(found, located(name, position[:max(colon, 0)], line))
	}
	return found
}

// located gives the frame, once it is known to lie in geometry.gl.
func located(name, file string, line int) frame {
	same(name+": the file", path.Base(file), "geometry.gl")
	return frame{name, line}
}
