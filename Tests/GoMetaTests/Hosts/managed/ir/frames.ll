; What a frame may hold over calls: derived pointers, aggregates with pointers in them, locals whose
; address is handed on, slots that values share.

; go: type Node struct { Value int; Text string; Next *Node }
; go: type Pair struct { A, B *Node; N int }
; go: type Mixed struct { Name string; Node *Node; Weight float64; Any any }
; go: func Derived(f func(), n int) int
; go: func PastEnd(f func(), n int) int
; go: func OnlyEnd(f func(), n int) int
; go: func Choose(f func(), n int) int
; go: func Aggregate(f func() Pair, n int) int
; go: func Results(f func(int) (string, []int, error), n int) int
; go: func Mix(f func(Mixed) Mixed, m Mixed) Mixed
; go: func Locals(f func(), n int) int
; go: func Table(f func(), n int) int
; go: func Out(f func(), n int) int
; go: func Shared(f func(), n int) int
; go: func Chars(f func(), text string) int
; go: func Copies(f func(), m *[40]int) int
; go: func Switch(f func(int) int, n int) int
; go: func Dense(f func(*Node, *Node, *Node, *Node, *Node, *Node, *Node, *Node) *Node, n int) int
; go: func Stored(f func(), n int) *Node
; go: var Kept *Node
; go: var Last Pair

%Node = type { i64, %string, ptr1 }
%Pair = type { ptr1, ptr1, i64 }

declare ptr1 @"runtime.newobject"(ptr1)
declare ptr1 @"runtime.makeslice"(ptr1, i64, i64)
declare void @"go.call:func()"(ptr1)
declare i64 @"go.call:func(int) int"(ptr1, i64)
declare %Pair @"go.call:func() Pair"(ptr1)
declare { ptr1, i64, ptr1, i64, i64, ptr1, ptr1 } @"go.call:func(int) (string, []int, error)"(ptr1, i64)
declare { ptr1, i64, ptr1, double, ptr1, ptr1 } @"go.call:func(Mixed) Mixed"(ptr1, ptr1, i64, ptr1, double, ptr1, ptr1)
declare ptr1 @"go.call:func(*Node, *Node, *Node, *Node, *Node, *Node, *Node, *Node) *Node"(ptr1, ptr1, ptr1, ptr1, ptr1, ptr1, ptr1, ptr1, ptr1)
declare %string @"go.method:error.Error"(ptr1, ptr1)
declare void @llvm.memcpy.p0.p1.i64(ptr, ptr1, i64, i1)
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
@"go.type:Node" = external addrspace(1) constant i8
@"go.type:int" = external addrspace(1) constant i8
@{Kept} = addrspace(1) global ptr1 null, align 8
@{Last} = addrspace(1) global %Pair zeroinitializer, align 8

; A pointer into an array, with an index that the optimiser does not know, live over calls.
define i64 @{Derived}(ptr1 %f, i64 %n) FN(10) {
entry:
  %array = call ptr1 @"runtime.makeslice"(ptr1 @"go.type:int", i64 100, i64 100), LN(11)
  %index = urem i64 %n, 100, LN(12)
  %inside = getelementptr i64, ptr1 %array, i64 %index, LN(12)
  store i64 %n, ptr1 %inside, align 8, LN(12)
  call void @"go.call:func()"(ptr1 %f), LN(13)
  %first = load i64, ptr1 %inside, align 8, LN(14)
  %second.at = getelementptr i8, ptr1 %inside, i64 -8, LN(14)
  %has.second = icmp ne i64 %index, 0, LN(14)
  br i1 %has.second, label %second, label %end, LN(14)
second:
  store i64 1, ptr1 %second.at, align 8, LN(15)
  call void @"go.call:func()"(ptr1 %f), LN(16)
  %one = load i64, ptr1 %second.at, align 8, LN(16)
  %sum = add i64 %first, %one, LN(16)
  br label %end, LN(16)
end:
  %result = phi i64 [ %first, %entry ], [ %sum, %second ]
  ret i64 %result, LN(17)
}

