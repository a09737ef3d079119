package main

import (
	"os"
	"runtime"
	"sync/atomic"
)

// foreign calls C that knows nothing of Go, by way of the plugin.
func foreign() {
	parse := function[func(*byte) int]("ParseInt")
	getenv := function[func(*byte) int]("Getenv")
	deep := function[func(int) int]("CDeep")
	blend := function[func(a, b, c, d, e, f int, x, y float64, z float32) float64]("Blend")
	block := function[func(int) int]("Block")
	bytes := function[func(*[64]byte) int]("Bytes")
	text := function[func(func(), *byte, int) int]("Strings")
	collecting(func() {
		for i := 0; i < scaled(20); i++ {
			same("ParseInt", fresh(func() int { return parse(&[]byte("-12345\x00")[0]) }), -12345)
			same("Getenv", getenv(&[]byte("PATH\x00")[0]), len(os.Getenv("PATH")))
			same("Getenv of nothing", getenv(&[]byte("NO_SUCH_VARIABLE\x00")[0]), -1)
			same("CDeep", fresh(func() int { return deep(1000) }), 1002)
			same("Blend", blend(1, 2, 3, 4, 5, 6, 7, 8, 9), 1+4+9+16+25+36+70+800+9000)
			p := new([64]byte)
			same("Bytes", bytes(p), 189)
			same("a byte", p[10], 30)
			same("Strings", fresh(func() int { return text(mostly, &[]byte("6\x00")[0], 10) }), 420)
		}
	})
	// While C waits, other goroutines run, on one processor, too.
	var count atomic.Int64
	stop := make(chan bool)
	go func() {
		for {
			select {
			case stop <- true:
				return
			default:
				count.Add(1)
				runtime.Gosched()
			}
		}
	}()
	same("Block", block(50), -50)
	if count.Load() == 0 {
		fail("nothing ran while C waited")
	}
	<-stop
}
