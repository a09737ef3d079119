package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"strings"
	"sync"
	"time"
)

// cpuProfile runs long enough for samples, and wants the names of the plugin's functions in them,
// those of inlined ones among them.
func cpuProfile() {
	burn := function[func(*[32]int, int) int]("Burn")
	walk := function[func(*node, func(int) int) int]("Walk")
	build := function[func(int) *node]("Build")
	var numbers [32]int
	for attempt := 0; ; attempt++ {
		var out bytes.Buffer
		if err := pprof.StartCPUProfile(&out); err != nil {
			fail("%v", err)
		}
		for began := time.Now(); time.Since(began) < 60*time.Millisecond; {
			burn(&numbers, 1_000_000)
			fresh(func() int { return walk(build(100), func(x int) int { light(); return x }) })
		}
		pprof.StopCPUProfile()
		text := unzipped(&out)
		missing := ""
		for _, name := range []string{"Burn", "burnInner", "burnInlined"} {
			if !bytes.Contains(text, []byte(pkgPath+"."+name)) {
				missing = name
			}
		}
		// Emulators may send no profiling signals.
		if missing == "" || runtime.GOARCH == "arm64" {
			return
		}
		if attempt == 50 {
			fail("no profile mentions %s", missing)
		}
	}
}

func unzipped(file io.Reader) []byte {
	zipped, err := gzip.NewReader(file)
	if err != nil {
		fail("%v", err)
	}
	text, err := io.ReadAll(zipped)
	if err != nil {
		fail("%v", err)
	}
	return text
}

// profileText is a profile in words.
func profileText(name string) string {
	var out strings.Builder
	if err := pprof.Lookup(name).WriteTo(&out, 1); err != nil {
		fail("%v", err)
	}
	return out.String()
}

func memoryProfile() {
	defer func(rate int) { runtime.MemProfileRate = rate }(runtime.MemProfileRate)
	runtime.MemProfileRate = 1
	build := function[func(int) *node]("Build")
	plant := function[func(int) *tree]("Plant")
	count := function[func([]string) map[string]int]("Count")
	held := []any{fresh(func() *node { return build(200) }), plant(6), count([]string{"a", "b", "c"})}
	for i := 0; i < 3; i++ {
		runtime.GC()
	}
	text := profileText("heap")
	for _, name := range []string{"Build", "Plant", "Count"} {
		if !strings.Contains(text, pkgPath+"."+name+"+") {
			fail("the heap profile does not mention %s", name)
		}
	}
	keep(held)
}

func waitingProfile() {
	runtime.SetBlockProfileRate(1)
	runtime.SetMutexProfileFraction(1)
	defer runtime.SetBlockProfileRate(0)
	defer runtime.SetMutexProfileFraction(0)
	wait := function[func(chan int) int]("Wait")
	locked := function[func(*sync.Mutex, func())]("Locked")
	for i := 0; i < 3; i++ {
		c := make(chan int)
		go func() {
			time.Sleep(3 * time.Millisecond)
			c <- 7
		}()
		same("Wait", wait(c), 7)
		var mu sync.Mutex
		var group sync.WaitGroup
		for g := 0; g < 4; g++ {
			group.Add(1)
			go func() {
				defer group.Done()
				locked(&mu, func() { time.Sleep(2 * time.Millisecond) })
			}()
		}
		group.Wait()
	}
	for profile, function := range map[string]string{"block": "Wait", "mutex": "Locked"} {
		if !strings.Contains(profileText(profile), pkgPath+"."+function+"+") {
			fail("the %s profile does not mention %s", profile, function)
		}
	}
	blocked := make(chan int)
	go wait(blocked)
	for !strings.Contains(profileText("goroutine"), pkgPath+".Wait+") {
		runtime.Gosched()
	}
	blocked <- 1
}

// traced runs much of the plugin with the execution trace on, whose events have stacks.
func traced() {
	var out bytes.Buffer
	if err := trace.Start(&out); err != nil {
		fail("%v", err)
	}
	wait := function[func(chan int) int]("Wait")
	for i := 0; i < 5; i++ {
		c := make(chan int)
		go func() {
			time.Sleep(time.Millisecond)
			c <- 7
		}()
		same("Wait", fresh(func() int { return wait(c) }), 7)
	}
	lists()
	recursion()
	nested()
	goroutines()
	channels()
	exits()
	trace.Stop()
	if !bytes.Contains(out.Bytes(), []byte(pkgPath+".Wait")) {
		fail("the trace does not mention Wait")
	}
}
