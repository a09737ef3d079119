package main

import (
	"fmt"
	"math/rand"
	"plugin"
	"reflect"
	"runtime"
	"sync"
	"unsafe"
)

const rounds = 400

// pairs calls a function with values of a type, every other time with two that
// are alike, and with bytes of anything where no field is.
func pairs(twin reflect.Type, odd float64, f func(round int, a, b unsafe.Pointer)) {
	random := rand.New(rand.NewSource(int64(len(twin.String()))))
	for i := 0; i < rounds; i++ {
		a, b := reflect.New(twin), reflect.New(twin)
		fill(a.Elem(), random, odd)
		if i%2 == 0 {
			equalish(b.Elem(), a.Elem())
			if i%8 == 0 {
				equalish(a.Elem(), a.Elem())
			}
		} else {
			fill(b.Elem(), random, odd)
		}
		f(i, a.UnsafePointer(), b.UnsafePointer())
	}
}

// equal: the plugin's functions compare as those of the twins do, and panic as
// they do.
func equal(p *plugin.Plugin, name string, twin reflect.Type) {
	f := functionsOf(p, name, twin)
	counts := map[string]int{}
	for _, odd := range []float64{0, 0.05} {
		pairs(twin, odd, func(round int, a, b unsafe.Pointer) {
			for _, pair := range [][2]unsafe.Pointer{{a, b}, {b, a}, {a, a}} {
				want := outcome(func() bool { return f.twinEqual(pair[0], pair[1]) })
				got := outcome(func() bool { return f.equal(pair[0], pair[1]) })
				counts[want]++
				if got != want {
					fail("%s, round %d: %s, want %s:\n%+v\n%+v", name, round, got, want,
						reflect.NewAt(twin, pair[0]).Elem(), reflect.NewAt(twin, pair[1]).Elem())
				}
			}
		})
	}
	fmt.Println(name, counts)
	if twin.Size() > 0 && (counts["true"] < rounds/10 || counts["false"] < rounds/10) {
		fail("%s: the pairs are too much alike", name)
	}
}

// hash: the plugin's functions hash as those of the twins do, with any seed, but
// for NaNs, which have another hash each time.
func hash(p *plugin.Plugin, name string, twin reflect.Type) {
	f := functionsOf(p, name, twin)
	different := 0
	for _, odd := range []float64{0, 0.05} {
		pairs(twin, odd, func(round int, a, b unsafe.Pointer) {
			seed := uintptr(round) * 0x9e3779b97f4a7c15
			want := outcome(func() uintptr { return f.twinHash(a, seed) })
			got := outcome(func() uintptr { return f.hash(a, seed) })
			again := outcome(func() uintptr { return f.hash(a, seed) })
			if got != again {
				// A NaN is in it.
				different++
				if want == outcome(func() uintptr { return f.twinHash(a, seed) }) {
					fail("%s, round %d: hashes %s and %s, want %s", name, round, got, again, want)
				}
				return
			}
			if got != want {
				fail("%s, round %d: %s, want %s:\n%+v", name, round, got, want,
					reflect.NewAt(twin, a).Elem())
			}
			if outcome(func() bool { return f.equal(a, b) }) == "true" {
				if other := outcome(func() uintptr { return f.hash(b, seed) }); got != other {
					fail("%s, round %d: equal values have hashes %s and %s", name, round, got, other)
				}
			}
		})
	}
	fmt.Println(name, different, "hashes of NaNs")
	if twin == of[float64]() && different < rounds/100 {
		fail("NaNs have the same hash each time")
	}
}

// inMap: the plugin's maps keep as many entries as those of the twins, and find
// them again.
func inMap(p *plugin.Plugin, name string, twin reflect.Type) {
	v := variable(p, "M"+name)
	v.Set(reflect.MakeMap(v.Type()))
	other := reflect.MakeMap(maps[twin])
	t := v.Type().Key()
	pairs(twin, 0.02, func(round int, a, b unsafe.Pointer) {
		for _, key := range []unsafe.Pointer{a, b} {
			x, y := reflect.NewAt(t, key).Elem(), reflect.NewAt(twin, key).Elem()
			set := func(m, key reflect.Value) func() int {
				return func() int {
					m.SetMapIndex(key, reflect.ValueOf(round))
					return m.Len()
				}
			}
			want, got := outcome(set(other, y)), outcome(set(v, x))
			if got != want {
				fail("%s, round %d: %s, want %s", name, round, got, want)
			}
			get := func(m, key reflect.Value) func() reflect.Value {
				return func() reflect.Value { return m.MapIndex(key) }
			}
			want, got = outcome(get(other, y)), outcome(get(v, x))
			if got != want {
				fail("%s, round %d: the entry is %s, want %s", name, round, got, want)
			}
		}
	})
	fmt.Println(name, v.Len(), "entries")
	v.SetZero()
}