; A pointer to the end of its object, where another object may lie, and the object itself.
define i64 @{PastEnd}(ptr1 %f, i64 %n) FN(20) {
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(21)
  %past = getelementptr %Node, ptr1 %node, i64 1, LN(21)
  store i64 %n, ptr1 %node, align 8, LN(21)
  call void @"go.call:func()"(ptr1 %f), LN(22)
  %bottom = icmp eq i64 %n, 0, LN(23)
  br i1 %bottom, label %zero, label %deeper, LN(23)
zero:
  ret i64 0, LN(23)
deeper:
  %less = sub i64 %n, 1, LN(24)
  %below = call i64 @{PastEnd}(ptr1 %f, i64 %less), LN(24)
  %value.at = getelementptr %Node, ptr1 %past, i64 -1, LN(25)
  %value = load i64, ptr1 %value.at, align 8, LN(25)
  %same = icmp eq i64 %value, %n, LN(25)
  %one = zext i1 %same to i64, LN(25)
  %sum = add i64 %below, %one, LN(25)
  ret i64 %sum, LN(25)
}

; A pointer past the end of an array that fills its size class: the loop needs nothing else, and
; what follows may be a span that is free.
define i64 @{OnlyEnd}(ptr1 %f, i64 %n) FN(30) {
entry:
  %array = call ptr1 @"runtime.makeslice"(ptr1 @"go.type:int", i64 1024, i64 1024), LN(31)
  %end = getelementptr i64, ptr1 %array, i64 1024, LN(31)
  br label %loop, LN(32)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %loop ]
  %before = sub i64 -1, %i, LN(33)
  %at = getelementptr i64, ptr1 %end, i64 %before, LN(33)
  store i64 %i, ptr1 %at, align 8, LN(33)
  call void @"go.call:func()"(ptr1 %f), LN(33)
  %i.next = add i64 %i, 1, LN(32)
  %more = icmp slt i64 %i.next, %n, LN(32)
  br i1 %more, label %loop, label %last, LN(32)
last:
  %lowest = sub i64 0, %n, LN(35)
  %lowest.at = getelementptr i64, ptr1 %end, i64 %lowest, LN(35)
  %x = load i64, ptr1 %lowest.at, align 8, LN(35)
  ret i64 %x, LN(35)
}

; One of two objects, or a field of one: a phi and a select of bases.
define i64 @{Choose}(ptr1 %f, i64 %n) FN(40) {
entry:
  %a = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(41)
  %b = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(42)
  store i64 10, ptr1 %a, align 8, LN(43)
  store i64 20, ptr1 %b, align 8, LN(43)
  %a.length = getelementptr i8, ptr1 %a, i64 16, LN(44)
  store i64 30, ptr1 %a.length, align 8, LN(44)
  br label %loop, LN(45)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %loop ]
  %p = phi ptr1 [ %b, %entry ], [ %q, %loop ]
  %sum = phi i64 [ 0, %entry ], [ %sum.next, %loop ]
  call void @"go.call:func()"(ptr1 %f), LN(46)
  %x = load i64, ptr1 %p, align 8, LN(47)
  %sum.next = add i64 %sum, %x, LN(47)
  %odd.bit = and i64 %i, 1, LN(48)
  %odd = icmp ne i64 %odd.bit, 0, LN(48)
  %q = select i1 %odd, ptr1 %a, ptr1 %a.length, LN(48)
  %i.next = add i64 %i, 1, LN(45)
  %more = icmp slt i64 %i.next, %n, LN(45)
  br i1 %more, label %loop, label %end, LN(45)
end:
  ret i64 %sum.next, LN(50)
}

; First-class structs with pointers: call results that live over calls and go round a loop.
define i64 @{Aggregate}(ptr1 %f, i64 %n) FN(60) {
entry:
  %first = call %Pair @"go.call:func() Pair"(ptr1 %f), LN(61)
  br label %loop, LN(62)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %loop ]
  %pair = phi %Pair [ %first, %entry ], [ %mixed, %loop ]
  %sum = phi i64 [ 0, %entry ], [ %sum.next, %loop ]
  %new = call %Pair @"go.call:func() Pair"(ptr1 %f), LN(63)
  %a = extractvalue %Pair %pair, 0, LN(64)
  %b = extractvalue %Pair %new, 1, LN(64)
  %x = load i64, ptr1 %a, align 8, LN(65)
  %y = load i64, ptr1 %b, align 8, LN(65)
  %count = extractvalue %Pair %pair, 2, LN(65)
  %xy = mul i64 %x, %y, LN(65)
  %step = add i64 %xy, %count, LN(65)
  %sum.next = add i64 %sum, %step, LN(65)
  %mixed.0 = insertvalue %Pair %new, ptr1 %a, 1, LN(66)
  %mixed = insertvalue %Pair %mixed.0, i64 %i, 2, LN(66)
  store %Pair %mixed, ptr1 @{Last}, align 8, LN(66)
  %i.next = add i64 %i, 1, LN(62)
  %more = icmp slt i64 %i.next, %n, LN(62)
  br i1 %more, label %loop, label %end, LN(62)
