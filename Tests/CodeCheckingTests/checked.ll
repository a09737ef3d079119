; What CodeCheckingTests checks and damages: a shape of managed code a function. CheckedPlugin.swift
; says what FN, PLAIN, LN, ptr1 and @{…} stand for.

; go: type Node struct { Value int; Next *Node }
; go: func List(n int) int
; go: func Recur(f func(), n int, above *Node) int
; go: func Many(f func(), a, b, c, d, e, g, h, i, j *Node, n int) int
; go: func Local(f func(), node *Node) int
; go: func Leaf(f func(), node *Node) int
; go: func Divide(node *Node, n int) int
; go: func Sum(node *Node) int
%Node = type { i64, ptr1 }
declare ptr1 @"runtime.newobject"(ptr1)
declare void @"go.call:func()"(ptr1)
declare void @"runtime.panicdivide"()
@"go.type:Node" = external addrspace(1) constant i8

define i64 @{List}(i64 %n) FN(10) {
entry:
  br label %loop, LN(11)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %body ]
  %list = phi ptr1 [ null, %entry ], [ %node, %body ]
  %more = icmp slt i64 %i, %n, LN(11)
  br i1 %more, label %body, label %done, LN(11)
body:
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(12)
  store i64 %i, ptr1 %node, align 8, LN(13)
  %next = getelementptr %Node, ptr1 %node, i64 0, i32 1, LN(14)
  store ptr1 %list, ptr1 %next, align 8, LN(14)
  %i.next = add i64 %i, 1, LN(11)
  br label %loop, LN(11)
done:
  %sum = call i64 @{Sum}(ptr1 %list), LN(16)
  ret i64 %sum, LN(16)
}

; No call in it: it has no record, and may be stopped anywhere.
define i64 @{Sum}(ptr1 %first) noinline FN(20) {
entry:
  br label %loop, LN(21)
loop:
  %list = phi ptr1 [ %first, %entry ], [ %rest, %body ]
  %sum = phi i64 [ 0, %entry ], [ %sum.next, %body ]
  %done = icmp eq ptr1 %list, null, LN(21)
  br i1 %done, label %end, label %body, LN(21)
body:
  %value = load volatile i64, ptr1 %list, align 8, LN(22)
  %sum.next = add i64 %sum, %value, LN(22)
  %next = getelementptr %Node, ptr1 %list, i64 0, i32 1, LN(23)
  %rest = load ptr1, ptr1 %next, align 8, LN(23)
  br label %loop, LN(23)
end:
  ret i64 %sum, LN(25)
}

define i64 @{Recur}(ptr1 %f, i64 %n, ptr1 %above) FN(30) {
entry:
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(31)
  store i64 %n, ptr1 %node, align 8, LN(32)
  %stop = icmp sle i64 %n, 0, LN(33)
  br i1 %stop, label %last, label %deeper, LN(33)
last:
  call void @"go.call:func()"(ptr1 %f), LN(34)
  br label %end, LN(34)
deeper:
  %less = sub i64 %n, 1, LN(36)
  %below = call i64 @{Recur}(ptr1 %f, i64 %less, ptr1 %node), LN(36)
  br label %end, LN(36)
end:
  %r = phi i64 [ 0, %last ], [ %below, %deeper ]
  %x = load i64, ptr1 %node, align 8, LN(38)
  %y = load i64, ptr1 %above, align 8, LN(38)
  %xy = add i64 %x, %y, LN(38)
  %sum = add i64 %xy, %r, LN(38)
  ret i64 %sum, LN(38)
}

