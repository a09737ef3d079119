//go:build go1.24

package main

import "weak"

const hasWeak = true

func weakPointer(n *node) func() bool {
	p := weak.Make(n)
	return func() bool { return p.Value() != nil }
}
