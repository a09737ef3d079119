// Command host opens the plugin that it is given, an ordinary Go program.
package main

import (
	"fmt"
	"hash/crc32"
	"log"
	"os"
	"plugin"
	"reflect"
	"runtime/debug"
	"strings"
)

// Bins is what the host uses of the plugin's *histogram.Bins.
type Bins interface {
	Add(samples []float64)
	Missed() int64
	Fullest() (bin int, count int64)
}

func main() {
	p, err := plugin.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	lookup := func(name string) any {
		symbol, err := p.Lookup(name)
		if err != nil {
			log.Fatal(err)
		}
		return symbol
	}

	requests := lookup("Requests").(Bins)
	requests.Add([]float64{3, 41, 47.5, 44, 12, -1, 1e9})
	bin, count := requests.Fullest()
	fmt.Println("Fullest() =", bin, count)
	fmt.Printf("Requests = %+v\n", requests)
	check(bin == 4 && count == 3 && requests.Missed() == 2)

	mean := lookup("Mean").(func([]int64) int64)
	fmt.Println("Mean =", mean([]int64{1, 2, 3, 4, 40}))
	check(mean([]int64{1, 2, 3, 4, 40}) == 10)

	text := strings.Repeat("Go calls Rust. ", 1000)
	sum := lookup("Checksum").(func(string) uint32)(text)
	fmt.Printf("Checksum = %08x\n", sum)
	check(sum == crc32.ChecksumIEEE([]byte(text)))

	label := lookup("Label").(func(string) string)
	fmt.Println("Label =", label("latency: 12 ms"))
	check(label("latency: 12 ms") == "latency" && label("none") == "none" && label("") == "")

	none := reflect.Zero(reflect.TypeOf(requests)).Interface().(Bins)
	panics("Mean of nothing", func() { mean(nil) })
	panics("Missed of nil", func() { none.Missed() })
	fmt.Println("ok")
}

// panics shows the panic of a call, and the lines of the traceback that are in Rust's source.
func panics(what string, call func()) {
	defer func() {
		fmt.Println(what, "panics:", recover())
		lines := strings.Split(string(debug.Stack()), "\n")
		found := false
		for i, line := range lines {
			if strings.Contains(line, ".rs:") {
				fmt.Println("  " + lines[i-1] + "\n  " + line)
				found = true
			}
		}
		check(found)
	}()
	call()
}

func check(ok bool) {
	if !ok {
		log.Fatal("FAIL: not what was wanted")
	}
}
