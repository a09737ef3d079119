package main

import (
	"fmt"
	"math"
	"strings"
)

type named int

func (n named) String() string { return fmt.Sprint(int(n)) }

// made is an empty interface of a type's address and a value's.
func made[T any](data pointer) any {
	value := eface{typeOf[T](), data}
	return *(*any)(pointer(&value))
}

func interfaces() {
	stringer := (*eface)(pointer(&struct{ s fmt.Stringer }{named(3)}))
	inter := words((*fmt.Stringer)(nil)).typ
	// The element of the pointer type: the word behind the 48 bytes that all types have.
	inter = *(*pointer)(pointer(uintptr(inter) + 48))
	itab := get[func(inter, typ pointer, canfail bool) pointer]("Do_getitab")
	check(itab(inter, typeOf[named](), false) == stringer.typ, "getitab")
	check(itab(inter, typeOf[int](), true) == nil, "getitab")

	value := node{name: "converted", value: [3]int{1, 2, 3}}
	convert := get[func(typ, value pointer) pointer]
	check(made[node](convert("Do_convT")(typeOf[node](), pointer(&value))) == any(value), "convT")
	numbers := [3]int{4, 5, 6}
	check(made[[3]int](convert("Do_convTnoptr")(typeOf[[3]int](), pointer(&numbers))) ==
		any(numbers), "convTnoptr")
	check(made[uint16](get[func(uint16) pointer]("Do_convT16")(60000)) == any(uint16(60000)))
	check(made[uint32](get[func(uint32) pointer]("Do_convT32")(1<<31)) == any(uint32(1<<31)))
	check(made[uint64](get[func(uint64) pointer]("Do_convT64")(1<<63)) == any(uint64(1<<63)))
	text := strings.Repeat("x", 3)
	check(made[string](get[func(string) pointer]("Do_convTstring")(text)) == any("xxx"))
	bytes := made[[]byte](get[func([]byte) pointer]("Do_convTslice")([]byte(text))).([]byte)
	check(string(bytes) == text, "convTslice")
}

func comparison() {
	a, b := node{name: "a"}, node{name: "a"}
	pa, pb := pointer(&a), pointer(&b)
	check(get[func(typ, x, y pointer) bool]("Do_efaceeq")(typeOf[node](), pa, pb), "efaceeq")
	boxed := (*eface)(pointer(&struct{ s fmt.Stringer }{named(300)}))
	other := (*eface)(pointer(&struct{ s fmt.Stringer }{named(301)}))
	same := get[func(tab, x, y pointer) bool]("Do_ifaceeq")
	check(same(boxed.typ, boxed.data, boxed.data) && !same(boxed.typ, boxed.data, other.data))
	x, y := [20]byte{19: 1}, [20]byte{19: 2}
	equal := get[func(p, q pointer, size uintptr) bool]("Do_memequal")
	check(equal(pointer(&x), pointer(&y), 19) && !equal(pointer(&x), pointer(&y), 20), "memequal")
	for i, size := range []int{8, 16, 32, 64, 128} {
		equal := get[func(p, q pointer) bool](fmt.Sprint("Do_memequal", size))
		start := 20 - 1<<i
		check(equal(pointer(&x), pointer(&y)), size)
		check(!equal(pointer(&x[start]), pointer(&y[start])), size)
	}
	compare(strings.Repeat("ab", 2), "abab", "abac", "str")
	compare(float32(1.5), 1.5, 2.5, "f32")
	compare(1.5, 1.5, math.NaN(), "f64")
	compareOnly(complex64(1), 1, 2, "c64")
	compareOnly(complex(1, 2), complex(1, 2), complex(2, 1), "c128")
	compare[any](any("x"), any(strings.Repeat("x", 1)), any(1), "nilinter")
	compare[fmt.Stringer](named(1), named(1), named(2), "inter")
	hash := get[func(p pointer, seed, size uintptr) uintptr]("Do_memhash")
	check(hash(pointer(&x), 1, 19) == hash(pointer(&y), 1, 19), "memhash")
	check(hash(pointer(&x), 1, 20) != hash(pointer(&y), 1, 20), "memhash")
	for _, size := range []int{32, 64} {
		hash := get[func(p pointer, seed uintptr) uintptr](fmt.Sprint("Do_memhash", size))
		check(hash(pointer(&x), 1) == hash(pointer(&y), 1), size)
		start := 20 - size/8
		check(hash(pointer(&x[start]), 1) != hash(pointer(&y[start]), 1), size)
	}
	typed := get[func(typ, p pointer, seed uintptr) uintptr]("Do_typehash")
	check(typed(typeOf[node](), pa, 5) == typed(typeOf[node](), pb, 5), "typehash")
	quotient := get[func(n, m complex128) complex128]("Do_complex128div")(complex(3, 4), complex(1, -2))
	check(quotient == complex(3, 4)/complex(1, -2), "complex128div")
}

