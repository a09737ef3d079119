package main

/*
#cgo LDFLAGS: -ldl
#include <dlfcn.h>
#include <stdlib.h>

// own finds a symbol of a library that is loaded, not of the program.
static void *own(const char *file, const char *name) {
	void *library = dlopen(file, RTLD_NOW | RTLD_NOLOAD);
	return library ? dlsym(library, name) : 0;
}
*/
import "C"

import (
	"fmt"
	"math/rand"
	"os"
	"plugin"
	"reflect"
	"runtime"
	"unsafe"
)

// function makes a Go function of code in the plugin that stands for one of the
// runtime's. The program has that, too, so that nothing else calls the code.
func function[F any](name string, runtimes F) F {
	file, symbol := C.CString(os.Args[2]), C.CString("runtime."+name)
	code := C.own(file, symbol)
	C.free(unsafe.Pointer(file))
	C.free(unsafe.Pointer(symbol))
	if code == nil {
		fail("the plugin has no %s", name)
	}
	if code == **(**unsafe.Pointer)(unsafe.Pointer(&runtimes)) {
		fail("%s is the program's", name)
	}
	if f := runtime.FuncForPC(uintptr(code)); f == nil || f.Name() != "runtime."+name {
		fail("the code of %s is %v", name, f)
	}
	closure := &code
	return *(*F)(unsafe.Pointer(&closure))
}

// own: what the plugin has in place of the runtime's functions does as those do.
func own(_ *plugin.Plugin, _ string, twin reflect.Type) {
	name, ok := map[reflect.Type]string{
		of[any](): "nilinterhash", of[error](): "interhash", of[float32](): "f32hash",
		of[float64](): "f64hash", of[complex64](): "c64hash", of[complex128](): "c128hash",
		of[int16](): "memhash16",
	}[twin]
	if !ok {
		return
	}
	theirs := hashOf(maps[twin])
	ours := function(name, theirs)
	random := rand.New(rand.NewSource(1))
	counts := map[bool]int{}
	for round := 0; round < 3000; round++ {
		value := reflect.New(twin)
		fill(value.Elem(), random, 0.1)
		hash := func(f hashFunction) string {
			return outcome(func() uintptr { return f(value.UnsafePointer(), uintptr(round)*0x10001) })
		}
		want, got := hash(theirs), hash(ours)
		if want != hash(theirs) {
			// A NaN's hash is any number.
			if got == hash(ours) {
				fail("%s of a NaN is %s twice", name, got)
			}
			counts[false]++
			continue
		}
		counts[true]++
		if got != want {
			fail("%s of %v is %s, want %s", name, value.Elem(), got, want)
		}
	}
	if twin == of[any]() {
		ownMemory(random)
	}
	fmt.Println(name, counts[true], "hashes,", counts[false], "of NaNs")
}

// ownMemory: `memhash(p, h, n)` hashes strings' bytes as strings are hashed.
func ownMemory(random *rand.Rand) {
	strhash := hashOf(of[map[string]int]())
	type memhash = func(p unsafe.Pointer, h, n uintptr) uintptr
	zero := func(unsafe.Pointer, uintptr, uintptr) uintptr { return 0 }
	ours := function[memhash]("memhash", zero)
	for n := 0; n < 300; n++ {
		bytes := make([]byte, n+1)
		random.Read(bytes)
		text := string(bytes[:n])
		seed := uintptr(random.Uint64())
		got := ours(unsafe.Pointer(&bytes[0]), seed, uintptr(n))
		if want := strhash(unsafe.Pointer(&text), seed); got != want {
			fail("memhash of %d bytes is %d, want %d", n, got, want)
		}
	}
}
