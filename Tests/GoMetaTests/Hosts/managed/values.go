package main

import (
	"fmt"
	"strings"
)

// place is the twin of the plugin's type Place.
type place struct {
	Row  int
	Name string
}

func maps() {
	count := function[func([]string) map[string]int]("Count")
	find := function[func(map[string]int, string) (int, bool)]("Find")
	forget := function[func(map[string]int, []string)]("Forget")
	places := function[func(rows, columns int) map[place]*node]("Places")
	at := function[func(map[place]*node, int, string) *node]("At")
	collecting(func() {
		for i := 0; i < scaled(8); i++ {
			var words []string
			for k := 0; k < 400; k++ {
				words = append(words, fmt.Sprint("word ", k*k%97))
			}
			got := fresh(func() map[string]int { return count(words) })
			want := make(map[string]int)
			for _, word := range words {
				want[word]++
			}
			same("counted words", len(got), len(want))
			for word, n := range want {
				same("a count by Go", got[word], n)
				x, ok := find(got, word)
				same("a count by the plugin", x, n)
				same("a word is found", ok, true)
			}
			x, ok := find(got, "no word")
			same("what is not there", x, 0)
			same("what is not there is found", ok, false)
			forget(got, words[:50])
			for _, word := range words[:50] {
				delete(want, word)
			}
			same("words left", len(got), len(want))
			all := fresh(func() map[place]*node { return places(20, 20) })
			same("places", len(all), 400)
			for key, n := range all {
				same("a place's row", n.Value, key.Row)
				same("a place's name", n.Text, key.Name)
			}
			for row := 0; row < 20; row++ {
				n := at(all, row, fmt.Sprint(19-row))
				same("At", n, all[place{row, fmt.Sprint(19 - row)}])
				same("the text at", n.Text, fmt.Sprint(19-row))
			}
		}
	})
	same("a write to a nil map", recovered(func() { forget(nil, []string{"a"}) }), "no panic")
}

func stringsAndSlices() {
	join := function[func(a, b, c string) string]("Join")
	upper := function[func(string) string]("Upper")
	fill := function[func([]int, int) []int]("Fill")
	copied := function[func(to, from []*node) int]("CopyNodes")
	collecting(func() {
		for i := 0; i < scaled(60); i++ {
			a, b, c := fmt.Sprint("first ", i), strings.Repeat("b", i), "third"
			same("Join", fresh(func() string { return join(a, b, c) }), a+b+c)
			text := strings.Repeat("Some text, ", i)
			same("Upper", upper(text), strings.ToUpper(text))
			numbers := fresh(func() []int { return fill([]int{-1}, 10*i) })
			same("how many numbers", len(numbers), 10*i+1)
			for k, x := range numbers {
				same("a number", x, k-1)
			}
			from := make([]*node, 20)
			for k := range from {
				from[k] = &node{Value: k}
			}
			to := make([]*node, 15)
			same("copied", copied(to, from), 15)
			from = nil
			litter()
			for k, n := range to {
				same("a copied node", n.Value, k)
			}
		}
	})
}

func channels() {
	total := function[func(chan int) int]("Total")
	either := function[func(a, b chan int, quit chan string) (int, string)]("Either")
	collecting(func() {
		for i := 0; i < scaled(10); i++ {
			for _, buffer := range []int{0, 3} {
				in := make(chan int, buffer)
				go func() {
					for k := 0; k < 100; k++ {
						in <- k
					}
					close(in)
				}()
				same("Total", fresh(func() int { return total(in) }), 4950)
			}
			ready := make(chan int, 1)
			ready <- i
			same("what Go selects", first(ready, nil), i)
			a, b, quit := make(chan int), make(chan int, 2), make(chan string)
			go func() {
				for k := 0; k < 50; k++ {
					a <- 3 * k
					b <- k
				}
				for len(b) > 0 {
					light()
				}
				quit <- fmt.Sprint("the end of ", i)
			}()
			type result struct {
				sum  int
				last string
			}
			got := fresh(func() result { sum, last := either(a, b, quit); return result{sum, last} })
			same("the sum of Either", got.sum, 2*1225)
			same("the last of Either", got.last, fmt.Sprint("the end of ", i))
		}
	})
}

func interfaces() {
	box := function[func(int) any]("Box")
	unbox := function[func(any) (int, bool)]("Unbox")
	equal := function[func(a, b any) bool]("Same")
	size := function[func(any) float64]("Size")
	complexes := function[func(re, im float32, z complex128) (complex64, complex128)]("Hypot")
	for i := 0; i < scaled(40); i++ {
		boxed := box(1000 + i)
		churn()
		same("Box", boxed, any(1000+i))
		x, ok := unbox(any(77 + i))
		same("Unbox", x, 77+i)
		same("Unbox of an int", ok, true)
		_, ok = unbox("text")
		same("Unbox of a string", ok, false)
		same("equal strings", equal(fmt.Sprint("text ", i), fmt.Sprint("text ", i)), true)
		same("strings that differ", equal("a", "b"), false)
		same("values of two types", equal(1, int64(1)), false)
		same("nothing", equal(nil, nil), true)
		same("slices", recovered(func() { equal([]int{1}, []int{1}) }), "runtime error: comparing uncomparable type []int")
		same("Size", size(circle{float64(i)}), float64(i))
		same("Size of a pointer", size(&disc{2, ""}), 2)
		same("Size of a string", recovered(func() { size("text") }),
			"interface conversion: string is not interface { Area() float64 }: missing method Area")
		small, large := complexes(1, 2, complex(3, float64(i)))
		same("a complex64", small, complex(2, 1))
		same("a complex128", large, complex(3, float64(i))*complex(3, float64(i)))
	}
}

// first is what comes first.
func first(a, b chan int) int {
	select {
	case x := <-a:
		return x
	case x := <-b:
		return x
	}
}