func compareOnly[T any](a, b, other T, name string) {
	equal := get[func(p, q pointer) bool]("Do_" + name + "equal")
	check(equal(pointer(&a), pointer(&b)) && !equal(pointer(&a), pointer(&other)), name)
}

func compare[T any](a, b, other T, name string) {
	compareOnly(a, b, other, name)
	hash := get[func(p pointer, seed uintptr) uintptr]("Do_" + name + "hash")
	check(hash(pointer(&a), 9) == hash(pointer(&b), 9), name)
	check(hash(pointer(&a), 9) != hash(pointer(&other), 9), name)
}

func panics() {
	panicking := errorText(func() { get[func(any)]("Do_gopanic")(fmt.Errorf("of ours")) })
	check(panicking == "of ours", panicking)
	for name, message := range map[string]string{
		"panicdivide":             "integer divide by zero",
		"panicshift":              "negative shift amount",
		"panicmakeslicelen":       "makeslice: len out of range",
		"panicunsafeslicelen":     "unsafe.Slice: len out of range",
		"panicunsafeslicenilptr":  "unsafe.Slice: ptr is nil and len is not zero",
		"panicunsafestringlen":    "unsafe.String: len out of range",
		"panicunsafestringnilptr": "unsafe.String: ptr is nil and len is not zero",
	} {
		text := errorText(get[func()]("Do_" + name))
		check(text == "runtime error: "+message, name, text)
	}
	conversion := get[func(have, want, iface pointer)]("Do_panicdottypeE")
	text := errorText(func() { conversion(typeOf[int](), typeOf[string](), words((*any)(nil)).typ) })
	check(text == "interface conversion: *interface {} is int, not string", text)
	inner := (*eface)(pointer(&struct{ s fmt.Stringer }{named(1)}))
	conversion = get[func(have, want, iface pointer)]("Do_panicdottypeI")
	text = errorText(func() { conversion(inner.typ, typeOf[string](), words((*any)(nil)).typ) })
	check(text == "interface conversion: *interface {} is main.named, not string", text)
	if !has("Do_goPanicIndex") {
		return
	}
	for name, message := range map[string]string{
		"Index":        "index out of range [7] with length 5",
		"SliceAlen":    "slice bounds out of range [:7] with length 5",
		"SliceAcap":    "slice bounds out of range [:7] with capacity 5",
		"SliceB":       "slice bounds out of range [7:5]",
		"SliceConvert": "cannot convert slice with length 5 to array or pointer to array with length 7",
	} {
		text := errorText(func() { get[func(x, y int)]("Do_goPanic"+name)(7, 5) })
		check(text == "runtime error: "+message, name, text)
	}
	text = errorText(func() { get[func(x uint, y int)]("Do_goPanicIndexU")(1<<63, 5) })
	check(text == "runtime error: index out of range [9223372036854775808] with length 5", text)
}

func errorText(function func()) string {
	err, _ := recovered(function).(error)
	if err == nil {
		return "no error"
	}
	return err.Error()
}

func printing() {
	do := func(name string) { get[func()]("Do_" + name)() }
	var e any = 3
	var s fmt.Stringer = named(4)
	bytes := make([]byte, 2, 9)
	println(true, -5, uint(5), "0x6", pointer(&bytes[0]), "text", bytes, e, s, 1.5, complex(1, 2))
	do("printlock")
	get[func(bool)]("Do_printbool")(true)
	do("printsp")
	get[func(int64)]("Do_printint")(-5)
	do("printsp")
	get[func(uint64)]("Do_printuint")(5)
	do("printsp")
	get[func(uintptr)]("Do_printuintptr")(6)
	do("printsp")
	get[func(pointer)]("Do_printpointer")(pointer(&bytes[0]))
	do("printsp")
	get[func(string)]("Do_printstring")("text")
	do("printsp")
	get[func([]byte)]("Do_printslice")(bytes)
	do("printsp")
	get[func(any)]("Do_printeface")(e)
	do("printsp")
	get[func(any)]("Do_printiface")(*(*any)(pointer(&s)))
	do("printsp")
	if has("Do_printfloat") {
		get[func(float64)]("Do_printfloat")(1.5)
		do("printsp")
		get[func(complex128)]("Do_printcomplex")(complex(1, 2))
	} else {
		get[func(float64)]("Do_printfloat64")(1.5)
		do("printsp")
		get[func(complex128)]("Do_printcomplex128")(complex(1, 2))
	}
	do("printnl")
	do("printunlock")
}
