//go:build !go1.24

package main

const hasWeak = false

func weakPointer(*node) func() bool { return func() bool { return true } }
