package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
)

func init() { checks["protects"] = protects }

// protects are calls behind which another function is called whatever becomes of them.
func protects() {
	protect := function[func(body, deferred func()) bool]("Protect")
	holding := function[func(body, deferred func(), n int, x float64) int]("Holding")
	levels := function[func(body, deferred func(), n int) int]("Levels")
	for i := 0; i < scaled(10); i++ {
		protectsOnce(protect, i)
		var caught any
		body := func() { churn(); panic(fmt.Sprint("held ", i)) }
		deferred := func() { churn(); caught = recover(); mostly() }
		same("Holding", fresh(func() int { return holding(body, deferred, i, 2.5) }), 6*i+1000)
		same("what was held", caught, any(fmt.Sprint("held ", i)))
		same("Holding a return", fresh(func() int { return holding(churn, churn, i, 0.5) }), 6*i)
		same("Levels", fresh(func() int { return levels(body, deferred, 4) }), 10001)
		same("Levels of a return", fresh(func() int { return levels(churn, mostly, 4) }), 10000)
		// Each deferred function panics again, but the outermost one.
		depth := 0
		again := func() {
			value := recover()
			if depth++; depth < 5 {
				panic(fmt.Sprint(value, "!"))
			}
			caught = value
		}
		same("panics in Levels", fresh(func() int { return levels(body, again, 4) }), 1)
		same("the last panic", caught, any(fmt.Sprint("held ", i, "!!!!")))
	}
	catching()
	exiting(protect)
}

func protectsOnce(protect func(body, deferred func()) bool, i int) {
	order := ""
	body := func() { grow(20); order += "body " }
	same("Protect", protect(body, func() {
		same("what a deferred function recovers from nothing", recover(), nil)
		churn()
		order += "deferred"
	}), false)
	same("order", order, "body deferred")

	var caught any
	stack := ""
	catch := func() {
		churn()
		caught = recover()
		stack = string(debug.Stack())
		churn()
	}
	text := fmt.Sprint("panic ", i)
	same("Protect of a panic", fresh(func() bool {
		return protect(func() { grow(100); churn(); panic(text) }, catch)
	}), true)
	same("what was recovered", caught, any(text))
	same("whether the way out is shown", strings.Contains(stack, "go.protect"), false)
	same("whether Protect is shown", strings.Contains(stack, "example.com/managed.Protect("), true)
	same("Protect of nil", protect(nil, catch), true)
	same("its message", caught.(error).Error(), nilMessage)

	// Nothing recovers but the host.
	calls := 0
	same("a panic through Protect", recovered(func() {
		protect(func() { grow(50); panic(text) }, func() { calls++; churn() })
	}), text)
	same("calls", calls, 1)
	same("a panic of a deferred function", recovered(func() {
		protect(func() {}, func() { calls++; panic(text) })
	}), text)
	same("a panic of nil", recovered(func() { protect(func() {}, nil) }), nilMessage)
	same("calls", calls, 2)
	same("a panic for another", recovered(func() {
		protect(func() { panic("first") }, func() { panic(fmt.Sprint(recover(), ", second")) })
	}), "first, second")

	// While a panic is on its way.
	same("Protect while panicking", recovered(func() {
		defer func() {
			same("a return", protect(churn, catch), false)
			same("a recovery", protect(func() { panic("inner") }, catch), true)
			same("the inner panic", caught, any("inner"))
		}()
		panic(text)
	}), text)

	// In a deferred function, and in the body.
	same("nested", protect(
		func() {
			same("inner", protect(func() { panic("one") }, catch), true)
			panic("two")
		},
		func() {
			same("in a deferred function", protect(func() { panic("three") }, catch), true)
			same("the third panic", caught, any("three"))
			caught = recover()
		}), true)
	same("the second panic", caught, any("two"))
}

// catching recovers in the plugin.
func catching() {
	catch := function[func(func()) any]("Catch")
	catches := function[func(func(), int) int]("Catches")
	cleaned := function[func(func(), *int)]("Cleaned")
	n := 0
	same("Catches", catches(func() {
		if n++; n%3 != 0 {
			light()
			panic(n)
		}
	}, 1500), 1000)
	for i := 0; i < scaled(20); i++ {
		text := fmt.Sprint("caught ", i)
		same("Catch", fresh(func() any { return catch(func() { churn(); panic(text) }) }), any(text))
		same("Catch of a return", catch(churn), nil)
		same("Catch in Catch", catch(func() {
			same("the inner Catch", catch(func() { panic("inner") }), any("inner"))
			panic(text)
		}), any(text))
		flag := 0
		same("Cleaned", recovered(func() { cleaned(func() { panic(text) }, &flag) }), text)
		cleaned(churn, &flag)
		same("times that Cleaned cleaned", flag, 2)
	}
}

// exiting are goroutines that end in protected calls.
func exiting(protect func(body, deferred func()) bool) {
	for i := 0; i < scaled(10); i++ {
		done := make(chan string, 1)
		order := ""
		go func() {
			defer func() { done <- order + "end" }()
			protect(func() {
				protect(func() { grow(50); runtime.Goexit() }, func() {
					churn()
					if recover() == nil {
						order += "inner "
					}
				})
				order += "not reached "
			}, func() { order += "outer " })
			order += "not reached "
		}()
		same("Goexit", <-done, "inner outer end")
		// A recovery goes back to the end of the goroutine.
		order = ""
		go func() {
			defer func() { done <- order + "end" }()
			protect(func() {
				protect(runtime.Goexit, func() { panic("late") })
			}, func() { order += fmt.Sprint(recover(), " ") })
			order += "not reached "
		}()
		same("Goexit with a panic", <-done, "late end")
	}
}