// panics: a value that cannot be compared, or hashed, leaves by a panic that a
// traceback goes through.
func panics(p *plugin.Plugin, name string, twin reflect.Type) {
	if twin != of[Mixed]() {
		return
	}
	f := functionsOf(p, name, twin)
	a := &Mixed{E: []int{1}}
	for want, call := range map[string]func(){
		"runtime error: comparing uncomparable type []int": func() {
			f.equal(unsafe.Pointer(a), unsafe.Pointer(a))
		},
		"runtime error: hash of unhashable type []int": func() { f.hash(unsafe.Pointer(a), 1) },
	} {
		func() {
			defer func() {
				r := recover()
				if err, ok := r.(runtime.Error); !ok || err.Error() != want {
					fail("%v (%T), want %s", r, r, want)
				}
				// The frame that called is behind those of the panic.
				frames := runtime.CallersFrames(callers())
				for {
					frame, more := frames.Next()
					if frame.Function == "main.panics" {
						return
					}
					if !more {
						fail("no main.panics in the traceback")
					}
				}
			}()
			call()
		}()
	}
}

func callers() []uintptr {
	pcs := make([]uintptr, 100)
	return pcs[:runtime.Callers(0, pcs)]
}

// noescape hides a pointer from the compiler, which would move what is called with
// it to the heap.
//
//go:nosplit
func noescape(p unsafe.Pointer) unsafe.Pointer {
	x := uintptr(p)
	return unsafe.Pointer(x ^ 0)
}

// descend calls f so deep in frames of 16 bytes and more.
//
//go:noinline
func descend(depth int, f func()) {
	if depth == 0 {
		f()
		return
	}
	descend(depth-1, f)
}

// onStack: values may lie on the goroutine's own stack, and the stack may have
// to grow anywhere in a call.
func onStack(p *plugin.Plugin, name string, twin reflect.Type) {
	f := functionsOf(p, name, twin)
	stop := make(chan bool)
	var done sync.WaitGroup
	done.Add(1)
	go func() {
		defer done.Done()
		for {
			select {
			case <-stop:
				return
			default:
				runtime.GC()
			}
		}
	}()
	random := rand.New(rand.NewSource(1))
	for depth := 0; depth < 200; depth++ {
		value := reflect.New(twin)
		fill(value.Elem(), random, 0)
		want := f.twinHash(value.UnsafePointer(), 7)
		result := make(chan string)
		go func() {
			descend(depth, func() { result <- local(f, value, want) })
		}()
		if text := <-result; text != "" {
			fail("%s, depth %d: %s: %+v", name, depth, text, value.Elem())
		}
	}
	close(stop)
	done.Wait()
}

// local compares and hashes a value that lies on the stack.
func local(f functions, value reflect.Value, want uintptr) string {
	switch v := value.Interface().(type) {
	case *Mixed:
		a, b := *v, *v
		return try(f, want, noescape(unsafe.Pointer(&a)), noescape(unsafe.Pointer(&b)))
	case *Pair:
		a, b := *v, *v
		return try(f, want, noescape(unsafe.Pointer(&a)), noescape(unsafe.Pointer(&b)))
	case *Nested:
		a, b := *v, *v
		return try(f, want, noescape(unsafe.Pointer(&a)), noescape(unsafe.Pointer(&b)))
	case *Faces:
		a, b := *v, *v
		return try(f, want, noescape(unsafe.Pointer(&a)), noescape(unsafe.Pointer(&b)))
	case *Floats:
		a, b := *v, *v
		return try(f, want, noescape(unsafe.Pointer(&a)), noescape(unsafe.Pointer(&b)))
	case *Long:
		a, b := *v, *v
		return try(f, want, noescape(unsafe.Pointer(&a)), noescape(unsafe.Pointer(&b)))
	default:
		return try(f, want, value.UnsafePointer(), value.UnsafePointer())
	}
}

//go:noinline
func try(f functions, want uintptr, a, b unsafe.Pointer) string {
	if !f.equal(a, b) {
		return "a value is not equal to its copy"
	}
	if hash := f.hash(a, 7); hash != want {
		return fmt.Sprintf("its hash is %d, want %d", hash, want)
	}
	return ""
}

// together: many goroutines at once.
func together(p *plugin.Plugin, name string, twin reflect.Type) {
	f := functionsOf(p, name, twin)
	var done sync.WaitGroup
	for i := 0; i < 4; i++ {
		done.Add(1)
		go func() {
			defer done.Done()
			pairs(twin, 0, func(round int, a, b unsafe.Pointer) {
				if f.equal(a, b) != f.twinEqual(a, b) {
					fail("%s, round %d: compared otherwise", name, round)
				}
				if f.hash(a, 3) != f.twinHash(a, 3) {
					fail("%s, round %d: hashed otherwise", name, round)
				}
				if round%50 == 0 {
					runtime.Gosched()
				}
			})
		}()
	}
	done.Wait()
}
