package main

import (
	"errors"
	"io"
	"math"
	"math/rand"
	"os"
	"reflect"
	"strings"
	"unsafe"
)

type (
	number  int
	failure struct {
		text string
		code float32
	}
	word1 struct{ p *int }
	blank struct {
		a int8
		_ int64
		b string
		e any
	}
	callback struct {
		f func()
		n int
	}
)

func (n number) Error() string   { return "number" }
func (f failure) Error() string  { return f.text }
func (w word1) Error() string    { return "word" }
func (c callback) Error() string { return "callback" }

var pointers = [2]*int{new(int), new(int)}
var channels = [2]chan int{make(chan int), make(chan int)}

// text gives one of few texts, each time at another address.
func text(random *rand.Rand) string {
	return strings.Clone(strings.Repeat("abcdefg", 5)[:random.Intn(4)*random.Intn(9)])
}

func float(random *rand.Rand, odd float64) float64 {
	if random.Float64() < odd {
		return []float64{math.NaN(), math.Float64frombits(0x7ff0000000000001)}[random.Intn(2)]
	}
	return []float64{0, math.Copysign(0, -1), 1, math.Inf(1), -1.5}[random.Intn(5)]
}

// fill gives a value one of few contents, odd ones (those that are not equal to
// themselves, or cannot be compared) with that probability at each place.
func fill(v reflect.Value, random *rand.Rand, odd float64) {
	switch v.Kind() {
	case reflect.Struct:
		for i := 0; i < v.NumField(); i++ {
			f := v.Field(i)
			fill(reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem(), random, odd)
		}
	case reflect.Array:
		for i := 0; i < v.Len(); i++ {
			fill(v.Index(i), random, odd)
		}
	case reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt([]int64{0, 1, -1, 1 << 20}[random.Intn(4)])
	case reflect.Uint8:
		v.SetUint(uint64(random.Intn(2)))
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float(random, odd))
	case reflect.Complex64, reflect.Complex128:
		v.SetComplex(complex(float(random, odd), float(random, odd)))
	case reflect.String:
		v.SetString(text(random))
	case reflect.Pointer:
		v.Set(reflect.ValueOf(pointers[random.Intn(2)]))
	case reflect.Chan:
		v.Set(reflect.ValueOf(channels[random.Intn(2)]))
	case reflect.Interface:
		var x any
		if v.Type() == of[error]() {
			x = err(random, odd)
		} else {
			x = dynamic(random, odd)
		}
		if x == nil {
			v.SetZero()
		} else {
			v.Set(reflect.ValueOf(x))
		}
	default:
		fail("no values for a %v", v.Type())
	}
}

// dynamic gives a value of any type.
func dynamic(random *rand.Rand, odd float64) any {
	if random.Float64() < odd {
		return []any{
			[]int{1}, map[string]int{}, func() {}, callback{}, [2]any{1, []int{2}},
			struct{ e any }{map[int]int{}}, math.NaN(), float32(math.NaN()),
		}[random.Intn(8)]
	}
	switch random.Intn(24) {
	case 0:
		return nil
	case 1:
		return random.Intn(2)
	case 2:
		return int8(random.Intn(2))
	case 3:
		return int16(random.Intn(2))
	case 4:
		return int32(random.Intn(2))
	case 5:
		return random.Intn(2) == 0
	case 6:
		return float(random, 0)
	case 7:
		return float32(float(random, 0))
	case 8:
		return complex(float(random, 0), 1)
	case 9:
		return complex64(complex(1, float(random, 0)))
	case 10, 11:
		return text(random)
	case 12:
		return pointers[random.Intn(2)]
	case 13:
		return channels[random.Intn(2)]
	case 14:
		return word1{pointers[random.Intn(2)]}
	case 15:
		return [1]*int{pointers[random.Intn(2)]}
	case 16:
		return blank{int8(random.Intn(2)), random.Int63(), text(random), random.Intn(2)}
	case 17:
		return [2]any{random.Intn(2), text(random)}
	case 18:
		return [3]float32{float32(float(random, 0)), 1, 2}
	case 19:
		return failure{text(random), float32(float(random, 0))}
	case 20:
		return [0]string{}
	case 21:
		return struct{ E error }{err(random, 0)}
	case 22:
		return [3]byte{1, byte(random.Intn(2)), 3}
	default:
		return reflect.TypeOf(random.Intn(2))
	}
}

// err gives an error of few types.
func err(random *rand.Rand, odd float64) error {
	if random.Float64() < odd {
		return callback{n: random.Intn(2)}
	}
	switch random.Intn(7) {
	case 0:
		return nil
	case 1, 2:
		return number(random.Intn(2))
	case 3, 4:
		return failure{text(random), float32(float(random, odd))}
	case 5:
		return word1{pointers[random.Intn(2)]}
	default:
		return []error{io.EOF, os.ErrExist, errors.ErrUnsupported}[random.Intn(3)]
	}
}

// equalish copies a value of the twin's type: strings to other addresses, some
// interfaces to equal values, zeros to those of the other sign.
func equalish(to, from reflect.Value) {
	switch from.Kind() {
	case reflect.Struct:
		for i := 0; i < from.NumField(); i++ {
			t, f := to.Field(i), from.Field(i)
			equalish(reflect.NewAt(t.Type(), unsafe.Pointer(t.UnsafeAddr())).Elem(),
				reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem())
		}
	case reflect.Array:
		for i := 0; i < from.Len(); i++ {
			equalish(to.Index(i), from.Index(i))
		}
	case reflect.String:
		to.SetString(strings.Clone(from.String()))
	case reflect.Float32, reflect.Float64:
		to.SetFloat(from.Float())
		if from.Float() == 0 {
			to.SetFloat(math.Copysign(0, -math.Copysign(1, from.Float())))
		}
	case reflect.Interface:
		if from.IsNil() {
			to.SetZero()
			return
		}
		copied := reflect.New(from.Elem().Type()).Elem()
		copied.Set(from.Elem())
		switch copied.Kind() {
		case reflect.String, reflect.Float32, reflect.Float64, reflect.Array, reflect.Struct:
			if copied.Comparable() && copied.Kind() != reflect.Struct {
				equalish(copied, copied)
			}
		}
		to.Set(copied)
	default:
		to.Set(from)
	}
}
