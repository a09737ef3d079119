package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"plugin"
	"reflect"
	"runtime"
	"runtime/pprof"
	"runtime/trace"
	"strings"
	"sync"
	"time"
	"unsafe"
)

// node is the twin of the plugin's type Node.
type node struct {
	Value int
	Next  *node
}

func nodes(n int) (first *node) {
	for i := n; i > 0; i-- {
		first = &node{i, first}
	}
	return
}

// collect runs the collector, and overwrites what it freed.
func collect() {
	for i := 0; i < 3; i++ {
		runtime.GC()
		for j := 0; j < 5000; j++ {
			litter = &node{-1, nil}
			letters = make([]byte, 24)
		}
	}
}

var litter *node
var letters []byte

// variables gives the plugin's variables the only pointers to objects.
func variables(p *plugin.Plugin) {
	pointer := func(name string) unsafe.Pointer { return reflect.ValueOf(lookup(p, name)).UnsafePointer() }
	head, last := (**node)(pointer("Head")), (**node)(pointer("Last"))
	list, table := (*[]*node)(pointer("List")), (*[4]*node)(pointer("Table"))
	same("Counter", *symbol[*int32](p, "Counter"), 41)
	same("Small", *symbol[*uint8](p, "Small"), 5)
	freed := 0
	func() {
		*head, *last = nodes(1000), nodes(10)
		for i := 0; i < 100; i++ {
			*list = append(*list, nodes(3))
		}
		for i := range table {
			table[i] = nodes(i + 1)
		}
		*symbol[*any](p, "Any") = fmt.Sprint("any ", len(os.Args))
		*symbol[*string](p, "Text") = strings.Repeat("text", 2+len(os.Args))
		k := new(int)
		*k = len(os.Args)
		*symbol[*func(int) int](p, "Function") = func(n int) int { *k += n; return *k }
		channel := make(chan int, 100)
		for i := 0; i < 100; i++ {
			channel <- i
		}
		*symbol[*chan int](p, "Channel") = channel
		runtime.SetFinalizer(*head, func(*node) { freed++ })
	}()
	collect()
	walk := symbol[func() int](p, "Walk")
	same("Walk()", walk(), 1000*1001/2)
	total := func(n *node) (sum int) {
		for ; n != nil; n = n.Next {
			sum += n.Value
		}
		return
	}
	same("Last", total(*last), 55)
	for _, n := range *list {
		same("List", total(n), 6)
	}
	for i, n := range table {
		same("Table", total(n), (i+1)*(i+2)/2)
	}
	same("Any", *symbol[*any](p, "Any"), any(fmt.Sprint("any ", len(os.Args))))
	same("Text", *symbol[*string](p, "Text"), strings.Repeat("text", 2+len(os.Args)))
	same("Function", (*symbol[*func(int) int](p, "Function"))(4), len(os.Args)+4)
	for i := 0; i < 100; i++ {
		same("Channel", <-*symbol[*chan int](p, "Channel"), i)
	}
	count := symbol[func() int32](p, "Count")
	same("Count()", count(), 42)
	same("Counter", *symbol[*int32](p, "Counter"), 42)
	same("the number of objects freed too early", freed, 0)
}

// goroutines calls the plugin from many goroutines while the collector runs.
func goroutines(p *plugin.Plugin) { busy(p, true) }

// busy calls the plugin from many goroutines while the collector runs.
func busy(p *plugin.Plugin, faulting bool) {
	big := symbol[func(int) int](p, "Big")
	chain := symbol[func(int) int](p, "Chain")
	sum := symbol[func([]int) int](p, "Sum")
	tail := symbol[func(string, int) string](p, "Tail")
	deref := symbol[func(*int) int](p, "Deref")
	rounds := 40
	if runtime.GOARCH == "arm64" {
		rounds = 5 // under an emulator
	}
	want := chain(1)
	var group sync.WaitGroup
	stop := make(chan bool)
	go func() {
		for {
			select {
			case stop <- true:
				return
			default:
				runtime.GC()
			}
		}
	}()
	for g := 0; g < 50; g++ {
		group.Add(1)
		go func(g int) {
			defer group.Done()
			for i := 0; i < rounds; i++ {
				same("Chain", chain(1), want)
				same("Sum", sum([]int{g, i, 1}), g+i+1)
				same("Tail", tail(fmt.Sprint("goroutine ", g), 10), fmt.Sprint(g))
				k := g
				same("Deref", deref(&k), g+2)
				if i%8 == 0 {
					same("Big", big(1), 8191*8192/2)
					if faulting {
						same("frames", len(faults(func() { deref(nil) })), 3)
					}
				}
			}
		}(g)
	}
	group.Wait()
	<-stop
}

// kept passes pointers that nobody else holds to a function whose entry makes
// the stack grow, which is a place where the collector stops goroutines.
func kept(p *plugin.Plugin) {
	keep := symbol[func(*int, []int) int](p, "Keep")
	rounds := 200
	if runtime.GOARCH == "arm64" {
		rounds = 20 // under an emulator
	}
	stop := make(chan bool)
	go func() {
		for {
			select {
			case stop <- true:
				return
			default:
				runtime.GC()
			}
		}
	}()
	for i := 0; i < rounds; i++ {
		var group sync.WaitGroup
		for g := 0; g < 16; g++ {
			group.Add(1)
			go func(g int) {
				defer group.Done()
				same("Keep", keep(number(g), []int{1, 2, g, g + i}), 2*g+i)
				same("Keep again", keep(number(g), []int{g}), 2*g)
			}(g)
		}
		group.Wait()
	}
	<-stop
}

