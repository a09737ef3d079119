; Objects that only frames of ours hold: they live as long as a frame needs them, and no longer.

; go: type Node struct { Value int; Text string; Next *Node }
; go: func Hold(watch func(*Node), during func(), n int) int
; go: func HoldField(watch func(*Node), during func(), n int) int
; go: func HoldLocal(watch func(*Node), during func(), n int) int
; go: func Drop(watch func(*Node), during func(), n int) int
; go: func DropParameter(p *Node, during func()) int
; go: func DropStack(a, b, c, d, e, f, g, h, i, j, k int, during func(), p *Node) int
; go: func DropLocal(watch func(*Node), during func(), n int) int
; go: func Finalize(finalizer func(*Node), during func(), n int) int

%Node = type { i64, %string, ptr1 }

declare ptr1 @"runtime.newobject"(ptr1)
declare void @"runtime.SetFinalizer"(ptr1, ptr1, ptr1, ptr1)
declare void @"go.call:func()"(ptr1)
declare void @"go.call:func(*Node)"(ptr1, ptr1)
@"go.type:Node" = external addrspace(1) constant i8
@"go.type:*Node" = external addrspace(1) constant i8
@"go.type:func(*Node)" = external addrspace(1) constant i8

; Read after during() returned: alive until then.
define i64 @{Hold}(ptr1 %watch, ptr1 %during, i64 %n) FN(10) {
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(11)
  store i64 %n, ptr1 %node, align 8, LN(11)
  call void @"go.call:func(*Node)"(ptr1 %watch, ptr1 %node), LN(12)
  call void @"go.call:func()"(ptr1 %during), LN(13)
  %value = load i64, ptr1 %node, align 8, LN(14)
  ret i64 %value, LN(14)
}

; The same by the address of a field.
define i64 @{HoldField}(ptr1 %watch, ptr1 %during, i64 %n) FN(20) {
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(21)
  %length = getelementptr i8, ptr1 %node, i64 16, LN(21)
  store i64 %n, ptr1 %length, align 8, LN(21)
  call void @"go.call:func(*Node)"(ptr1 %watch, ptr1 %node), LN(22)
  call void @"go.call:func()"(ptr1 %during), LN(23)
  %value = load i64, ptr1 %length, align 8, LN(24)
  store i64 0, ptr1 %length, align 8, LN(25)
  ret i64 %value, LN(25)
}

; The same by a local that is read later.
define i64 @{HoldLocal}(ptr1 %watch, ptr1 %during, i64 %n) FN(30) {
  %slots = alloca [3 x ptr1], align 8
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(31)
  store i64 %n, ptr1 %node, align 8, LN(31)
  store [3 x ptr1] zeroinitializer, ptr %slots, align 8, LN(32)
  %index = urem i64 %n, 3, LN(32)
  %slot = getelementptr ptr1, ptr %slots, i64 %index, LN(32)
  store ptr1 %node, ptr %slot, align 8, LN(32)
  call void @"go.call:func(*Node)"(ptr1 %watch, ptr1 %node), LN(33)
  call void @"go.call:func()"(ptr1 %during), LN(34)
  %index.again = call i64 asm sideeffect "", "=r,0"(i64 %index), LN(35)
  %slot.again = getelementptr ptr1, ptr %slots, i64 %index.again, LN(35)
  %held = load ptr1, ptr %slot.again, align 8, LN(35)
  %value = load i64, ptr1 %held, align 8, LN(35)
  ret i64 %value, LN(35)
}

; Never read after watch(): gone in during(), though its frame is still there.
define i64 @{Drop}(ptr1 %watch, ptr1 %during, i64 %n) FN(40) {
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(41)
  store i64 %n, ptr1 %node, align 8, LN(41)
  call void @"go.call:func(*Node)"(ptr1 %watch, ptr1 %node), LN(42)
  call void @"go.call:func()"(ptr1 %during), LN(43)
  ret i64 %n, LN(44)
}

; A parameter that is not needed any more: no copy that was made at entry may hold it.
define i64 @{DropParameter}(ptr1 %p, ptr1 %during) FN(50) {
  %value = load i64, ptr1 %p, align 8, LN(51)
  call void @"go.call:func()"(ptr1 %during), LN(52)
  ret i64 %value, LN(53)
}

; One that no register held: Go keeps those as long as the call lasts, or drops them, as it likes;
; here the frame needs it.
define i64 @{DropStack}(i64 %a, i64 %b, i64 %c, i64 %d, i64 %e, i64 %f, i64 %g, i64 %h, i64 %i,
    i64 %j, i64 %k, ptr1 %during, ptr1 %p) FN(60) {
  call void @"go.call:func()"(ptr1 %during), LN(61)
  %value = load i64, ptr1 %p, align 8, LN(62)
  %sum = add i64 %value, %k, LN(62)
  ret i64 %sum, LN(62)
}

; A local that is overwritten lets go of what it held.
define i64 @{DropLocal}(ptr1 %watch, ptr1 %during, i64 %n) FN(70) {
  %slots = alloca [2 x ptr1], align 8
  %slots.1 = addrspacecast ptr %slots to ptr1
  store [2 x ptr1] zeroinitializer, ptr1 %slots.1, align 8, LN(71)
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(72)
  store i64 %n, ptr1 %node, align 8, LN(72)
  store ptr1 %node, ptr1 %slots.1, align 8, LN(73)
  call void @"go.call:func(*Node)"(ptr1 %watch, ptr1 %node), LN(74)
  store [2 x ptr1] zeroinitializer, ptr1 %slots.1, align 8, LN(75)
  call void @"go.call:func()"(ptr1 %during), LN(76)
  %left = load ptr1, ptr1 %slots.1, align 8, LN(77)
  %none = icmp eq ptr1 %left, null, LN(77)
  %result = select i1 %none, i64 %n, i64 -1, LN(77)
  ret i64 %result, LN(77)
}

; runtime.SetFinalizer from here, while the frame still needs the object.
define i64 @{Finalize}(ptr1 %finalizer, ptr1 %during, i64 %n) FN(80) {
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(81)
  store i64 %n, ptr1 %node, align 8, LN(81)
  call void @"runtime.SetFinalizer"(ptr1 @"go.type:*Node", ptr1 %node, ptr1 @"go.type:func(*Node)",
    ptr1 %finalizer), LN(82)
  call void @"go.call:func()"(ptr1 %during), LN(83)
  %value = load i64, ptr1 %node, align 8, LN(84)
  ret i64 %value, LN(84)
}
