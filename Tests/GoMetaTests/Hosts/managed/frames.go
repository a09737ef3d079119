package main

import (
	"errors"
	"fmt"
	"strings"
)

// pair is the twin of the plugin's type Pair, mixed that of Mixed.
type pair struct {
	A, B *node
	N    int
}

type mixed struct {
	Name   string
	Node   *node
	Weight float64
	Any    any
}

type disturbed = func(func(), int) int

func frames() {
	derived := function[disturbed]("Derived")
	pastEnd := function[disturbed]("PastEnd")
	onlyEnd := function[disturbed]("OnlyEnd")
	choose := function[disturbed]("Choose")
	shared := function[disturbed]("Shared")
	chars := function[func(func(), string) int]("Chars")
	copies := function[func(func(), *[40]int) int]("Copies")
	choice := function[func(func(int) int, int) int]("Switch")
	dense := function[func(func(a, b, c, d, e, f, g, h *node) *node, int) int]("Dense")
	stored := function[func(func(), int) *node]("Stored")
	for i := 0; i < scaled(10); i++ {
		i := i
		same("Derived", fresh(func() int { return derived(churn, 1005) }), 1006)
		same("PastEnd", fresh(func() int { return pastEnd(light, 1000) }), 1000)
		same("PastEnd under collection", fresh(func() int { return pastEnd(mostly, 60) }), 60)
		same("OnlyEnd", fresh(func() int { return onlyEnd(mostly, 60) }), 59)
		same("Choose", fresh(func() int { return choose(mostly, 41) }), 20+20*30+20*10)
		same("Shared", fresh(func() int { return shared(churn, i) }), 2*i+1)
		text := fmt.Sprint("a text of ", i)
		want := 0
		for _, c := range []byte(text) {
			want += int(c)
		}
		same("Chars", fresh(func() int { return chars(mostly, strings.Clone(text)) }), want)
		var numbers [40]int
		for k := range numbers {
			numbers[k] = 3 * k
		}
		same("Copies", fresh(func() int { return copies(churn, &numbers) }), 3*190)
		for n, want := range []int{18, 6, -3, -102, 44, 2, 2} {
			same("Switch", fresh(func() int { return choice(func(x int) int { light(); return x + 1 }, n) }), want)
		}
		round := 0
		got := fresh(func() int {
			return dense(func(a, b, c, d, e, f, g, h *node) *node {
				mostly()
				same("an argument", [7]int{a.Value, b.Value, c.Value, d.Value, f.Value, g.Value, h.Value},
					[7]int{round, 1, 2, 3, 3, 2, 1})
				if round > 0 {
					same("what was returned before", e.Value, 100+round-1)
				}
				round++
				return &node{Value: 100 + a.Value}
			}, 30)
		})
		same("Dense", got, 129+29+3)
		kept := stored(churn, 700+i)
		churn()
		same("Stored", kept.Value, 700+i)
	}
}

func aggregates() {
	aggregate := function[func(func() pair, int) int]("Aggregate")
	results := function[func(func(int) (string, []int, error), int) int]("Results")
	mix := function[func(func(mixed) mixed, mixed) mixed]("Mix")
	for i := 0; i < scaled(20); i++ {
		i := i
		calls := 0
		got := fresh(func() int {
			return aggregate(func() pair {
				mostly()
				calls++
				return pair{&node{Value: calls}, &node{Value: 10 * calls}, calls}
			}, 20)
		})
		want := 0
		last, count := 1, 1
		for k := 0; k < 20; k++ {
			want += last*10*(k+2) + count
			last, count = k+2, k
		}
		same("Aggregate", got, want)
		got = fresh(func() int {
			return results(func(n int) (string, []int, error) {
				churn()
				return strings.Repeat("x", n), make([]int, n, 2*n+1)[: n : n+1], errors.New(strings.Repeat("e", n))
			}, 5)
		})
		same("Results", got, 5*1000+4*1000000)
		m := mixed{fmt.Sprint("m", i), &node{Value: i}, float64(i) / 2, i}
		m = fresh(func() mixed {
			return mix(func(m mixed) mixed {
				mostly()
				return mixed{m.Name + "+", &node{m.Node.Value + 1, m.Name, m.Node}, m.Weight * 2, []any{m.Any, m.Node}}
			}, m)
		})
		churn()
		same("the name", m.Name, fmt.Sprint("m", i, "++"))
		same("the node", m.Node.Value, i+2)
		same("the node's text", m.Node.Text, fmt.Sprint("m", i, "+"))
		same("the last node", m.Node.Next.Next.Value, i)
		same("the weight", m.Weight, float64(2*i))
		same("the value", m.Any.([]any)[0].([]any)[0], any(i))
	}
}

func locals() {
	f := function[disturbed]("Locals")
	table := function[disturbed]("Table")
	out := function[disturbed]("Out")
	framesOf := function[disturbed]("Frames")
	for i := 0; i < scaled(20); i++ {
		i := i
		same("Locals", fresh(func() int { return f(mostly, 50) }), 46+47+48+49)
		same("Table", fresh(func() int { return table(mostly, 3) }), 3*1240)
		grown := func() { grow(10 * i); mostly() }
		same("Out", fresh(func() int { return out(grown, 100+i) }), 4*(100+i))
		same("Frames", fresh(func() int { return framesOf(grown, 40) }), 40)
	}
}
