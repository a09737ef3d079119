package main

import (
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"unsafe"
)

// recovered is the message of the panic that f ends with.
func recovered(f func()) (message string) {
	defer func() {
		switch value := recover().(type) {
		case nil:
			message = "no panic"
		case error:
			message = value.Error()
		default:
			message = fmt.Sprint(value)
		}
		churn()
	}()
	f()
	return
}

const nilMessage = "runtime error: invalid memory address or nil pointer dereference"

func faults() {
	dereference := function[func(*int) int]("Nil")
	divide := function[func(a, b int) int]("Divide")
	through := function[func(func(), int) int]("Through")
	x := 41
	same("Nil", dereference(&x), 42)
	same("Divide", divide(-7, 2), -3)
	for i := 0; i < scaled(20); i++ {
		same("Nil(nil)", recovered(func() { dereference(nil) }), nilMessage)
		same("Nil(nil), in a goroutine",
			fresh(func() string { return recovered(func() { dereference(nil) }) }), nilMessage)
		same("a fault below frames",
			recovered(func() { through(func() { dereference(nil) }, 30) }), nilMessage)
		same("Divide(1, 0)", recovered(func() { divide(1, 0) }), "runtime error: integer divide by zero")
	}
	// A fault that Go hands over as a value with its address.
	same("a wild pointer's panic", recovered(func() {
		defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
		dereference((*int)(wild()))
	}), "runtime error: invalid memory address or nil pointer dereference")
}

func panics() {
	through := function[func(func(), int) int]("Through")
	around := function[func(func() int, int) int]("Around")
	raise := function[func(string)]("Raise")
	fails := function[func(int)]("Fail")
	same("Through", through(churn, 20), 20)
	for i := 0; i < scaled(10); i++ {
		i := i
		same("a panic of Go", recovered(func() { through(func() { panic("thrown") }, 25) }), "thrown")
		same("after growth",
			fresh(func() string { return recovered(func() { through(func() { grow(500); panic("thrown") }, 25) }) }), "thrown")
		text := fmt.Sprint("message ", i)
		same("Raise", recovered(func() { raise(text) }), text)
		same("Raise below frames", recovered(func() { through(func() { raise(text) }, 25) }), text)
		same("Fail", recovered(func() { fails(1000 + i) }), fmt.Sprint("failure ", 1000+i))
		var err error
		func() {
			defer func() { err, _ = recover().(error) }()
			through(func() { fails(i) }, 10)
		}()
		churn()
		same("the error", err.Error(), fmt.Sprint("failure ", i))
		same("errors.Is", errors.Is(fmt.Errorf("wrapped: %w", err), err), true)
		// Recovered from between frames, which go on.
		calls := 0
		got := fresh(func() int {
			return around(func() int {
				calls++
				recovered(func() { through(func() { grow(100); raise("inner") }, 15) })
				return calls
			}, 1000)
		})
		same("Around", got, 1003)
		// A panic while another one unwinds.
		same("a panic in a deferred function", recovered(func() {
			defer func() { raise(fmt.Sprint(recover(), " and second")) }()
			through(func() { raise("first") }, 5)
		}), "first and second")
		// Recovered and raised again, frame by frame.
		same("panics again and again", recovered(func() {
			around(func() int {
				defer func() { panic(fmt.Sprint(recover(), "!")) }()
				around(func() int { fails(i); return 0 }, 1)
				return 0
			}, 2)
		}), fmt.Sprint("failure ", i, "!"))
	}
}

func exits() {
	exit := function[func(int)]("Exit")
	through := function[func(func(), int) int]("Through")
	for i := 0; i < scaled(30); i++ {
		done := make(chan int, 2)
		go func() {
			defer func() { done <- 5 }()
			through(func() { grow(50); runtime.Goexit() }, 20)
			done <- 0
		}()
		same("Goexit of Go", <-done, 5)
		go func() {
			defer func() {
				same("what Goexit recovers", recover(), nil)
				churn()
				done <- 6
			}()
			through(func() { exit(10) }, 5)
			done <- 0
		}()
		same("Goexit of the plugin", <-done, 6)
	}
}

// overflow ends the program.
func overflow() {
	debug.SetMaxStack(1 << 20)
	function[func(int) int]("Overflow")(1)
}

// wild is an address that no memory is at.
func wild() unsafe.Pointer {
	address := uintptr(1 << 20)
	return *(*unsafe.Pointer)(unsafe.Pointer(&address))
}