// moved passes pointers into a stack, which moves when the function's entry makes
// it grow: the arguments must move with it.
func moved(p *plugin.Plugin) {
	put := symbol[func(int8, []int, *int)](p, "Put")
	for depth := 0; depth < 100; depth++ {
		done := make(chan bool)
		go func() {
			below(depth, func() int {
				var array [5]int
				var number int
				s := unsafe.Slice((*int)(local(unsafe.Pointer(&array))), 5)
				put(-7, s[1:4], (*int)(local(unsafe.Pointer(&number))))
				same("the number on the stack", number, -7)
				same("the array on the stack", array, [5]int{3: -7})
				return 0
			})
			done <- true
		}()
		<-done
	}
}

// local hides from the compiler where a pointer comes from, so that what it
// points to stays on the stack.
//
//go:noinline
func local(p unsafe.Pointer) unsafe.Pointer {
	x := uintptr(p)
	return *(*unsafe.Pointer)(unsafe.Pointer(&x))
}

//go:noinline
func number(n int) *int { return &n }

// values uses functions of the plugin as Go does with functions in general.
func values(p *plugin.Plugin) {
	nothing := symbol[func()](p, "Nothing")
	big := symbol[func(int) int](p, "Big")
	go nothing()
	for i := 0; i < 100; i++ {
		go nothing()
	}
	var once sync.Once
	once.Do(nothing)
	func() {
		defer nothing()
		defer big(1)
		defer func() { recover() }()
		defer nothing()
		defer big(1)
		panic("with deferred functions of the plugin")
	}()
	fired := make(chan bool)
	time.AfterFunc(0, nothing)
	time.AfterFunc(0, func() { fired <- true })
	<-fired
	for i := 0; i < 10; i++ {
		runtime.SetFinalizer(new([4]int), func(*[4]int) { nothing() })
	}
	collect()
	var wrapped func(int) int
	reflect.ValueOf(&wrapped).Elem().Set(reflect.MakeFunc(reflect.TypeOf(big), reflect.ValueOf(big).Call))
	same("Big by MakeFunc", wrapped(1), 8191*8192/2)
	method := variable(p, "VCode").MethodByName("Double")
	same("a method value", fmt.Sprint(method.Interface()) != "", true)
	same("a method value, called", fmt.Sprint(method.Call(nil)[0]), "14")
	same("the function's name", runtime.FuncForPC(reflect.ValueOf(big).Pointer()).Name(), pkgPath+".Big")
}

// profile profiles a long run of the plugin's code while others ask for the
// stacks of all goroutines.
func profile(p *plugin.Plugin) {
	spin := symbol[func(int) int](p, "Spin")
	n := 200_000_000
	if runtime.GOARCH == "arm64" {
		n = 20_000_000 // under an emulator
	}
	var out bytes.Buffer
	if err := pprof.StartCPUProfile(&out); err != nil {
		fail("%v", err)
	}
	done := make(chan int)
	go func() { done <- spin(n) }()
	buffer := make([]byte, 1<<20)
	for running := true; running; {
		runtime.Stack(buffer, true)
		select {
		case got := <-done:
			same("Spin", got, n)
			running = false
		case <-time.After(time.Millisecond):
		}
	}
	pprof.StopCPUProfile()
	zipped, err := gzip.NewReader(&out)
	if err != nil {
		fail("%v", err)
	}
	text, err := io.ReadAll(zipped)
	if err != nil {
		fail("%v", err)
	}
	// Emulators may send no profiling signals.
	if runtime.GOARCH == "amd64" && !bytes.Contains(text, []byte(pkgPath+".Spin")) {
		fail("the profile does not mention Spin")
	}
}

// traced runs faults and growth with the execution trace and a profile on.
func traced(p *plugin.Plugin) {
	if err := trace.Start(io.Discard); err != nil {
		fail("%v", err)
	}
	if err := pprof.StartCPUProfile(io.Discard); err != nil {
		fail("%v", err)
	}
	goroutines(p)
	recovered(p, 200)
	pprof.StopCPUProfile()
	trace.Stop()
}

// tracedCalls is for releases up to Go 1.25, whose tracer follows the frame pointer
// of the function that faulted to where the stack was before it grew: copying does
// not adjust that frame, Go's own or not (runtime/stack.go, adjustframe).
func tracedCalls(p *plugin.Plugin) {
	if err := trace.Start(io.Discard); err != nil {
		fail("%v", err)
	}
	busy(p, false)
	trace.Stop()
}

func panics(p *plugin.Plugin) {
	if runtime.GOARCH == "arm64" {
		recovered(p, 1000) // under an emulator
		return
	}
	recovered(p, 10000)
}

// recovered faults n times below three frames of the plugin, and lets the stack
// grow above them before it recovers.
func recovered(p *plugin.Plugin, n int) {
	deref := symbol[func(*int) int](p, "Deref")
	for i := 0; i < n; i += 20 {
		done := make(chan bool)
		go func(i int) {
			for j := 0; j < 20; j++ {
				k := fault(deref, (i*37+j*101)%1500)
				same("the value kept behind the fault", *k, (i*37+j*101)%1500)
			}
			done <- true
		}(i)
		<-done
	}
}

func fault(deref func(*int) int, depth int) (result *int) {
	kept := new(int)
	*kept = depth
	defer func() {
		if _, ok := recover().(runtime.Error); !ok {
			fail("no runtime.Error")
		}
		same("below", below(depth, func() int { return depth }), depth)
		result = kept
	}()
	*kept += deref(nil)
	return
}
