package main

import "runtime"

// node is the twin of the plugin's type Node.
type node struct {
	Value int
	Text  string
	Next  *node
}

// churn collects, fills what was freed with other values, and moves the stack.
func churn() {
	runtime.GC()
	litter()
	grow(100)
}

// litter allocates objects of the sizes that checks use, with values that none of them has.
func litter() {
	var all []any
	for i := 0; i < 200; i++ {
		all = append(all, &node{-1, "litter", nil}, &[2]*node{}, &[3]int{-2, -2, -2}, &[]int{-3, i})
	}
	keep(all)
}

// light is a disturbance that costs little: stack growth, allocation, another goroutine's turn.
func light() {
	grow(6)
	keep(make([]byte, 300))
	runtime.Gosched()
}

var rounds int

// mostly is churn now and then, and light otherwise. Of one goroutine alone.
func mostly() {
	if rounds++; rounds%23 == 0 {
		churn()
	} else {
		light()
	}
}

//go:noinline
func keep(x any) { runtime.KeepAlive(x) }

// grow uses a kibibyte of stack n times.
//
//go:noinline
func grow(n int) int {
	var a [128]int
	a[n%128] = n
	if n == 0 {
		return a[0]
	}
	return grow(n-1) + a[(n+1)%128]
}

// fresh runs f on a new goroutine, whose stack is the smallest there is.
func fresh[T any](f func() T) T {
	done := make(chan T)
	go func() { done <- f() }()
	return <-done
}

// collecting runs f while another goroutine collects all the time.
func collecting(f func()) {
	stop := make(chan bool)
	go func() {
		for {
			select {
			case stop <- true:
				return
			default:
				runtime.GC()
			}
		}
	}()
	f()
	<-stop
}
