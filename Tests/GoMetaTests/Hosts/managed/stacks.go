package main

import (
	"runtime"
	"time"
)

func recursion() {
	recur := function[func(func(), int, *node) int]("Recur")
	many := function[func(func(), int) int]("Many")
	twice := function[func(func(int), int, *node) int]("Twice")
	framesOf := function[func(func(), int) int]("Frames")
	even := function[func(int) bool]("Even")
	for i := 0; i < scaled(4); i++ {
		same("Recur", recur(churn, 100, nil), 101)
		same("Recur in a goroutine", fresh(func() int { return recur(churn, 1000, nil) }), 1001)
		inner := 0
		outer := fresh(func() int {
			return recur(func() { inner += recur(func() { churn(); inner += many(churn, 2) }, 40, nil) }, 40, nil)
		})
		same("Recur below Recur", outer+inner, 41+41+wantMany(2))
		same("Many", many(churn, 5), wantMany(5))
		same("Many", fresh(func() int { return many(light, 300) }), wantMany(300))
		same("Frames", fresh(func() int { return framesOf(churn, 300) }), 300)
		same("Even", fresh(func() bool { return even(5001) }), false)
		seen := make(map[int]bool)
		leaves := fresh(func() int {
			return twice(func(x int) {
				seen[x] = true
				mostly()
			}, 8, &node{Value: 1})
		})
		same("Twice", leaves, 256)
		for x := 256; x < 512; x++ {
			if !seen[x] {
				fail("Twice has not called its function with %d", x)
			}
		}
	}
}

// wantMany is what Many computes.
func wantMany(n int) (sum int) {
	v := []int{1, 20, 300, 4000, 50000, 600000, 7000000, 80000000}
	for i := 0; i < n; i++ {
		for _, x := range v {
			sum += x
		}
		sum += v[0] * 80000000
		v = append(v[1:], v[0])
	}
	return
}

func deep() {
	f := function[func(int) int]("Deep")
	n := scaled(400_000)
	same("Deep", fresh(func() int { return f(n) }), n)
	collecting(func() { same("Deep under collection", fresh(func() int { return f(n / 4) }), n/4) })
}

// during runs f on a goroutine, and collects until it ends: each collection stops it.
func during[T comparable](what string, want T, f func() T) {
	done := make(chan T)
	go func() { done <- f() }()
	for {
		select {
		case got := <-done:
			same(what, got, want)
			return
		default:
			runtime.GC()
			overwriteRegisters()
		}
	}
}

var source, target [4096]byte
var float float64

// overwriteRegisters uses the vector registers for something else.
func overwriteRegisters() {
	x := 1.5
	for i := range source {
		source[i] = byte(i * 7)
		x = x*1.0001 + 3
	}
	float = x
	copy(target[:], source[:])
	if source != target {
		fail("copied bytes differ")
	}
}

func preemption() {
	spin := function[func(int, *int) int]("Spin")
	guarded := function[func(func(), *[32]int, int) int]("Guarded")
	n := scaled(40_000_000)
	x := 3
	during("Spin", 3*n+4242, func() int { return spin(n, &x) })
	// The loop has no calls: the collector waits for it unless it can stop it anywhere.
	if runtime.GOMAXPROCS(0) > 1 {
		done := make(chan int)
		began := time.Now()
		go func() { done <- spin(n, &x) }()
		runtime.GC()
		_ = began
		same("Spin", <-done, 3*n+4242)
	}
	var numbers [32]int
	want := 0
	for i := range numbers {
		numbers[i] = i * i
	}
	rounds := scaled(2000)
	for i := 0; i < rounds; i++ {
		want += numbers[i&31] + 2*i
	}
	// The stack grows, is left, and shrinks in the next collection.
	calls := 0
	disturb := func() {
		if calls++; calls%100 == 0 {
			grow(200)
			runtime.GC()
			runtime.GC()
		}
	}
	same("Guarded", fresh(func() int { return guarded(disturb, &numbers, rounds) }), want)
}

func vectors() {
	narrow := function[func(*[64]float64, int) float64]("Vectors")
	wide := function[func(*[64]float64, int) float64]("WideVectors")
	kept := function[func(func(), int, *[64]float64) float64]("KeepVectors")
	var p [64]float64
	sum := 0.0
	for i := range p {
		p[i] = float64(i + 1)
		if i < 8 {
			sum += p[i]
		}
	}
	n := scaled(4_000_000)
	for i := 0; i < 3; i++ {
		during("Vectors", sum*float64(n), func() float64 { return narrow(&p, n) })
		during("WideVectors", sum*float64(n), func() float64 { return wide(&p, n) })
	}
	want := 0.0
	for half := 0; half < 2; half++ {
		a, b, c := p[half], p[2+half], p[4+half]
		for i := 0; i < 20; i++ {
			a, b = a+b, b+c
		}
		want += a
	}
	for depth := 0; depth < scaled(40); depth++ {
		depth := depth
		got := fresh(func() float64 { return below(depth, func() float64 { return kept(mostlyFresh(), 20, &p) }) })
		same("KeepVectors", got, want)
	}
}

// mostlyFresh is a disturbance that moves the stack at its third call.
func mostlyFresh() func() {
	calls := 0
	return func() {
		if calls++; calls == 3 {
			grow(50)
		}
		light()
	}
}

// below calls f with depth frames of odd sizes between, so that its stack starts at every
// alignment.
func below(depth int, f func() float64) float64 {
	if depth == 0 {
		return f()
	}
	if depth%2 == 0 {
		return belowWide(depth-1, f)
	}
	return below(depth-1, f)
}

//go:noinline
func belowWide(depth int, f func() float64) float64 {
	var words [3]int
	use(&words[depth%3])
	return below(depth, f) + float64(words[(depth+1)%3])
}

//go:noinline
func use(p *int) { *p++ }

func leaves() {
	spill := function[func(*[32]int, int) int]("Spill")
	p := new([32]int)
	for i := range p {
		p[i] = i
	}
	n := scaled(400_000)
	v := *p
	for k := 0; k < n; k++ {
		for i := 0; i < 24; i++ {
			v[i] = v[i]*3 + v[(i+7)%24]
		}
	}
	want := 0
	for _, x := range v[:24] {
		want += x
	}
	during("Spill", want, func() int { return spill(p, n) })
	for i := 0; i < scaled(50); i++ {
		message := fresh(func() string { return recovered(func() { spill(nil, 1) }) })
		same("Spill(nil)", message, "runtime error: invalid memory address or nil pointer dereference")
	}
}