end:
  ret i64 %sum.next, LN(68)
}

; Seven results, more than C's registers hold on x86-64, all of them used after another call.
define i64 @{Results}(ptr1 %f, i64 %n) FN(70) {
  %r = call { ptr1, i64, ptr1, i64, i64, ptr1, ptr1 } @"go.call:func(int) (string, []int, error)"(
    ptr1 %f, i64 %n), LN(71)
  %less = sub i64 %n, 1, LN(72)
  %again = call { ptr1, i64, ptr1, i64, i64, ptr1, ptr1 }
    @"go.call:func(int) (string, []int, error)"(ptr1 %f, i64 %less), LN(72)
  %text.length = extractvalue { ptr1, i64, ptr1, i64, i64, ptr1, ptr1 } %r, 1, LN(73)
  %data = extractvalue { ptr1, i64, ptr1, i64, i64, ptr1, ptr1 } %r, 2, LN(73)
  %length = extractvalue { ptr1, i64, ptr1, i64, i64, ptr1, ptr1 } %r, 3, LN(73)
  %itab = extractvalue { ptr1, i64, ptr1, i64, i64, ptr1, ptr1 } %again, 5, LN(74)
  %value = extractvalue { ptr1, i64, ptr1, i64, i64, ptr1, ptr1 } %again, 6, LN(74)
  %message = call %string @"go.method:error.Error"(ptr1 %itab, ptr1 %value), LN(74)
  %message.length = extractvalue %string %message, 1, LN(74)
  %last = sub i64 %length, 1, LN(75)
  %at = getelementptr i64, ptr1 %data, i64 %last, LN(75)
  %x = load i64, ptr1 %at, align 8, LN(75)
  %lengths = mul i64 %text.length, 1000, LN(76)
  %s1 = add i64 %x, %lengths, LN(76)
  %m = mul i64 %message.length, 1000000, LN(76)
  %sum = add i64 %s1, %m, LN(76)
  ret i64 %sum, LN(76)
}

; A struct of every kind of word, handed through: f(f(m)).
define { ptr1, i64, ptr1, double, ptr1, ptr1 } @{Mix}(ptr1 %f, ptr1 %name, i64 %n, ptr1 %node,
    double %weight, ptr1 %type, ptr1 %data) FN(80) {
  %once = call { ptr1, i64, ptr1, double, ptr1, ptr1 } @"go.call:func(Mixed) Mixed"(ptr1 %f,
    ptr1 %name, i64 %n, ptr1 %node, double %weight, ptr1 %type, ptr1 %data), LN(81)
  %o0 = extractvalue { ptr1, i64, ptr1, double, ptr1, ptr1 } %once, 0, LN(82)
  %o1 = extractvalue { ptr1, i64, ptr1, double, ptr1, ptr1 } %once, 1, LN(82)
  %o2 = extractvalue { ptr1, i64, ptr1, double, ptr1, ptr1 } %once, 2, LN(82)
  %o3 = extractvalue { ptr1, i64, ptr1, double, ptr1, ptr1 } %once, 3, LN(82)
  %o4 = extractvalue { ptr1, i64, ptr1, double, ptr1, ptr1 } %once, 4, LN(82)
  %o5 = extractvalue { ptr1, i64, ptr1, double, ptr1, ptr1 } %once, 5, LN(82)
  %twice = call { ptr1, i64, ptr1, double, ptr1, ptr1 } @"go.call:func(Mixed) Mixed"(ptr1 %f,
    ptr1 %o0, i64 %o1, ptr1 %o2, double %o3, ptr1 %o4, ptr1 %o5), LN(82)
  ret { ptr1, i64, ptr1, double, ptr1, ptr1 } %twice, LN(83)
}

