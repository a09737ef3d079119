package main

import (
	"fmt"
	"math"
	"math/rand"
	"plugin"
	"reflect"
	"strings"
	"unsafe"
)

// Twins of the plugin's types, compared by what Go's compiler makes of them.
type (
	Floats struct {
		A float32
		B float64
		C complex64
		D int8
	}
	Padded struct {
		A int8
		B int64
		C int16
		D int32
		E bool
	}
	Strings struct {
		S, T string
		N    int16
	}
	StringArray struct {
		A [3]string
		B [2]float64
	}
	Large struct {
		A [100]byte
		B int8
		C [3]int64
	}
	Nested struct {
		P Padded
		Q [2]Strings
		R struct{ X, Y int16 }
	}
	Blank struct {
		A    int16
		_    int32
		B, _ int64
		C    string
	}
	Pointers struct {
		A *int
		B byte
		C chan int
	}
	Matrix [3][2]float32
	Deep   [2]struct {
		A [2]struct {
			S string
			N int8
		}
		B int8
	}
	Wide [300]int8
)

func equality(p *plugin.Plugin) {
	compare[Floats](p, "VFloats")
	compare[Padded](p, "VPadded")
	compare[Strings](p, "VStrings")
	compare[StringArray](p, "VStringArray")
	compare[Large](p, "VLarge")
	compare[Nested](p, "VNested")
	compare[Blank](p, "VBlank")
	compare[Pointers](p, "VPointers")
	compare[Matrix](p, "VMatrix")
	compare[Deep](p, "VDeep")
	compare[Wide](p, "VWide")
}

// compare compares pairs of values, as the plugin's type and as its twin T: by ==
// in interfaces and as keys of maps.
func compare[T comparable](p *plugin.Plugin, name string) {
	t := variable(p, name).Type()
	same("the size of "+t.String(), t.Size(), unsafe.Sizeof(*new(T)))
	same("whether it compares", t.Comparable(), true)
	random := rand.New(rand.NewSource(1))
	equal := 0
	const rounds = 1500
	for i := 0; i < rounds; i++ {
		a, b := new(T), new(T)
		la, lb := leaves(reflect.ValueOf(a).Elem()), leaves(reflect.ValueOf(b).Elem())
		scribble(unsafe.Pointer(a), t.Size(), la, random)
		scribble(unsafe.Pointer(b), t.Size(), lb, random)
		for j := range la {
			if random.Intn(20) > 0 {
				fill(la[j], random, 0.02)
			}
			twin(lb[j], la[j])
		}
		if random.Intn(2) == 0 {
			fill(lb[random.Intn(len(lb))], random, 0.5)
		}
		x := reflect.NewAt(t, unsafe.Pointer(a)).Elem().Interface()
		y := reflect.NewAt(t, unsafe.Pointer(b)).Elem().Interface()
		want := *a == *b
		if want {
			equal++
		}
		what := fmt.Sprintf("%v: %+v and %+v", t, x, y)
		same(what+", equal", x == y, want)
		same(what+", equal the other way", y == x, want)
		keys := reflect.MakeMap(reflect.MapOf(t, reflect.TypeOf(0)))
		keys.SetMapIndex(reflect.ValueOf(x), reflect.ValueOf(1))
		same(what+", as keys", keys.MapIndex(reflect.ValueOf(y)).IsValid(), want)
		_, found := map[any]int{x: 1}[y]
		same(what+", as keys in interfaces", found, want)
	}
	fmt.Printf("%v: %d of %d pairs are equal\n", t, equal, rounds)
	if equal < rounds/10 || equal > rounds*9/10 {
		fail("%v: the pairs are too much alike", t)
	}
}

// leaves gives the settable scalars of a value, unexported and blank ones too.
func leaves(v reflect.Value) (all []reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := 0; i < v.NumField(); i++ {
			f := v.Field(i)
			all = append(all, leaves(reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem())...)
		}
	case reflect.Array:
		for i := 0; i < v.Len(); i++ {
			all = append(all, leaves(v.Index(i))...)
		}
	default:
		all = []reflect.Value{v}
	}
	return
}

// scribble puts anything into the bytes that belong to no leaf.
func scribble(p unsafe.Pointer, size uintptr, leaves []reflect.Value, random *rand.Rand) {
	bytes := unsafe.Slice((*byte)(p), size)
	owned := make([]bool, size)
	for _, leaf := range leaves {
		start := leaf.UnsafeAddr() - uintptr(p)
		for i := start; i < start+leaf.Type().Size(); i++ {
			owned[i] = true
		}
	}
	for i := range bytes {
		if !owned[i] {
			bytes[i] = byte(random.Int())
		}
	}
}

var pointers = [2]*int{new(int), new(int)}
var channels = [2]chan int{make(chan int), make(chan int)}

// fill gives a leaf one of few values, among them those that compare oddly.
func fill(v reflect.Value, random *rand.Rand, nan float64) {
	number := func() float64 {
		if random.Float64() < nan/4 {
			return math.NaN()
		}
		return []float64{0, math.Copysign(0, -1), 1, math.Inf(1), -1.5}[random.Intn(5)]
	}
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(random.Intn(2) == 0)
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt([]int64{0, 1, -1, 256, 1 << 31}[random.Intn(5)])
	case reflect.Uint8:
		v.SetUint(uint64(random.Intn(3)))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(number())
	case reflect.Complex64:
		v.SetComplex(complex(number(), number()))
	case reflect.String:
		s := []byte(strings.Repeat("abcdefg", 3)[:random.Intn(21)])
		if len(s) > 0 && random.Intn(2) == 0 {
			s[random.Intn(len(s))] ^= 1 << random.Intn(8)
		}
		v.SetString(string(s))
	case reflect.Pointer:
		v.Set(reflect.ValueOf(pointers[random.Intn(2)]))
	case reflect.Chan:
		v.Set(reflect.ValueOf(channels[random.Intn(2)]))
	default:
		fail("no values for a %v", v.Type())
	}
}

// twin makes to equal to from, strings at another address, zeros perhaps of the
// other sign.
func twin(to, from reflect.Value) {
	switch from.Kind() {
	case reflect.String:
		to.SetString(strings.Clone(from.String()))
	case reflect.Float32, reflect.Float64:
		to.SetFloat(from.Float())
		if from.Float() == 0 {
			to.SetFloat(math.Copysign(0, -math.Copysign(1, from.Float())))
		}
	default:
		to.Set(from)
	}
}
