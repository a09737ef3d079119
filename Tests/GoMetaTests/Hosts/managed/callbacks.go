package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"
)

// shape is the twin of the plugin's type Shape.
type shape interface {
	Area() float64
	Scale(k float64) shape
}

// circle has values of one word, disc pointers.
type circle struct{ area float64 }

func (c circle) Area() float64         { light(); return c.area }
func (c circle) Scale(k float64) shape { mostly(); return &disc{c.area * k * k, "disc"} }

type disc struct {
	area float64
	name string
}

func (d *disc) Area() float64         { light(); return d.area }
func (d *disc) Scale(k float64) shape { light(); return circle{d.area * k * k} }

func callbacks() {
	apply := function[func(func(int) int, int) int]("Apply")
	double := function[func(int) int]("Double")
	doubler := function[func() func(int) int]("Doubler")
	areas := function[func([]shape) float64]("Areas")
	largest := function[func([]shape) shape]("Largest")
	square := function[func(float64, string) shape]("NewSquare")
	sorted := function[func([]string)]("Sort")
	message := function[func(error) string]("Message")
	locked := function[func(*sync.Mutex, func())]("Locked")
	repeat := function[func(string, int) string]("Repeat")
	for i := 0; i < scaled(10); i++ {
		offset := i
		same("Apply", apply(func(x int) int { mostly(); return x + offset }, 100), 4950+100*i)
		same("Apply to a function of the plugin", apply(double, 100), 9900)
		same("Apply to the plugin's own value", apply(doubler(), 100), 9900)
		same("Apply in a goroutine", fresh(func() int { return apply(func(x int) int { return grow(x%20)*0 + x }, 200) }), 19900)
		shapes := []shape{circle{1}, &disc{2, "a"}, square(3, fmt.Sprint("square ", i)), circle{4}}
		same("Areas", fresh(func() float64 { return areas(shapes) }), 4*(1+2+9+4))
		big := largest(shapes)
		churn()
		same("the largest", big.Area(), 9)
		same("the largest, scaled", big.Scale(3).Area(), 81)
		same("its type", fmt.Sprintf("%T", big), "*managed.Square")
		words := strings.Fields("sorted by their length are these words indeed")
		want := append([]string(nil), words...)
		sort.SliceStable(want, func(i, j int) bool { return len(want[i]) < len(want[j]) })
		sorted(words)
		for k := range want {
			same("the length of a sorted word", len(words[k]), len(want[k]))
		}
		err := fmt.Errorf("error %d: %w", i, errors.New("cause"))
		same("Message", message(err), err.Error())
		var mu sync.Mutex
		count := 0
		var group sync.WaitGroup
		for g := 0; g < 8; g++ {
			group.Add(1)
			go func() {
				defer group.Done()
				locked(&mu, func() { count++; light() })
			}()
		}
		group.Wait()
		same("the count under the lock", count, 8)
		same("Repeat", fresh(func() string { return repeat(fmt.Sprint(i, ","), 3) }), strings.Repeat(fmt.Sprint(i, ","), 3))
	}
}

func closures() {
	compose := function[func(f, g func(int) int) func(int) int]("Compose")
	counter := function[func(int) func() int]("Counter")
	for i := 0; i < scaled(10); i++ {
		i := i
		f := compose(func(x int) int { mostly(); return x * 2 }, func(x int) int { light(); return x + i })
		g := compose(f, compose(f, f))
		churn()
		want := 5
		for k := 0; k < 3; k++ {
			want = (want + i) * 2
		}
		same("composed", fresh(func() int { return g(5) }), want)
		a, b := counter(3), counter(5)
		churn()
		for k := 1; k < 20; k++ {
			same("a counter", a(), 3*k)
			same("another counter", b(), 5*k)
			light()
		}
		func() {
			for k := 0; k < 10; k++ {
				defer a()
			}
		}()
		same("a counter after deferred calls", a(), 90)
		done := make(chan int)
		go func() { defer func() { done <- b() }(); b() }()
		same("a counter in a goroutine", <-done, 105)
	}
}

func nested() {
	f := function[func(func(int) int, int) int]("Nested")
	var back func(int) int
	calls := 0
	back = func(n int) int {
		if calls++; calls%37 == 0 {
			churn()
		}
		if n <= 0 {
			grow(50)
			return 0
		}
		return f(back, n)
	}
	for i := 0; i < scaled(6); i++ {
		n := 200 + i
		same("Nested", fresh(func() int { return f(back, n) }), n*(n+1)/2)
	}
}
