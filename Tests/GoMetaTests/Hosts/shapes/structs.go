package main

import (
	"fmt"
	"math"
	"plugin"
	"reflect"
)

// variable gives a variable of the plugin, whose type the host cannot name.
func variable(p *plugin.Plugin, name string) reflect.Value {
	return reflect.ValueOf(lookup(p, name)).Elem()
}

func structs(p *plugin.Plugin) {
	record := variable(p, "VRecord")
	record.Field(0).SetInt(-3)
	record.Field(1).SetFloat(0.5)
	record.Field(2).SetUint(65000)
	record.Field(3).SetString("four")
	weigher := record.Interface().(interface{ Weight(int) float64 })
	same("Record.Weight", weigher.Weight(2), 130003.0)
	same("Record.Weight by reflection", record.MethodByName("Weight").Call(
		[]reflect.Value{reflect.ValueOf(-2)})[0].Float(), -130003.0)
	same("(*Record).Weight", record.Addr().Interface().(interface{ Weight(int) float64 }).Weight(2),
		130003.0)

	outer := variable(p, "VOuter")
	outer.Field(0).Field(0).SetInt(math.MaxInt32)
	outer.Field(0).Field(1).SetInt(-7)
	outer.Field(1).SetInt(1 << 40)
	turned := reflect.ValueOf(lookup(p, "Turn")).Call([]reflect.Value{outer})[0]
	same("Turn", fmt.Sprint(turned), fmt.Sprintf("{{%d 7} %d}", -math.MaxInt32, -1<<40))

	one := variable(p, "VOne")
	one.Field(0).Index(0).SetInt(1234)
	same("Negate", fmt.Sprint(reflect.ValueOf(lookup(p, "Negate")).Call([]reflect.Value{one})[0]),
		"{[-1234] {}}")
}

func methods(p *plugin.Plugin) {
	// A Box is its pointer: interfaces hold it directly.
	answer := 42
	box := variable(p, "VBox")
	box.Field(0).Set(reflect.ValueOf(&answer))
	same("Box.Get", box.Interface().(interface{ Get() int }).Get(), 42)
	same("(*Box).Get", box.Addr().Interface().(interface{ Get() int }).Get(), 42)
	same("Box.Get by reflection", box.Method(0).Call(nil)[0].Int(), 42)
	same("Box.Get by its type", box.Type().Method(0).Func.Call([]reflect.Value{box})[0].Int(), 42)

	code := variable(p, "VCode")
	code.Addr().Interface().(interface{ Increment() }).Increment()
	same("VCode", code.Int(), 8)
	same("Code.Double by reflection", fmt.Sprint(code.MethodByName("Double").Call(nil)[0]), "16")
	same("(*Code).Double", fmt.Sprint(code.Addr().MethodByName("Double").Call(nil)[0]), "16")
	same("the methods of Code", code.Type().NumMethod(), 1)
	same("the methods of *Code", code.Addr().Type().NumMethod(), 2)
}

func results(p *plugin.Plugin) {
	divmod := symbol[func(int, int) (int, int)](p, "Divmod")
	q, m := divmod(-17, 5)
	same("Divmod", fmt.Sprint(q, m), "-3 -2")
	n, s := symbol[func(int) (int8, string)](p, "Describe")(0x1ff)
	same("Describe", fmt.Sprint(n, s), "-1shape")
	call := func(name string, arguments ...any) string {
		var values []reflect.Value
		for _, a := range arguments {
			values = append(values, reflect.ValueOf(a))
		}
		return fmt.Sprint(reflect.ValueOf(lookup(p, name)).Call(values)[0])
	}
	same("MakeBytes", call("MakeBytes", uint32(0x04fe0102)), "{2 1 254}")
	rotate := reflect.ValueOf(lookup(p, "Rotate"))
	v := reflect.New(rotate.Type().In(0)).Elem()
	v.Field(0).SetFloat(1)
	v.Field(1).SetFloat(2)
	same("Rotate", fmt.Sprint(rotate.Call([]reflect.Value{v})[0]), "{-2 1}")
	f, b, d, t := symbol[func(int) (float32, int8, float64, string)](p, "Everything")(301)
	same("Everything", fmt.Sprint(f, b, d, t), "301 45 150.5shape")
}

func many(p *plugin.Plugin) {
	f := symbol[func(int8, uint16, int32, int64, *int, bool,
		float64, float64, float64, float64, float64, float64, float64, float64) float64](p, "Many")
	e := 5
	want := float64(-1 + 65535 - 3 + 1<<40 + 5 + 1)
	for i := 0; i < 8; i++ {
		want += float64(i+1) / 16 * float64(int(1)<<i)
	}
	same("Many", f(-1, 65535, -3, 1<<40, &e, true,
		1./16, 2./16, 3./16, 4./16, 5./16, 6./16, 7./16, 8./16), want)
	// On a new stack, which the entry thunk makes grow with all registers in use.
	done := make(chan float64)
	go func() {
		done <- f(-1, 65535, -3, 1<<40, &e, true, 1./16, 2./16, 3./16, 4./16, 5./16, 6./16, 7./16, 8./16)
	}()
	same("Many in a goroutine", <-done, want)
}

// wide passes and returns as much as arm64 has registers for, reversed.
func wide(p *plugin.Plugin) {
	f := symbol[func(a, b, c, d, e, f, g, h int, s, t, u, v, w, x, y, z float64) (
		int, int, int, int, int, int, int, int,
		float64, float64, float64, float64, float64, float64, float64, float64)](p, "Reverse")
	for i := 0; i < 2; i++ {
		done := make(chan string)
		go func() {
			a, b, c, d, e, f, g, h, s, t, u, v, w, x, y, z := f(1, 2, 3, 4, 5, 6, 7, 8,
				.1, .2, .3, .4, .5, .6, .7, .8)
			done <- fmt.Sprint(a, b, c, d, e, f, g, h, s, t, u, v, w, x, y, z)
		}()
		same("Reverse", <-done, "8 7 6 5 4 3 2 1 0.8 0.7 0.6 0.5 0.4 0.3 0.2 0.1")
	}
}