; Locals that hold pointers over calls, chosen by an index that is known at run time alone.
define i64 @{Locals}(ptr1 %f, i64 %n) FN(90) {
entry:
  %nodes = alloca [4 x ptr1], align 8
  store [4 x ptr1] zeroinitializer, ptr %nodes, align 8, LN(91)
  br label %make, LN(92)
make:
  %i = phi i64 [ 0, %entry ], [ %i.next, %make ]
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(93)
  store i64 %i, ptr1 %node, align 8, LN(93)
  %index = and i64 %i, 3, LN(94)
  %to = getelementptr ptr1, ptr %nodes, i64 %index, LN(94)
  store ptr1 %node, ptr %to, align 8, LN(94)
  call void @"go.call:func()"(ptr1 %f), LN(95)
  %i.next = add i64 %i, 1, LN(92)
  %more = icmp slt i64 %i.next, %n, LN(92)
  br i1 %more, label %make, label %sum, LN(92)
sum:
  %j = phi i64 [ 0, %make ], [ %j.next, %sum ]
  %total = phi i64 [ 0, %make ], [ %total.next, %sum ]
  %j.opaque = call i64 asm sideeffect "", "=r,0"(i64 %j), LN(97)
  %from = getelementptr ptr1, ptr %nodes, i64 %j.opaque, LN(97)
  %held = load ptr1, ptr %from, align 8, LN(97)
  %x = load i64, ptr1 %held, align 8, LN(97)
  %total.next = add i64 %total, %x, LN(97)
  %j.next = add i64 %j, 1, LN(97)
  %again = icmp slt i64 %j.next, 4, LN(97)
  br i1 %again, label %sum, label %end, LN(97)
end:
  ret i64 %total.next, LN(99)
}

; A local array of strings and pointers, filled in a loop with calls and read backwards: the loops'
; own variables would be addresses in the frame.
define i64 @{Table}(ptr1 %f, i64 %n) FN(100) {
entry:
  %table = alloca [16 x %Pair], align 8
  store [16 x %Pair] zeroinitializer, ptr %table, align 8, LN(101)
  br label %fill, LN(102)
fill:
  %i = phi i64 [ 0, %entry ], [ %i.next, %fill ]
  %a = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(103)
  %key = mul i64 %i, %n, LN(103)
  store i64 %key, ptr1 %a, align 8, LN(103)
  %a.at = getelementptr [16 x %Pair], ptr %table, i64 0, i64 %i, i32 0, LN(104)
  store ptr1 %a, ptr %a.at, align 8, LN(104)
  %n.at = getelementptr [16 x %Pair], ptr %table, i64 0, i64 %i, i32 2, LN(104)
  store i64 %i, ptr %n.at, align 8, LN(104)
  %i.next = add i64 %i, 1, LN(102)
  %more = icmp slt i64 %i.next, 16, LN(102)
  br i1 %more, label %fill, label %read, LN(102)
read:
  %j = phi i64 [ 15, %fill ], [ %j.next, %read ]
  %sum = phi i64 [ 0, %fill ], [ %sum.next, %read ]
  call void @"go.call:func()"(ptr1 %f), LN(107)
  %from = getelementptr [16 x %Pair], ptr %table, i64 0, i64 %j, i32 0, LN(108)
  %held = load ptr1, ptr %from, align 8, LN(108)
  %x = load i64, ptr1 %held, align 8, LN(108)
  %count.at = getelementptr [16 x %Pair], ptr %table, i64 0, i64 %j, i32 2, LN(108)
  %count = load i64, ptr %count.at, align 8, LN(108)
  %product = mul i64 %x, %count, LN(108)
  %sum.next = add i64 %sum, %product, LN(108)
  %j.next = sub i64 %j, 1, LN(107)
  %again = icmp sge i64 %j.next, 0, LN(107)
  br i1 %again, label %read, label %end, LN(107)
end:
  ret i64 %sum.next, LN(110)
}

