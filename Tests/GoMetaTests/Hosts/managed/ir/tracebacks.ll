; What Go's tools tell of code here: names, lines, inlined functions, arguments; and profiles.

; go: type Node struct { Value int; Text string; Next *Node }
; go: type Nest struct { A int8; B struct { C *int; D string }; E [1]int32 }
; go: func Args(f func(), n int, s string, b []byte, ok bool, small int8, p *int) int
; go: func Nested1(f func(), x Nest, y any, e error, z float64) int
; go: func Lots(f func(), a, b, c, d, e, g, h, i, j, k, l int) int
; go: func Deeper(f func(), n int, s string)
; go: func Lines(pcs []uintptr) int
; go: func Where(skip int) (pc uintptr, file string, line int, ok bool)
; go: func Outer(f func())
; go: func Burn(p *[32]int, n int) int
; go: func Wait(c chan int) int

declare void @"go.call:func()"(ptr1)
; import: runtime runtime func Callers(skip int, pc []uintptr) int; func Caller(skip int) (pc uintptr, file string, line int, ok bool)
declare i64 @"runtime.Callers"(i64, ptr1, i64, i64)
declare { i64, ptr1, i64, i64, i8 } @"runtime.Caller"(i64)
declare void @"runtime.chanrecv1"(ptr1, ptr1)

; Every parameter is printed, in registers or not.
define i64 @{Args}(ptr1 %f, i64 %n, ptr1 %s, i64 %s.n, ptr1 %b, i64 %b.n, i64 %b.cap, i8 %ok,
    i8 %small, ptr1 %p) FN(10) {
  call void @"go.call:func()"(ptr1 %f), LN(11)
  %x = load i64, ptr1 %p, align 8, LN(12)
  %sum = add i64 %x, %n, LN(12)
  ret i64 %sum, LN(12)
}

define i64 @{Nested1}(ptr1 %f, i8 %a, ptr1 %c, ptr1 %d, i64 %d.n, i32 %e0, ptr1 %y.type, ptr1 %y,
    ptr1 %e.itab, ptr1 %e, double %z) FN(20) {
  call void @"go.call:func()"(ptr1 %f), LN(21)
  %x = load i64, ptr1 %c, align 8, LN(22)
  ret i64 %x, LN(22)
}

; More than are shown.
define i64 @{Lots}(ptr1 %f, i64 %a, i64 %b, i64 %c, i64 %d, i64 %e, i64 %g, i64 %h, i64 %i, i64 %j,
    i64 %k, i64 %l) FN(30) {
  call void @"go.call:func()"(ptr1 %f), LN(31)
  %sum = add i64 %k, %l, LN(32)
  ret i64 %sum, LN(32)
}

define void @{Deeper}(ptr1 %f, i64 %n, ptr1 %s, i64 %s.n) FN(40) {
  %bottom = icmp eq i64 %n, 0, LN(41)
  br i1 %bottom, label %call, label %deeper, LN(41)
call:
  notail call void @"go.call:func()"(ptr1 %f), LN(42)
  ret void, LN(43)
deeper:
  %less = sub i64 %n, 1, LN(44)
  %s.less = sub i64 %s.n, 1, LN(44)
  notail call void @{Deeper}(ptr1 %f, i64 %less, ptr1 %s, i64 %s.less), LN(44)
  ret void, LN(45)
}

; runtime.Callers, from a function that is inlined into one that is inlined into Lines.
define i64 @{Lines}(ptr1 %pcs, i64 %n, i64 %cap) FN(50) {
  %count = call i64 @{inlinedOuter}(ptr1 %pcs, i64 %n, i64 %cap), LN(51)
  ret i64 %count, LN(52)
}
define internal i64 @{inlinedOuter}(ptr1 %pcs, i64 %n, i64 %cap) alwaysinline FN(54) {
  %count = call i64 @{inlinedInner}(ptr1 %pcs, i64 %n, i64 %cap), LN(55)
  ret i64 %count, LN(56)
}
define internal i64 @{inlinedInner}(ptr1 %pcs, i64 %n, i64 %cap) alwaysinline FN(58) {
  %count = call i64 @"runtime.Callers"(i64 0, ptr1 %pcs, i64 %n, i64 %cap), LN(59)
  ret i64 %count, LN(60)
}

define { i64, ptr1, i64, i64, i8 } @{Where}(i64 %skip) FN(62) {
  %r = call { i64, ptr1, i64, i64, i8 } @"runtime.Caller"(i64 %skip), LN(63)
  ret { i64, ptr1, i64, i64, i8 } %r, LN(64)
}

; Calls f twice: from itself by an inlined function, and from a function that has one inlined.
define void @{Outer}(ptr1 %f) FN(70) {
  call void @{tellInlined}(ptr1 %f), LN(71)
  call void @{tellOuter}(ptr1 %f), LN(72)
  ret void, LN(73)
}
define internal void @{tellInlined}(ptr1 %f) alwaysinline FN(75) {
  call void @"go.call:func()"(ptr1 %f), LN(76)
  ret void, LN(77)
}
define internal void @{tellOuter}(ptr1 %f) noinline FN(79) {
  call void @{tellInlined}(ptr1 %f), LN(80)
  ret void, LN(81)
}

; A long time in an inlined loop, in a function that Go does not know.
define i64 @{Burn}(ptr1 %p, i64 %n) FN(90) {
  %x = notail call i64 @{burnInner}(ptr1 %p, i64 %n), LN(91)
  ret i64 %x, LN(91)
}
define internal i64 @{burnInner}(ptr1 %p, i64 %n) noinline FN(93) {
  %x = call i64 @{burnInlined}(ptr1 %p, i64 %n), LN(94)
  ret i64 %x, LN(94)
}
define internal i64 @{burnInlined}(ptr1 %p, i64 %n) alwaysinline FN(96) {
entry:
  br label %loop, LN(97)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %loop ]
  %sum = phi i64 [ 0, %entry ], [ %sum.next, %loop ]
  %index = and i64 %i, 31, LN(98)
  %at = getelementptr i64, ptr1 %p, i64 %index, LN(98)
  %x = load volatile i64, ptr1 %at, align 8, LN(98)
  %sum.next = add i64 %sum, %x, LN(98)
  %i.next = add i64 %i, 1, LN(97)
  %more = icmp slt i64 %i.next, %n, LN(97)
  br i1 %more, label %loop, label %end, LN(97)
end:
  ret i64 %sum.next, LN(99)
}

; <-c
define i64 @{Wait}(ptr1 %c) FN(110) {
  %local = alloca i64, align 8
  %local.1 = addrspacecast ptr %local to ptr1
  call void @"runtime.chanrecv1"(ptr1 %c, ptr1 %local.1), LN(111)
  %x = load i64, ptr %local, align 8, LN(112)
  ret i64 %x, LN(112)
}
