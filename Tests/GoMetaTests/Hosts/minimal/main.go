// Command minimalhost opens the plugin that PLUGIN names. It uses so little
// itself that it has none of the runtime's functions that hash interfaces,
// floats and memory of any size: the plugin must bring them.
package main

import (
	"plugin"
	"runtime"
	"syscall"
	"unsafe"
)

// Twins of the plugin's types.
type (
	mixed struct {
		A int8
		E any
		F float64
		S string
		I error
		B [3]any
	}
	floats struct {
		A float32
		B float64
		C complex64
		D complex128
	}
	bytes300 [300]byte
)

type (
	failure struct {
		text string
		code float32
	}
	blank struct {
		a int8
		_ int64
		b string
		e any
	}
	word struct{ p *int }
)

func (f failure) Error() string { return f.text }

// The offsets in descriptors: of what a pointer points to and of a map's key, of
// a map's function that hashes and of a type's that compares.
const elemOffset, keyOffset, hasherOffset, equalOffset = 48, 48, 72, 24

// keys are how a type of the plugin is compared and hashed.
type keys struct {
	name  string
	equal func(p, q unsafe.Pointer) bool
	hash  func(p unsafe.Pointer, seed uintptr) uintptr
}

func keysOf(p *plugin.Plugin, name string) keys {
	s, err := p.Lookup("M" + name)
	if err != nil {
		fail(err.Error(), "")
	}
	read := func(descriptor unsafe.Pointer, offset uintptr) unsafe.Pointer {
		return *(*unsafe.Pointer)(unsafe.Add(descriptor, offset))
	}
	m := read(*(*unsafe.Pointer)(unsafe.Pointer(&s)), elemOffset)
	equal, hash := read(read(m, keyOffset), equalOffset), read(m, hasherOffset)
	return keys{name,
		*(*func(p, q unsafe.Pointer) bool)(unsafe.Pointer(&equal)),
		*(*func(p unsafe.Pointer, seed uintptr) uintptr)(unsafe.Pointer(&hash))}
}

func fail(what, name string) {
	println("FAIL:", name, what)
	syscall.Exit(1)
}

// same: two values are equal, and so are their hashes.
func (k keys) same(a, b unsafe.Pointer) {
	deep(20, func() {
		if !k.equal(a, b) {
			fail("equal values compare as different", k.name)
		}
		if k.hash(a, 5) != k.hash(b, 5) {
			fail("equal values have different hashes", k.name)
		}
		if k.hash(a, 5) == k.hash(a, 6) {
			fail("the seed does not matter", k.name)
		}
	})
}

// onStack: a value may lie on the goroutine's own stack, and that may have to
// grow anywhere in a call.
func onStack[T any](k keys, value *T) {
	deep(150, func() { local(k, value) })
}

//go:noinline
func local[T any](k keys, value *T) {
	a, b := *value, *value
	p, q := noescape(unsafe.Pointer(&a)), noescape(unsafe.Pointer(&b))
	if !k.equal(p, q) || k.hash(p, 5) != k.hash(q, 5) {
		fail("a value is not equal to its copy", k.name)
	}
}

// noescape hides a pointer from the compiler, which would move what is called with
// it to the heap.
//
//go:nosplit
func noescape(p unsafe.Pointer) unsafe.Pointer {
	x := uintptr(p)
	return unsafe.Pointer(x ^ 0)
}

// different: two values are not equal, and their hashes are not, either, but for
// one chance in 2^64.
func (k keys) different(a, b unsafe.Pointer) {
	if k.equal(a, b) {
		fail("different values compare as equal", k.name)
	}
	if k.hash(a, 5) == k.hash(b, 5) {
		fail("different values have the same hash", k.name)
	}
}

// panics: hashing a value panics with a text.
func (k keys) panics(a unsafe.Pointer, want string) {
	defer func() {
		err, ok := recover().(runtime.Error)
		if !ok {
			fail("it is no runtime.Error", k.name)
		}
		if err.Error() != want {
			fail(err.Error(), k.name)
		}
	}()
	k.hash(a, 5)
	fail("an uncomparable value has a hash", k.name)
}

// deep calls f on stacks of all sizes.
func deep(depth int, f func()) {
	done := make(chan bool)
	go func() {
		below(depth, f)
		close(done)
	}()
	<-done
	if depth > 0 {
		deep(depth-1, f)
	}
}

//go:noinline
func below(depth int, f func()) {
	if depth == 0 {
		f()
		return
	}
	below(depth-1, f)
}

var zero float64

