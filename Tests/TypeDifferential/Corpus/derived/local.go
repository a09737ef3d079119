package derived

import (
	"example.com/corpus/base"
)

// Types declared in functions, and instances of those.

func Local() interface{} {
	type L struct {
		a int
		*base.Inner
	}
	type M map[string]L
	x := struct {
		L
		m M
		f func(L) M
	}{}
	type G[T any] struct{ t T }
	_ = func() interface{} { type L string; return map[L]G2[L]{} }
	return x
}

type G2[T any] struct {
	t T
	n *G2[T]
}

func generic[T any](t T) interface{} {
	type In struct {
		t T
		x int
	}
	return map[string]In{"": {t, 1}}
}
