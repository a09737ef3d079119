; Calls in both directions: func values, interface methods, closures made here, functions of other
; packages, and methods of ours that Go calls.

; go: type Tree struct { Left, Right *Tree; Key int }
; go: type Shape interface { Area() float64; Scale(k float64) Shape }
; go: type Square struct { Side float64; Name string }
; go: type ByLength []string
; go: func (s *Square) Area() float64
; go: func (s *Square) Scale(k float64) Shape
; go: func (b ByLength) Len() int
; go: func (b ByLength) Less(i, j int) bool
; go: func (b ByLength) Swap(i, j int)
; go: func NewSquare(side float64, name string) Shape
; go: func Areas(shapes []Shape) float64
; go: func Largest(shapes []Shape) Shape
; go: func Apply(f func(int) int, n int) int
; go: func Double(x int) int
; go: func Doubler() func(int) int
; go: func Compose(f, g func(int) int) func(int) int
; go: func Counter(step int) func() int
; go: func Nested(f func(int) int, n int) int
; go: func Sort(words []string)
; go: func Message(err error) string
; go: func Locked(mu *sync.Mutex, f func())
; go: func Repeat(s string, n int) string
; import: sync sync type Mutex struct { state int32; sema uint32 }; func (m *Mutex) Lock(); func (m *Mutex) Unlock()
; import: strings strings func Repeat(s string, count int) string
; import: sort sort type Interface interface { Len() int; Less(i, j int) bool; Swap(i, j int) }; func Sort(data Interface)

%Square = type { double, %string }

declare ptr1 @"runtime.newobject"(ptr1)
declare i64 @"go.call:func(int) int"(ptr1, i64)
declare void @"go.call:func()"(ptr1)
declare double @"go.method:Shape.Area"(ptr1, ptr1)
declare %interface @"go.method:Shape.Scale"(ptr1, ptr1, double)
declare %string @"go.method:error.Error"(ptr1, ptr1)
declare void @"sort.Sort"(ptr1, ptr1)
declare void @"sync.(*Mutex).Lock"(ptr1)
declare void @"sync.(*Mutex).Unlock"(ptr1)
declare %string @"strings.Repeat"(ptr1, i64, i64)
declare ptr1 @"runtime.convTslice"(ptr1, i64, i64)
@"go.type:Square" = external addrspace(1) constant i8
@"go.itab:*Square,Shape" = external addrspace(1) constant i8
@"go.itab:ByLength,sort.Interface" = external addrspace(1) constant i8
@"go.type:struct { F uintptr; f, g func(int) int }" = external addrspace(1) constant i8
@"go.type:struct { F uintptr; count, step int }" = external addrspace(1) constant i8
@"go.func:example.com/managed.Double" = external addrspace(1) constant i8
@"go.code:example.com/managed.Compose.func1" = external constant i8
@"go.code:example.com/managed.Counter.func1" = external constant i8

define double @{(*Square).Area}(ptr1 %s) FN(10) {
  %side = load double, ptr1 %s, align 8, LN(11)
  %area = fmul double %side, %side, LN(11)
  ret double %area, LN(11)
}

; Makes a new one, so that a collection finds the old through its frame alone.
define %interface @{(*Square).Scale}(ptr1 %s, double %k) FN(13) {
  %new = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Square"), LN(14)
  %side = load double, ptr1 %s, align 8, LN(15)
  %longer = fmul double %side, %k, LN(15)
  store double %longer, ptr1 %new, align 8, LN(15)
  %name.at = getelementptr %Square, ptr1 %s, i64 0, i32 1, LN(16)
  %name = load %string, ptr1 %name.at, align 8, LN(16)
  %new.name = getelementptr %Square, ptr1 %new, i64 0, i32 1, LN(16)
  store %string %name, ptr1 %new.name, align 8, LN(16)
  %shape = insertvalue %interface { ptr1 @"go.itab:*Square,Shape", ptr1 poison }, ptr1 %new, 1, LN(17)
  ret %interface %shape, LN(17)
}

define %interface @{NewSquare}(double %side, ptr1 %name, i64 %length) FN(20) {
  %new = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Square"), LN(21)
  store double %side, ptr1 %new, align 8, LN(21)
  %name.0 = insertvalue %string poison, ptr1 %name, 0, LN(22)
  %name.1 = insertvalue %string %name.0, i64 %length, 1, LN(22)
  %name.at = getelementptr %Square, ptr1 %new, i64 0, i32 1, LN(22)
  store %string %name.1, ptr1 %name.at, align 8, LN(22)
  %shape = insertvalue %interface { ptr1 @"go.itab:*Square,Shape", ptr1 poison }, ptr1 %new, 1, LN(23)
  ret %interface %shape, LN(23)
}

