package main

import (
	"runtime"
	"sync/atomic"
	"unsafe"
)

type node struct {
	next  *node
	name  string
	value [3]int
}

func slice[T any](data pointer, length, capacity int) []T {
	return unsafe.Slice((*T)(data), capacity)[:length]
}

func memory() {
	n := (*node)(get[func(pointer) pointer]("Do_newobject")(typeOf[node]()))
	check(*n == node{}, "newobject")
	list := slice[node](get[func(pointer, int) pointer]("Do_newarray")(typeOf[node](), 3), 3, 3)
	check(list[2] == node{}, "newarray")
	raw := get[func(uintptr, pointer, bool) pointer]("Do_mallocgc")(64, nil, true)
	check(*(*[64]byte)(raw) == [64]byte{}, "mallocgc")
	list = slice[node](
		get[func(pointer, int, int) pointer]("Do_makeslice")(typeOf[node](), 3, 5), 3, 5)
	check(list[:5][4] == node{}, "makeslice")
	for i := range list {
		list[i] = node{next: n, name: "n", value: [3]int{i}}
	}
	same := slice[node](get[func(pointer, int, int, pointer) pointer]("Do_makeslicecopy")(
		typeOf[node](), 4, 3, pointer(&list[0])), 4, 4)
	check(same[2] == list[2] && same[3] == node{}, "makeslicecopy")
	grown := get[func(pointer, int, int, int, pointer) []byte]("Do_growslice")(
		pointer(&list[0]), 9, 5, 4, typeOf[node]())
	many := *(*[]node)(pointer(&grown))
	check(len(many) == 9 && cap(many) >= 9 && many[1] == list[1], "growslice")

	from, to := []int{1, 2, 3, 4}, make([]int, 3)
	count := get[func(pointer, int, pointer, int, uintptr) int]("Do_slicecopy")(
		pointer(&to[0]), 3, pointer(&from[0]), 4, 8)
	check(count == 3 && to[2] == 3, "slicecopy")
	get[func(to, from pointer, n uintptr)]("Do_memmove")(pointer(&from[1]), pointer(&from[0]), 24)
	check(from[3] == 3 && from[1] == 1, "memmove")
	get[func(pointer, uintptr)]("Do_memclrNoHeapPointers")(pointer(&from[0]), 16)
	check(from[1] == 0 && from[2] == 2, "memclrNoHeapPointers")
	get[func(pointer, uintptr)]("Do_memclrHasPointers")(
		pointer(&same[0]), unsafe.Sizeof(node{}))
	check(same[0] == node{} && same[1] == list[1], "memclrHasPointers")

	move := get[func(typ, dst, src pointer)]("Do_typedmemmove")
	barrier := get[func(typ, dst, src pointer)]("Do_wbMove")
	// Chains that only these copies hold, while the collector marks.
	for i := 0; i < 300; i++ {
		next := node{next: &node{next: n, name: "chain", value: [3]int{i}}, name: "head"}
		move(typeOf[node](), pointer(&many[i%9]), pointer(&next))
		barrier(typeOf[node](), pointer(&many[(i+1)%9]), pointer(&many[i%9]))
		many[(i+1)%9] = many[i%9]
	}
	for i := range many {
		check(many[i].next.name == "chain" && many[i].next.next == n, "typedmemmove")
	}
	copied := get[func(elem, dst pointer, dstLen int, src pointer, srcLen int) int](
		"Do_typedslicecopy")(typeOf[node](), pointer(&list[0]), 3, pointer(&many[2]), 7)
	check(copied == 3 && list[2] == many[4], "typedslicecopy")
	get[func(typ, ptr pointer)]("Do_wbZero")(typeOf[node](), pointer(&list[0]))
	get[func(typ, ptr pointer)]("Do_typedmemclr")(typeOf[node](), pointer(&list[0]))
	check(list[0] == node{} && list[1].name == "head", "typedmemclr")

	done := make(chan int, 1)
	started := func() { done <- n.value[0] + 7 }
	get[func(pointer)]("Do_newproc")(*(*pointer)(pointer(&started)))
	check(<-done == 7, "newproc")
	get[func()]("Do_Gosched")()
	go func() {
		defer func() { done <- 8 }()
		get[func()]("Do_Goexit")()
		done <- 9
	}()
	check(<-done == 8, "Goexit")
}

func finalizers() {
	var finalized atomic.Int32
	for i := 0; i < 10; i++ {
		get[func(obj, finalizer any)]("Do_SetFinalizer")(
			&node{name: "finalized"}, func(n *node) {
				if n.name == "finalized" {
					finalized.Add(1)
				}
			})
	}
	for i := 0; i < 100 && finalized.Load() < 9; i++ {
		get[func()]("Do_GC")()
		runtime.Gosched()
	}
	check(finalized.Load() >= 9, "SetFinalizer ", finalized.Load())
}

func text() {
	a, b, c := string([]byte("abc")), string([]byte("déf")), string([]byte("g"))
	two := get[func(buf pointer, a0, a1 string) string]("Do_concatstring2")(nil, a, b)
	check(two == a+b, two)
	three := get[func(buf pointer, a0, a1, a2 string) string]("Do_concatstring3")(nil, a, b, c)
	check(three == a+b+c, three)
	four := get[func(buf pointer, a0, a1, a2, a3 string) string]("Do_concatstring4")(
		nil, a, b, c, a)
	check(four == a+b+c+a, four)
	five := get[func(buf pointer, a0, a1, a2, a3, a4 string) string]("Do_concatstring5")(
		nil, a, b, c, a, b)
	check(five == a+b+c+a+b, five)
	all := get[func(buf pointer, a []string) string]("Do_concatstrings")(
		nil, []string{a, b, c, a, b, c})
	check(all == three+three, all)
	if symbol, err := opened.Lookup("Do_concatbyte3"); err == nil {
		switch concat := symbol.(type) {
		case func(a0, a1, a2 string) []byte:
			check(string(concat(a, b, c)) == three, "concatbyte3")
			check(string(get[func(a0, a1 string) []byte]("Do_concatbyte2")(a, b)) == two)
			check(string(get[func([]string) []byte]("Do_concatbytes")([]string{a, b})) == two)
		case func(buf pointer, a0, a1, a2 string) []byte:
			check(string(concat(nil, a, b, c)) == three, "concatbyte3")
			check(string(get[func(buf pointer, a0, a1 string) []byte]("Do_concatbyte2")(
				nil, a, b)) == two)
			check(string(get[func(pointer, []string) []byte]("Do_concatbytes")(
				nil, []string{a, b})) == two)
		default:
			panic(symbol)
		}
	}
	check(get[func(pointer, int64) string]("Do_intstring")(nil, 0xe9) == "é", "intstring")
	bytes := []byte(five)
	check(get[func(buf, ptr pointer, n int) string]("Do_slicebytetostring")(
		nil, pointer(&bytes[0]), len(bytes)) == five, "slicebytetostring")
	check(string(get[func(pointer, string) []byte]("Do_stringtoslicebyte")(nil, five)) == five)
	runes := get[func(pointer, string) []rune]("Do_stringtoslicerune")(nil, five)
	check(string(runes) == five, "stringtoslicerune")
	check(get[func(pointer, []rune) string]("Do_slicerunetostring")(nil, runes) == five)
	check(get[func(string) int]("Do_countrunes")(five) == len(runes), "countrunes")
	r, at := get[func(string, int) (rune, int)]("Do_decoderune")(b, 1)
	check(r == 'é' && at == 3, "decoderune")
}
