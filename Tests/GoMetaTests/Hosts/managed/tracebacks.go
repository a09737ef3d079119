package main

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

// frame is one of a traceback: a function of the plugin and its line.
type frame struct {
	function string
	line     int
}

// plugins keeps the frames that the plugin's source has.
func plugins(pcs []uintptr) (found []frame) {
	frames := runtime.CallersFrames(pcs)
	for {
		f, more := frames.Next()
		if strings.HasSuffix(f.File, "/managed.gl") {
			found = append(found, frame{strings.TrimPrefix(f.Function, pkgPath+"."), f.Line})
		}
		if !more {
			return
		}
	}
}

func here() []frame {
	pcs := make([]uintptr, 64)
	return plugins(pcs[:runtime.Callers(0, pcs)])
}

func callers() {
	lines := function[func([]uintptr) int]("Lines")
	where := function[func(int) (uintptr, string, int, bool)]("Where")
	outer := function[func(func())]("Outer")
	through := function[func(func(), int) int]("Through")
	dereference := function[func(*int) int]("Nil")
	pcs := make([]uintptr, 64)
	n := lines(pcs)
	sameFrames("runtime.Callers", plugins(pcs[:n]), []frame{{"inlinedInner", 59}, {"inlinedOuter", 55}, {"Lines", 51}})
	pc, file, line, ok := where(0)
	same("runtime.Caller", ok, true)
	same("the line", line, 63)
	same("the file", file[strings.LastIndex(file, "/")+1:], "managed.gl")
	same("the function", runtime.FuncForPC(pc).Name(), pkgPath+".Where")
	_, file, _, ok = where(1)
	same("the caller's file", file[strings.LastIndex(file, "/")+1:], "tracebacks.go")
	var got [][]frame
	outer(func() { got = append(got, here()) })
	same("calls of Outer", len(got), 2)
	sameFrames("the first call", got[0], []frame{{"tellInlined", 76}, {"Outer", 71}})
	sameFrames("the second call", got[1], []frame{{"tellInlined", 76}, {"tellOuter", 80}, {"Outer", 72}})
	through(func() {
		sameFrames("Through", here(), []frame{{"Through", 22}, {"Through", 25}, {"Through", 25}})
		text := string(debug.Stack())
		same("frames of Through in a stack", strings.Count(text, pkgPath+".Through("), 3)
	}, 2)
	func() {
		defer func() {
			recover()
			sameFrames("a fault", here(), []frame{{"nilInner", 19}, {"nilOuter", 15}, {"Nil", 11}})
		}()
		dereference(nil)
	}()
}

func sameFrames(what string, got, want []frame) {
	same(what, fmt.Sprint(got), fmt.Sprint(want))
}

// nest is the twin of the plugin's type Nest.
type nest struct {
	A int8
	B struct {
		C *int
		D string
	}
	E [1]int32
}

// printed are the arguments that the traceback text shows for calls of the function, without the
// marks that Go sets on those that it is not sure of.
func printed(text, function string) (all []string) {
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, function+"(") {
			all = append(all, strings.ReplaceAll(strings.TrimPrefix(line, function), "?", ""))
		}
	}
	return
}

// arguments compares the arguments that tracebacks show with those of Go functions that are called
// with the same ones.
func arguments() {
	var text string
	stack := func() { text = string(debug.Stack()) }
	x, s, b := 5, "abc", make([]byte, 3, 9)
	args := function[func(func(), int, string, []byte, bool, int8, *int) int]("Args")
	nested := function[func(func(), nest, any, error, float64) int]("Nested1")
	lots := function[func(f func(), a, b, c, d, e, g, h, i, j, k, l int) int]("Lots")
	deeper := function[func(func(), int, string)]("Deeper")
	same("Args", args(stack, -2, s, b, true, -5, &x), 3)
	got := printed(text, pkgPath+".Args")
	same("Go's args", goArgs(stack, -2, s, b, true, -5, &x), 3)
	sameArguments("Args", got, printed(text, "main.goArgs"))
	n := nest{A: 3, E: [1]int32{9}}
	n.B.C, n.B.D = &x, s
	var e error = errors.New("some error")
	var y any = "any"
	same("Nested1", nested(stack, n, y, e, 1.5), 5)
	got = printed(text, pkgPath+".Nested1")
	same("Go's nested", goNested(stack, n, y, e, 1.5), 5)
	sameArguments("Nested1", got, printed(text, "main.goNested"))
	same("Lots", lots(stack, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), 21)
	got = printed(text, pkgPath+".Lots")
	same("Go's lots", goLots(stack, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), 21)
	sameArguments("Lots", got, printed(text, "main.goLots"))
	deeper(stack, 4, "abcdefgh")
	got = printed(text, pkgPath+".Deeper")
	goDeeper(stack, 4, "abcdefgh")
	sameArguments("Deeper", got, printed(text, "main.goDeeper"))
	same("frames of Deeper", len(got), 5)
	// After the stack has moved.
	fresh(func() bool {
		deeper(func() { grow(100); stack() }, 3, "abcdefgh")
		return true
	})
	for i, line := range printed(text, pkgPath+".Deeper") {
		if want := fmt.Sprintf(", %#x, {0x", i); !strings.Contains(line, want) {
			fail("the stack has %s for frame %d of Deeper", line, i)
		}
		if want := fmt.Sprintf(", %#x})", 5+i); !strings.HasSuffix(line, want) {
			fail("the stack has %s for frame %d of Deeper", line, i)
		}
	}
}

func sameArguments(what string, got, want []string) {
	if len(want) == 0 {
		fail("no traceback of Go's function for %s", what)
	}
	same("the traceback's arguments of "+what, strings.Join(got, "\n"), strings.Join(want, "\n"))
}

var sum int

//go:noinline
func goArgs(f func(), n int, s string, b []byte, ok bool, small int8, p *int) int {
	f()
	if ok {
		sum += len(s) + len(b) + cap(b) + int(small)
	}
	keep(f)
	keep(s)
	keep(b)
	return *p + n
}

//go:noinline
func goNested(f func(), x nest, y any, e error, z float64) int {
	f()
	keep(f)
	keep(x)
	keep(y)
	keep(e)
	keep(z)
	return *x.B.C
}

//go:noinline
func goLots(f func(), a, b, c, d, e, g, h, i, j, k, l int) int {
	f()
	keep(f)
	sum += a + b + c + d + e + g + h + i + j
	return k + l
}

//go:noinline
func goDeeper(f func(), n int, s string) {
	if n == 0 {
		f()
	} else {
		goDeeper(f, n-1, s[:len(s)-1])
	}
	keep(f)
	keep(s)
	sum += n
}