; Scales each shape by two, and adds the areas of what comes back.
define double @{Areas}(ptr1 %shapes, i64 %n, i64 %cap) FN(30) {
entry:
  br label %loop, LN(31)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %body ]
  %sum = phi double [ 0.0, %entry ], [ %sum.next, %body ]
  %more = icmp slt i64 %i, %n, LN(31)
  br i1 %more, label %body, label %end, LN(31)
body:
  %at = getelementptr %interface, ptr1 %shapes, i64 %i, LN(32)
  %shape = load %interface, ptr1 %at, align 8, LN(32)
  %itab = extractvalue %interface %shape, 0, LN(32)
  %data = extractvalue %interface %shape, 1, LN(32)
  %scaled = call %interface @"go.method:Shape.Scale"(ptr1 %itab, ptr1 %data, double 2.0), LN(33)
  %scaled.itab = extractvalue %interface %scaled, 0, LN(33)
  %scaled.data = extractvalue %interface %scaled, 1, LN(33)
  %area = call double @"go.method:Shape.Area"(ptr1 %scaled.itab, ptr1 %scaled.data), LN(34)
  %sum.next = fadd double %sum, %area, LN(34)
  %i.next = add i64 %i, 1, LN(31)
  br label %loop, LN(31)
end:
  ret double %sum, LN(36)
}

; An interface value, as one first-class struct, live over calls of its own methods.
define %interface @{Largest}(ptr1 %shapes, i64 %n, i64 %cap) FN(40) {
entry:
  br label %loop, LN(41)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %choose ]
  %best = phi %interface [ zeroinitializer, %entry ], [ %best.next, %choose ]
  %more = icmp slt i64 %i, %n, LN(41)
  br i1 %more, label %body, label %end, LN(41)
body:
  %at = getelementptr %interface, ptr1 %shapes, i64 %i, LN(42)
  %shape = load %interface, ptr1 %at, align 8, LN(42)
  %none = icmp eq i64 %i, 0, LN(43)
  br i1 %none, label %choose, label %compare, LN(43)
compare:
  %itab = extractvalue %interface %shape, 0, LN(44)
  %data = extractvalue %interface %shape, 1, LN(44)
  %area = call double @"go.method:Shape.Area"(ptr1 %itab, ptr1 %data), LN(44)
  %best.itab = extractvalue %interface %best, 0, LN(44)
  %best.data = extractvalue %interface %best, 1, LN(44)
  %best.area = call double @"go.method:Shape.Area"(ptr1 %best.itab, ptr1 %best.data), LN(44)
  %larger = fcmp ogt double %area, %best.area, LN(44)
  %better = select i1 %larger, %interface %shape, %interface %best, LN(44)
  br label %choose, LN(45)
choose:
  %best.next = phi %interface [ %shape, %body ], [ %better, %compare ]
  %i.next = add i64 %i, 1, LN(41)
  br label %loop, LN(41)
end:
  ret %interface %best, LN(47)
}

define i64 @{Apply}(ptr1 %f, i64 %n) FN(50) {
entry:
  br label %loop, LN(51)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %body ]
  %sum = phi i64 [ 0, %entry ], [ %sum.next, %body ]
  %more = icmp slt i64 %i, %n, LN(51)
  br i1 %more, label %body, label %end, LN(51)
body:
  %x = call i64 @"go.call:func(int) int"(ptr1 %f, i64 %i), LN(52)
  %sum.next = add i64 %sum, %x, LN(52)
  %i.next = add i64 %i, 1, LN(51)
  br label %loop, LN(51)
end:
  ret i64 %sum, LN(54)
}

; A func value of a function here, static.
define i64 @{Double}(i64 %x) FN(60) {
  %twice = mul i64 %x, 2, LN(61)
  ret i64 %twice, LN(61)
}
define ptr1 @{Doubler}() FN(63) {
  ret ptr1 @"go.func:example.com/managed.Double", LN(64)
}

; func(x int) int { return f(g(x)) }
define ptr1 @{Compose}(ptr1 %f, ptr1 %g) FN(70) {
  %closure = call ptr1 @"runtime.newobject"(ptr1 @"go.type:struct { F uintptr; f, g func(int) int }"), LN(71)
  store ptr @"go.code:example.com/managed.Compose.func1", ptr1 %closure, align 8, LN(71)
  %f.at = getelementptr i8, ptr1 %closure, i64 8, LN(71)
  store ptr1 %f, ptr1 %f.at, align 8, LN(71)
  %g.at = getelementptr i8, ptr1 %closure, i64 16, LN(71)
  store ptr1 %g, ptr1 %g.at, align 8, LN(71)
  ret ptr1 %closure, LN(71)
}
define i64 @{Compose.func1}(ptr1 %context, i64 %x) FN(71) !go.func !{!"closure", !"func(int) int"} {
  %g.at = getelementptr i8, ptr1 %context, i64 16, LN(71)
  %g = load ptr1, ptr1 %g.at, align 8, LN(71)
  %inner = call i64 @"go.call:func(int) int"(ptr1 %g, i64 %x), LN(71)
  %f.at = getelementptr i8, ptr1 %context, i64 8, LN(71)
  %f = load ptr1, ptr1 %f.at, align 8, LN(71)
  %outer = call i64 @"go.call:func(int) int"(ptr1 %f, i64 %inner), LN(71)
  ret i64 %outer, LN(71)
}