; The address of a local as an argument: the callee writes through it while the stack moves.
define i64 @{Out}(ptr1 %f, i64 %n) FN(120) {
  %result = alloca { i64, ptr1 }, align 8
  %result.1 = addrspacecast ptr %result to ptr1
  store { i64, ptr1 } zeroinitializer, ptr1 %result.1, align 8, LN(121)
  call void @fill(ptr1 %f, ptr1 %result.1, i64 %n), LN(122)
  call void @fill(ptr1 %f, ptr1 %result.1, i64 %n), LN(123)
  %sum = load i64, ptr1 %result.1, align 8, LN(124)
  %node.at = getelementptr i8, ptr1 %result.1, i64 8, LN(124)
  %node = load ptr1, ptr1 %node.at, align 8, LN(124)
  %value = load i64, ptr1 %node, align 8, LN(124)
  %all = add i64 %sum, %value, LN(124)
  ret i64 %all, LN(124)
}
define internal void @fill(ptr1 %f, ptr1 %out, i64 %n) noinline FN(126) {
  call void @"go.call:func()"(ptr1 %f), LN(127)
  %old = load i64, ptr1 %out, align 8, LN(127)
  %new = add i64 %old, %n, LN(127)
  store i64 %new, ptr1 %out, align 8, LN(127)
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(128)
  store i64 %new, ptr1 %node, align 8, LN(128)
  %node.at = getelementptr i8, ptr1 %out, i64 8, LN(128)
  store ptr1 %node, ptr1 %node.at, align 8, LN(128)
  call void @"go.call:func()"(ptr1 %f), LN(129)
  ret void, LN(130)
}

; One pointer after the other, each live over one call: their slots are the same.
define i64 @{Shared}(ptr1 %f, i64 %n) FN(140) {
  %a = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(141)
  store i64 %n, ptr1 %a, align 8, LN(141)
  call void @"go.call:func()"(ptr1 %f), LN(142)
  %x = load i64, ptr1 %a, align 8, LN(143)
  %y.is = add i64 %x, 1, LN(143)
  %b = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(144)
  store i64 %y.is, ptr1 %b, align 8, LN(144)
  call void @"go.call:func()"(ptr1 %f), LN(145)
  %y = load i64, ptr1 %b, align 8, LN(146)
  %number = call i64 asm sideeffect "", "=r,0"(i64 %y), LN(146)
  call void @"go.call:func()"(ptr1 %f), LN(147)
  %c = call ptr1 @"runtime.makeslice"(ptr1 @"go.type:int", i64 8, i64 8), LN(148)
  %c.at = getelementptr i64, ptr1 %c, i64 7, LN(148)
  store i64 %number, ptr1 %c.at, align 8, LN(148)
  call void @"go.call:func()"(ptr1 %f), LN(149)
  %z = load i64, ptr1 %c.at, align 8, LN(149)
  %sum = add i64 %x, %z, LN(150)
  ret i64 %sum, LN(150)
}

; A string walked by a pointer to the next byte and one to the end.
define i64 @{Chars}(ptr1 %f, ptr1 %text, i64 %length) FN(160) {
entry:
  %last = getelementptr i8, ptr1 %text, i64 %length, LN(161)
  br label %loop, LN(162)
loop:
  %at = phi ptr1 [ %text, %entry ], [ %at.next, %body ]
  %sum = phi i64 [ 0, %entry ], [ %sum.next, %body ]
  %more = icmp ne ptr1 %at, %last, LN(162)
  br i1 %more, label %body, label %end, LN(162)
body:
  call void @"go.call:func()"(ptr1 %f), LN(163)
  %byte = load i8, ptr1 %at, align 1, LN(164)
  %wide = zext i8 %byte to i64, LN(164)
  %sum.next = add i64 %sum, %wide, LN(164)
  %at.next = getelementptr i8, ptr1 %at, i64 1, LN(162)
  br label %loop, LN(162)
end:
  ret i64 %sum, LN(166)
}

; Numbers copied to a local and cleared there, by what LLVM makes calls of.
define i64 @{Copies}(ptr1 %f, ptr1 %m) FN(170) {
entry:
  %copy = alloca [40 x i64], align 8
  call void @llvm.memcpy.p0.p1.i64(ptr align 8 %copy, ptr1 align 8 %m, i64 320, i1 false), LN(171)
  call void @"go.call:func()"(ptr1 %f), LN(172)
  %half = getelementptr i64, ptr %copy, i64 20, LN(173)
  call void @llvm.memset.p0.i64(ptr align 8 %half, i8 0, i64 160, i1 false), LN(173)
  br label %loop, LN(174)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %loop ]
  %sum = phi i64 [ 0, %entry ], [ %sum.next, %loop ]
  %at = getelementptr i64, ptr %copy, i64 %i, LN(174)
  %x = load volatile i64, ptr %at, align 8, LN(174)
  %sum.next = add i64 %sum, %x, LN(174)
  %i.next = add i64 %i, 1, LN(174)
  %more = icmp slt i64 %i.next, 40, LN(174)
  br i1 %more, label %loop, label %end, LN(174)
