// Package library has functions that the plugin calls by name.
package library

import "runtime"

// Sum lets others run while its arguments are on the stack.
//
//go:noinline
func Sum(a [1000]int, k float64, b [3]int8) (int, [3]int8) {
	sum := 0
	for _, x := range a {
		sum += x
	}
	runtime.Gosched()
	return sum + int(k*2), [3]int8{b[2], b[1], b[0]}
}
