package main

import "fmt"

type key struct {
	number int
	name   string
}

// iterator is as large as the runtime's, and starts with the addresses of key and element.
type iterator struct {
	key, element pointer
	rest         [20]pointer
}

func keys(typ, m pointer) (found []pointer) {
	it := new(iterator)
	start, next := "Do_mapiterinit", "Do_mapiternext"
	if has("Do_mapIterStart") {
		start, next = "Do_mapIterStart", "Do_mapIterNext"
	}
	get[func(t, m, it pointer)](start)(typ, m, pointer(it))
	for it.key != nil {
		found = append(found, it.key)
		get[func(pointer)](next)(pointer(it))
	}
	return found
}

func maps() {
	typ := typeOf[map[key]*node]()
	small := get[func() pointer]("Do_makemap_small")()
	m := get[func(t pointer, hint int, m pointer) pointer]("Do_makemap")(typ, 50, nil)
	theirs := *(*map[key]*node)(pointer(&m))
	assign := get[func(t, m, key pointer) pointer]("Do_mapassign")
	for i := 0; i < 100; i++ {
		k := key{i, fmt.Sprint(i)}
		*(**node)(assign(typ, m, pointer(&k))) = &node{value: [3]int{i}}
	}
	check(len(theirs) == 100 && theirs[key{7, "7"}].value[0] == 7, "mapassign")
	k := key{8, "8"}
	found := *(**node)(get[func(t, m, key pointer) pointer]("Do_mapaccess1")(typ, m, pointer(&k)))
	check(found.value[0] == 8, "mapaccess1")
	access := get[func(t, m, key pointer) (pointer, bool)]("Do_mapaccess2")
	_, is := access(typ, m, pointer(&k))
	check(is, "mapaccess2")
	get[func(t, m, key pointer)]("Do_mapdelete")(typ, m, pointer(&k))
	_, is = access(typ, m, pointer(&k))
	check(!is && len(theirs) == 99, "mapdelete")
	sum := 0
	for _, k := range keys(typ, m) {
		check(theirs[*(*key)(k)].value[0] == (*key)(k).number, "iteration")
		sum += (*key)(k).number
	}
	check(sum == 100*99/2-8, "iteration ", sum)
	get[func(t, m pointer)]("Do_mapclear")(typ, m)
	check(len(theirs) == 0, "mapclear")
	*(**node)(assign(typ, small, pointer(&k))) = found
	check((*(*map[key]*node)(pointer(&small)))[k] == found, "makemap_small")
}

func fastMap[K comparable](suffix string, key func(int) K) {
	typ := typeOf[map[K]int]()
	theirs := map[K]int{}
	m := *(*pointer)(pointer(&theirs))
	for i := 0; i < 20; i++ {
		*(*int)(get[func(t, m pointer, key K) pointer]("Do_mapassign_"+suffix)(typ, m, key(i))) = i
	}
	check(len(theirs) == 20 && theirs[key(7)] == 7, suffix)
	get[func(t, m pointer, key K)]("Do_mapdelete_"+suffix)(typ, m, key(8))
	value := *(*int)(get[func(t, m pointer, key K) pointer]("Do_mapaccess1_"+suffix)(
		typ, m, key(7)))
	_, is := get[func(t, m pointer, key K) (pointer, bool)]("Do_mapaccess2_"+suffix)(
		typ, m, key(8))
	check(value == 7 && !is, suffix)
}

func fastMaps() {
	fastMap("fast32", func(i int) uint32 { return uint32(i) })
	fastMap("fast64", func(i int) uint64 { return uint64(i) << 33 })
	fastMap("faststr", func(i int) string { return fmt.Sprint(i) })
	theirs := map[*int]int{}
	k := new(int)
	*(*int)(get[func(t, m, key pointer) pointer]("Do_mapassign_fast64ptr")(
		typeOf[map[*int]int](), *(*pointer)(pointer(&theirs)), pointer(k))) = 5
	check(theirs[k] == 5, "fast64ptr")
}

func channels() {
	c := get[func(t pointer, size int) pointer]("Do_makechan")(typeOf[chan *node](), 2)
	theirs := *(*chan *node)(pointer(&c))
	sent := &node{name: "sent"}
	send := get[func(c, elem pointer)]("Do_chansend1")
	send(c, pointer(&sent))
	check(len(theirs) == 1 && cap(theirs) == 2, "chansend1")
	if has("Do_chanlen") {
		check(get[func(pointer) int]("Do_chanlen")(c) == 1, "chanlen")
		check(get[func(pointer) int]("Do_chancap")(c) == 2, "chancap")
	}
	trySend := get[func(c, elem pointer) bool]("Do_selectnbsend")
	check(trySend(c, pointer(&sent)) && !trySend(c, pointer(&sent)), "selectnbsend")
	var received *node
	selected, is := get[func(elem, c pointer) (selected, received bool)]("Do_selectnbrecv")(
		pointer(&received), c)
	check(selected && is && received == sent, "selectnbrecv")
	received = nil
	get[func(c, elem pointer)]("Do_chanrecv1")(c, pointer(&received))
	check(received == sent, "chanrecv1")
	// The receiver waits, and its stack with the address of the element may shrink meanwhile.
	done := make(chan bool)
	go func() {
		grow(50)
		var received *node
		is := get[func(c, elem pointer) bool]("Do_chanrecv2")(c, pointer(&received))
		done <- is && received == sent
	}()
	send(c, pointer(&sent))
	check(<-done, "chanrecv2")
	get[func(pointer)]("Do_closechan")(c)
	check(!get[func(c, elem pointer) bool]("Do_chanrecv2")(c, pointer(&received)), "closechan")
}
