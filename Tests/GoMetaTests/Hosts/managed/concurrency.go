package main

import (
	"fmt"
	"sync"
)

func goroutines() {
	squares := function[func(int, chan int)]("Squares")
	pipeline := function[func(chan int, int) chan int]("Pipeline")
	listen := function[func(in, out chan int)]("Listen")
	collecting(func() {
		for i := 0; i < scaled(8); i++ {
			done := make(chan int)
			n := 200
			squares(n, done)
			sum := 0
			for k := 0; k < n; k++ {
				sum += <-done
			}
			same("the sum of squares", sum, (n-1)*n*(2*n-1)/6)
			in := make(chan int)
			out := pipeline(in, 30)
			go func() {
				for k := 0; k < 50; k++ {
					in <- k
				}
				close(in)
			}()
			k := 0
			for x := range out {
				same("what leaves the pipeline", x, k+30)
				k++
			}
			same("how many leave the pipeline", k, 50)
			questions, answers := make(chan int), make(chan int, 1)
			go listen(questions, answers)
			for k := 0; k < 20; k++ {
				questions <- 10 * k
				same("an answer", <-answers, 10*k*(10*k-1)/2)
			}
			close(questions)
		}
	})
}

// crowd does most of what the plugin can from hundreds of goroutines at once.
func crowd() {
	list := function[func(int) int]("List")
	recur := function[func(func(), int, *node) int]("Recur")
	many := function[func(func(), int) int]("Many")
	deep := function[func(int) int]("Deep")
	apply := function[func(func(int) int, int) int]("Apply")
	spin := function[func(int, *int) int]("Spin")
	through := function[func(func(), int) int]("Through")
	dereference := function[func(*int) int]("Nil")
	locals := function[func(func(), int) int]("Locals")
	count := function[func([]string) map[string]int]("Count")
	collecting(func() {
		var group sync.WaitGroup
		for g := 0; g < 40+scaled(160); g++ {
			group.Add(1)
			go func(g int) {
				defer group.Done()
				n := 100 + g
				same("List", list(n), n*(n-1)/2)
				same("Recur", recur(light, 20+g%20, nil), 21+g%20)
				same("Many", many(light, 30), wantMany(30))
				same("Deep", deep(300+g), 300+g)
				same("Apply", apply(func(x int) int { light(); return x }, 20), 190)
				x := g
				same("Spin", spin(20000, &x), 20000*g+4242)
				same("a panic", recoveredQuietly(func() { through(func() { light(); panic("thrown") }, 10) }), "thrown")
				same("a fault", recoveredQuietly(func() { dereference(nil) }), nilMessage)
				same("Locals", locals(light, 9), 5+6+7+8)
				same("Count", count([]string{"a", fmt.Sprint("b", g), "a"})["a"], 2)
			}(g)
		}
		group.Wait()
	})
}

func recoveredQuietly(f func()) (message string) {
	defer func() { message = fmt.Sprint(recover()) }()
	f()
	return
}