define i64 @{Many}(ptr1 %f, ptr1 %a, ptr1 %b, ptr1 %c, ptr1 %d, ptr1 %e, ptr1 %g, ptr1 %h, ptr1 %i, ptr1 %j, i64 %n) noinline FN(40) {
entry:
  call void @"go.call:func()"(ptr1 %f), LN(41)
  %more = icmp sgt i64 %n, 0, LN(42)
  br i1 %more, label %again, label %end, LN(42)
again:
  %less = sub i64 %n, 1, LN(43)
  %s = call i64 @{Many}(ptr1 %f, ptr1 %b, ptr1 %c, ptr1 %d, ptr1 %e, ptr1 %g, ptr1 %h, ptr1 %i, ptr1 %j, ptr1 %a, i64 %less), LN(43)
  br label %end, LN(43)
end:
  %x = phi i64 [ 0, %entry ], [ %s, %again ]
  %va = load i64, ptr1 %a, align 8, LN(45)
  %vb = load i64, ptr1 %b, align 8, LN(45)
  %vc = load i64, ptr1 %c, align 8, LN(45)
  %vd = load i64, ptr1 %d, align 8, LN(45)
  %ve = load i64, ptr1 %e, align 8, LN(45)
  %vg = load i64, ptr1 %g, align 8, LN(45)
  %vh = load i64, ptr1 %h, align 8, LN(45)
  %vi = load i64, ptr1 %i, align 8, LN(45)
  %vj = load i64, ptr1 %j, align 8, LN(45)
  %s1 = add i64 %va, %vb, LN(46)
  %s2 = add i64 %s1, %vc, LN(46)
  %s3 = add i64 %s2, %vd, LN(46)
  %s4 = add i64 %s3, %ve, LN(46)
  %s5 = add i64 %s4, %vg, LN(46)
  %s6 = add i64 %s5, %vh, LN(46)
  %s7 = add i64 %s6, %vi, LN(46)
  %s8 = add i64 %s7, %vj, LN(46)
  %sum = add i64 %s8, %x, LN(46)
  ret i64 %sum, LN(46)
}

; The address of a local outlives a call.
define i64 @{Local}(ptr1 %f, ptr1 %node) FN(60) {
entry:
  %local = alloca [4 x i64], align 8
  %address = addrspacecast ptr %local to ptr1, LN(61)
  store i64 7, ptr1 %address, align 8, LN(61)
  %second = getelementptr i64, ptr1 %address, i64 1, LN(61)
  store i64 8, ptr1 %second, align 8, LN(61)
  call void @{Fill}(ptr1 %address, ptr1 %f), LN(62)
  %x = load i64, ptr1 %address, align 8, LN(63)
  %y = load i64, ptr1 %second, align 8, LN(63)
  %z = load i64, ptr1 %node, align 8, LN(63)
  %xy = add i64 %x, %y, LN(63)
  %xyz = add i64 %xy, %z, LN(63)
  ret i64 %xyz, LN(63)
}

define void @{Fill}(ptr1 %address, ptr1 %f) noinline FN(70) {
entry:
  call void @"go.call:func()"(ptr1 %f), LN(71)
  store i64 9, ptr1 %address, align 8, LN(72)
  ret void, LN(72)
}

; A leaf without a record, in code that the collector never sees.
define i64 @{mix}(i64 %a, i64 %b) noinline PLAIN(80) {
  %x = mul i64 %a, 31, LN(81)
  %y = xor i64 %x, %b, LN(81)
  ret i64 %y, LN(81)
}

define i64 @{Leaf}(ptr1 %f, ptr1 %node) FN(90) {
entry:
  %v = load i64, ptr1 %node, align 8, LN(91)
  call void @"go.call:func()"(ptr1 %f), LN(91)
  %x = call i64 @{mix}(i64 %v, i64 3), LN(92)
  %w = load i64, ptr1 %node, align 8, LN(93)
  %sum = add i64 %x, %w, LN(93)
  ret i64 %sum, LN(93)
}

define i64 @{Divide}(ptr1 %node, i64 %n) FN(100) {
entry:
  %zero = icmp eq i64 %n, 0, LN(101)
  br i1 %zero, label %panic, label %go, LN(101)
panic:
  call void @"runtime.panicdivide"(), LN(102)
  unreachable, LN(102)
go:
  %v = load i64, ptr1 %node, align 8, LN(104)
  %q = sdiv i64 %v, %n, LN(104)
  ret i64 %q, LN(104)
}
