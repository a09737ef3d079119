package main

import (
	"errors"
	"fmt"
	"math/rand"
	"reflect"
)

// signatures calls the plugin's functions Echo0, Echo1, …: each takes a function and the arguments
// to call it with, and returns what that returns. Types are what reflection says they are.
func signatures() {
	random := rand.New(rand.NewSource(1))
	count := 0
	for ; ; count++ {
		s, err := library.Lookup(fmt.Sprint("Echo", count))
		if err != nil {
			break
		}
		echo := reflect.ValueOf(s)
		for i := 0; i < scaled(16); i++ {
			fresh(func() bool { callEcho(fmt.Sprint("Echo", count), echo, random); return true })
		}
	}
	if count < 40 {
		fail("the plugin has %d functions Echo", count)
	}
}

func callEcho(name string, echo reflect.Value, random *rand.Rand) {
	callee := echo.Type().In(0)
	arguments := make([]reflect.Value, callee.NumIn())
	for i := range arguments {
		arguments[i] = randomValue(callee.In(i), random)
	}
	results := make([]reflect.Value, callee.NumOut())
	for i := range results {
		results[i] = randomValue(callee.Out(i), random)
	}
	calls := 0
	f := reflect.MakeFunc(callee, func(got []reflect.Value) []reflect.Value {
		calls++
		mostly()
		for i := range got {
			sameValue(fmt.Sprintf("%s: argument %d of %v", name, i, callee), got[i], arguments[i])
		}
		return results
	})
	got := echo.Call(append([]reflect.Value{f}, arguments...))
	same(name+": calls", calls, 1)
	for i := range got {
		sameValue(fmt.Sprintf("%s: result %d of %v", name, i, callee), got[i], results[i])
	}
}

func sameValue(what string, got, want reflect.Value) {
	if !reflect.DeepEqual(got.Interface(), want.Interface()) {
		fail("%s is %v, want %v", what, got, want)
	}
}

// randomValue is a value whose pointers lead to what nothing else holds.
func randomValue(t reflect.Type, random *rand.Rand) reflect.Value {
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.Bool:
		v.SetBool(random.Intn(2) == 1)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(int64(random.Uint64()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		v.SetUint(random.Uint64())
	case reflect.Float32, reflect.Float64:
		v.SetFloat(float64(random.Intn(1<<20)) / 16)
	case reflect.Complex64, reflect.Complex128:
		v.SetComplex(complex(float64(random.Intn(1<<20))/16, float64(random.Intn(1<<20))/4))
	case reflect.String:
		v.SetString(fmt.Sprint("text ", random.Intn(1000)))
	case reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		v.Elem().Set(randomValue(t.Elem(), random))
	case reflect.Slice:
		n := random.Intn(5)
		v.Set(reflect.MakeSlice(t, n, n+random.Intn(3)))
		for i := 0; i < n; i++ {
			v.Index(i).Set(randomValue(t.Elem(), random))
		}
	case reflect.Array:
		for i := 0; i < t.Len(); i++ {
			v.Index(i).Set(randomValue(t.Elem(), random))
		}
	case reflect.Struct:
		for i := 0; i < t.NumField(); i++ {
			v.Field(i).Set(randomValue(t.Field(i).Type, random))
		}
	case reflect.Map:
		v.Set(reflect.MakeMap(t))
		v.SetMapIndex(randomValue(t.Key(), random), randomValue(t.Elem(), random))
	case reflect.Interface:
		if t.NumMethod() == 0 {
			any := []any{random.Intn(1000), fmt.Sprint("any ", random.Intn(1000)), &node{Value: random.Intn(9)}, nil}
			if x := any[random.Intn(len(any))]; x != nil {
				v.Set(reflect.ValueOf(x))
			}
		} else {
			v.Set(reflect.ValueOf(errors.New(fmt.Sprint("error ", random.Intn(1000)))))
		}
	default:
		fail("no random %v", t)
	}
	return v
}