; func() int { count += step; return count }
define ptr1 @{Counter}(i64 %step) FN(80) {
  %closure = call ptr1 @"runtime.newobject"(ptr1 @"go.type:struct { F uintptr; count, step int }"), LN(81)
  store ptr @"go.code:example.com/managed.Counter.func1", ptr1 %closure, align 8, LN(81)
  %step.at = getelementptr i8, ptr1 %closure, i64 16, LN(81)
  store i64 %step, ptr1 %step.at, align 8, LN(81)
  ret ptr1 %closure, LN(81)
}
define i64 @{Counter.func1}(ptr1 %context) FN(81) !go.func !{!"closure", !"func() int"} {
  %count.at = getelementptr i8, ptr1 %context, i64 8, LN(82)
  %step.at = getelementptr i8, ptr1 %context, i64 16, LN(82)
  %count = load i64, ptr1 %count.at, align 8, LN(82)
  %step = load i64, ptr1 %step.at, align 8, LN(82)
  %next = add i64 %count, %step, LN(82)
  store i64 %next, ptr1 %count.at, align 8, LN(82)
  ret i64 %next, LN(82)
}

; f may call Nested again, through Go.
define i64 @{Nested}(ptr1 %f, i64 %n) FN(90) {
  %object = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Square"), LN(91)
  %name = getelementptr %Square, ptr1 %object, i64 0, i32 1, LN(92)
  %length = getelementptr %string, ptr1 %name, i64 0, i32 1, LN(92)
  store i64 %n, ptr1 %length, align 8, LN(92)
  %less = sub i64 %n, 1, LN(93)
  %below = call i64 @"go.call:func(int) int"(ptr1 %f, i64 %less), LN(93)
  %kept = load i64, ptr1 %length, align 8, LN(94)
  store i64 0, ptr1 %length, align 8, LN(94)
  %sum = add i64 %below, %kept, LN(94)
  ret i64 %sum, LN(94)
}

; A type that package sort sorts, by methods here.
define i64 @{ByLength.Len}(ptr1 %b, i64 %n, i64 %cap) FN(100) {
  ret i64 %n, LN(100)
}
define i8 @{ByLength.Less}(ptr1 %b, i64 %n, i64 %cap, i64 %i, i64 %j) FN(102) {
  %i.at = getelementptr %string, ptr1 %b, i64 %i, i32 1, LN(103)
  %j.at = getelementptr %string, ptr1 %b, i64 %j, i32 1, LN(103)
  %x = load i64, ptr1 %i.at, align 8, LN(103)
  %y = load i64, ptr1 %j.at, align 8, LN(103)
  %less = icmp slt i64 %x, %y, LN(103)
  %result = zext i1 %less to i8, LN(103)
  ret i8 %result, LN(103)
}
define void @{ByLength.Swap}(ptr1 %b, i64 %n, i64 %cap, i64 %i, i64 %j) FN(105) {
  %i.at = getelementptr %string, ptr1 %b, i64 %i, LN(106)
  %j.at = getelementptr %string, ptr1 %b, i64 %j, LN(106)
  %x = load %string, ptr1 %i.at, align 8, LN(106)
  %y = load %string, ptr1 %j.at, align 8, LN(106)
  store %string %y, ptr1 %i.at, align 8, LN(106)
  store %string %x, ptr1 %j.at, align 8, LN(106)
  ret void, LN(106)
}
define void @{Sort}(ptr1 %words, i64 %n, i64 %cap) FN(108) {
  %box = call ptr1 @"runtime.convTslice"(ptr1 %words, i64 %n, i64 %cap), LN(109)
  call void @"sort.Sort"(ptr1 @"go.itab:ByLength,sort.Interface", ptr1 %box), LN(109)
  ret void, LN(110)
}

define %string @{Message}(ptr1 %itab, ptr1 %data) FN(112) {
  %text = call %string @"go.method:error.Error"(ptr1 %itab, ptr1 %data), LN(113)
  ret %string %text, LN(113)
}

define void @{Locked}(ptr1 %mu, ptr1 %f) FN(115) {
  call void @"sync.(*Mutex).Lock"(ptr1 %mu), LN(116)
  call void @"go.call:func()"(ptr1 %f), LN(117)
  call void @"sync.(*Mutex).Unlock"(ptr1 %mu), LN(118)
  ret void, LN(119)
}

define %string @{Repeat}(ptr1 %s, i64 %length, i64 %n) FN(120) {
  %all = call %string @"strings.Repeat"(ptr1 %s, i64 %length, i64 %n), LN(121)
  ret %string %all, LN(121)
}