end:
  ret i64 %sum.next, LN(175)
}

; A switch of many cases, each with calls: no table of addresses may come of it.
define i64 @{Switch}(ptr1 %f, i64 %n) FN(180) {
entry:
  switch i64 %n, label %other [
    i64 0, label %c0
    i64 1, label %c1
    i64 2, label %c2
    i64 3, label %c3
    i64 4, label %c4
    i64 5, label %c5
  ], LN(181)
c0:
  %r0 = call i64 @"go.call:func(int) int"(ptr1 %f, i64 17), LN(182)
  br label %end, LN(182)
c1:
  %r1 = call i64 @"go.call:func(int) int"(ptr1 %f, i64 1), LN(183)
  %s1 = mul i64 %r1, 3, LN(183)
  br label %end, LN(183)
c2:
  %r2 = call i64 @"go.call:func(int) int"(ptr1 %f, i64 -5), LN(184)
  %s2 = call i64 @"go.call:func(int) int"(ptr1 %f, i64 %r2), LN(184)
  br label %end, LN(184)
c3:
  %r3 = call i64 @"go.call:func(int) int"(ptr1 %f, i64 100), LN(185)
  %s3 = xor i64 %r3, -1, LN(185)
  br label %end, LN(185)
c4:
  br label %end, LN(186)
c5:
  %r5 = call i64 @"go.call:func(int) int"(ptr1 %f, i64 12), LN(187)
  %s5 = sdiv i64 %r5, 5, LN(187)
  br label %end, LN(187)
other:
  %ro = call i64 @{Switch}(ptr1 %f, i64 5), LN(188)
  br label %end, LN(188)
end:
  %result = phi i64 [ %r0, %c0 ], [ %s1, %c1 ], [ %s2, %c2 ], [ %s3, %c3 ], [ 44, %c4 ], [ %s5, %c5 ],
    [ %ro, %other ]
  ret i64 %result, LN(190)
}

; Eight pointers as arguments, which live on after the call.
define i64 @{Dense}(ptr1 %f, i64 %n) FN(200) {
entry:
  %a = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(201)
  %b = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(201)
  %c = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(201)
  %d = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(201)
  br label %loop, LN(202)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %loop ]
  %e = phi ptr1 [ %a, %entry ], [ %got, %loop ]
  store i64 %i, ptr1 %a, align 8, LN(203)
  store i64 1, ptr1 %b, align 8, LN(203)
  store i64 2, ptr1 %c, align 8, LN(203)
  store i64 3, ptr1 %d, align 8, LN(203)
  %got = call ptr1 @"go.call:func(*Node, *Node, *Node, *Node, *Node, *Node, *Node, *Node) *Node"(
    ptr1 %f, ptr1 %a, ptr1 %b, ptr1 %c, ptr1 %d, ptr1 %e, ptr1 %d, ptr1 %c, ptr1 %b), LN(204)
  %i.next = add i64 %i, 1, LN(202)
  %more = icmp slt i64 %i.next, %n, LN(202)
  br i1 %more, label %loop, label %end, LN(202)
end:
  %x = load i64, ptr1 %got, align 8, LN(206)
  %y = load i64, ptr1 %a, align 8, LN(206)
  %z = load i64, ptr1 %d, align 8, LN(206)
  %xy = add i64 %x, %y, LN(206)
  %sum = add i64 %xy, %z, LN(206)
  ret i64 %sum, LN(206)
}

; A variable of this package holds what the frame lets go.
define ptr1 @{Stored}(ptr1 %f, i64 %n) FN(210) {
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(211)
  store i64 %n, ptr1 %node, align 8, LN(211)
  store ptr1 %node, ptr1 @{Kept}, align 8, LN(212)
  call void @"go.call:func()"(ptr1 %f), LN(213)
  %again = load ptr1, ptr1 @{Kept}, align 8, LN(214)
  call void @"go.call:func()"(ptr1 %f), LN(215)
  store ptr1 null, ptr1 @{Kept}, align 8, LN(216)
  call void @"go.call:func()"(ptr1 %f), LN(217)
  ret ptr1 %again, LN(218)
}
