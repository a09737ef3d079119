package main

import (
	"fmt"
	"os"
)

// is prints what was got, and fails unless it is what was wanted.
func is[T comparable](what string, got, want T) {
	fmt.Printf("%s = %v\n", what, got)
	same(what, got, want)
}

// same fails unless got is what was wanted.
func same[T comparable](what string, got, want T) {
	if got != want {
		fail("%s is %v, want %v", what, got, want)
	}
}

func fail(format string, arguments ...any) {
	fmt.Printf("FAIL: "+format+"\n", arguments...)
	os.Exit(1)
}