// values makes values whose strings and data lie elsewhere each time. A hash does
// not tell numbers of different types apart.
func values() []any {
	text := func(s string) string { return string(append([]byte(nil), s...)) }
	return []any{
		nil, 1, int8(2), int16(3), int32(4), int64(5), true, 0.5, float32(0.5), 1i, complex64(1i),
		text("text"), text(""), text("a longer text than hashes take at once, 64 bytes and more of it"),
		&zero, word{new(int)}.p == nil, failure{text("text"), 0.5}, blank{1, 2, text("b"), 3},
		[2]any{1, text("two")}, [3]float32{1, 2, 3}, [3]byte{1, 2, 3}, [0]string{}, [1]*float64{&zero},
		struct{ e error }{failure{text("text"), 1}}, struct{ e error }{nil},
	}
}

func main() {
	path, _ := syscall.Getenv("PLUGIN")
	p, err := plugin.Open(path)
	if err != nil {
		fail(err.Error(), "")
	}
	stop := make(chan bool)
	go func() {
		for {
			select {
			case <-stop:
				return
			default:
				runtime.GC()
			}
		}
	}()
	interfaces(p)
	structs(p)
	numbers(p)
	close(stop)
	println("ok")
}

func interfaces(p *plugin.Plugin) {
	k := keysOf(p, "Any")
	some, others := values(), values()
	for i := range some {
		if some[i] == nil {
			continue
		}
		k.same(unsafe.Pointer(&some[i]), unsafe.Pointer(&others[i]))
		onStack(k, &some[i])
		k.different(unsafe.Pointer(&some[i]), unsafe.Pointer(&others[(i+1)%len(others)]))
	}
	for _, sample := range []struct {
		value any
		want  string
	}{
		{[]int{1}, "runtime error: hash of unhashable type []int"},
		{func() {}, "runtime error: hash of unhashable type func()"},
		{[2]any{1, []string{}}, "runtime error: hash of unhashable type []string"},
		{blank{e: map[bool]int{}}, "runtime error: hash of unhashable type map[bool]int"},
	} {
		k.panics(unsafe.Pointer(&sample.value), sample.want)
	}
	k = keysOf(p, "Error")
	a, b := error(failure{"a", 0}), error(failure{"b", 0})
	k.same(unsafe.Pointer(&a), unsafe.Pointer(&a))
	k.different(unsafe.Pointer(&a), unsafe.Pointer(&b))
}

func structs(p *plugin.Plugin) {
	k := keysOf(p, "Mixed")
	some, others := values(), values()
	for i := range some {
		a := mixed{1, some[i], -zero, "s", failure{"a", 1}, [3]any{2: some[i]}}
		b := mixed{1, others[i], zero, "s", failure{"a", 1}, [3]any{2: others[i]}}
		c := b
		c.B[1] = 1
		k.same(unsafe.Pointer(&a), unsafe.Pointer(&b))
		onStack(k, &a)
		k.different(unsafe.Pointer(&a), unsafe.Pointer(&c))
	}
	a := mixed{B: [3]any{1, 2, []int{}}}
	k.panics(unsafe.Pointer(&a), "runtime error: hash of unhashable type []int")

	k = keysOf(p, "Bytes300")
	var e, f bytes300
	k.same(unsafe.Pointer(&e), unsafe.Pointer(&f))
	onStack(k, &e)
	e[299] = 1
	k.different(unsafe.Pointer(&e), unsafe.Pointer(&f))
}

func numbers(p *plugin.Plugin) {
	k := keysOf(p, "Floats")
	negative, nan := -1/(1/zero), zero/zero
	a := floats{0, 0, 0, 0}
	b := floats{float32(negative) * 0, negative * 0, complex(0, float32(negative)*0), complex(negative*0, 0)}
	c := floats{D: complex(0, nan)}
	k.same(unsafe.Pointer(&a), unsafe.Pointer(&b))
	onStack(k, &a)
	k.different(unsafe.Pointer(&c), unsafe.Pointer(&c))
	c = floats{A: float32(nan)}
	k.different(unsafe.Pointer(&c), unsafe.Pointer(&c))
	for _, name := range []string{"Int64", "Float64", "Complex128", "String"} {
		k = keysOf(p, name)
		x, y := [2]uint64{1 << 62}, [2]uint64{1 << 61}
		if name == "String" {
			s, t := "text", string(append([]byte(nil), "text"...))
			k.same(unsafe.Pointer(&s), unsafe.Pointer(&t))
			continue
		}
		z := x
		k.same(unsafe.Pointer(&x), unsafe.Pointer(&z))
		k.different(unsafe.Pointer(&x), unsafe.Pointer(&y))
	}
}
