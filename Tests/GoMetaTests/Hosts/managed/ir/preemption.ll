; Long loops, which the scheduler stops wherever they are: between calls everything lies in
; registers, vector registers among them.

; go: type Node struct { Value int; Text string; Next *Node }
; go: func Spin(n int, p *int) int
; go: func Vectors(p *[64]float64, n int) float64
; go: func WideVectors(p *[64]float64, n int) float64
; go: func KeepVectors(f func(), n int, p *[64]float64) float64
; go: func Spill(p *[32]int, n int) int
; go: func Guarded(f func(), p *[32]int, n int) int

%Node = type { i64, %string, ptr1 }

declare ptr1 @"runtime.newobject"(ptr1)
declare void @"go.call:func()"(ptr1)
@"go.type:Node" = external addrspace(1) constant i8

; Adds *p n times, and what an object holds that only a register leads to.
define i64 @{Spin}(i64 %n, ptr1 %p) FN(10) {
entry:
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(11)
  store i64 4242, ptr1 %node, align 8, LN(11)
  br label %loop, LN(12)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %loop ]
  %sum = phi i64 [ 0, %entry ], [ %sum.next, %loop ]
  %held = phi ptr1 [ %node, %entry ], [ %held.next, %loop ]
  %value = load volatile i64, ptr1 %p, align 8, LN(13)
  %sum.next = add i64 %sum, %value, LN(13)
  %held.next = call ptr1 asm sideeffect "", "=r,0"(ptr1 %held), LN(13)
  %i.next = add i64 %i, 1, LN(12)
  %more = icmp slt i64 %i.next, %n, LN(12)
  br i1 %more, label %loop, label %end, LN(12)
end:
  %last = load i64, ptr1 %held.next, align 8, LN(15)
  %all = add i64 %sum.next, %last, LN(15)
  ret i64 %all, LN(15)
}

; Four sums of two numbers each, in 128-bit registers: each goes up by the numbers at p, n times.
define double @{Vectors}(ptr1 %p, i64 %n) FN(20) {
entry:
  %p1 = getelementptr i8, ptr1 %p, i64 16, LN(21)
  %p2 = getelementptr i8, ptr1 %p, i64 32, LN(21)
  %p3 = getelementptr i8, ptr1 %p, i64 48, LN(21)
  br label %loop, LN(22)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %loop ]
  %a = phi <2 x double> [ zeroinitializer, %entry ], [ %a.next, %loop ]
  %b = phi <2 x double> [ zeroinitializer, %entry ], [ %b.next, %loop ]
  %c = phi <2 x double> [ zeroinitializer, %entry ], [ %c.next, %loop ]
  %d = phi <2 x double> [ zeroinitializer, %entry ], [ %d.next, %loop ]
  %x = load volatile <2 x double>, ptr1 %p, align 8, LN(23)
  %y = load volatile <2 x double>, ptr1 %p1, align 8, LN(23)
  %z = load volatile <2 x double>, ptr1 %p2, align 8, LN(23)
  %w = load volatile <2 x double>, ptr1 %p3, align 8, LN(23)
  %a.next = fadd <2 x double> %a, %x, LN(24)
  %b.next = fadd <2 x double> %b, %y, LN(24)
  %c.next = fadd <2 x double> %c, %z, LN(24)
  %d.next = fadd <2 x double> %d, %w, LN(24)
  %i.next = add i64 %i, 1, LN(22)
  %more = icmp slt i64 %i.next, %n, LN(22)
  br i1 %more, label %loop, label %end, LN(22)
end:
  %ab = fadd <2 x double> %a.next, %b.next, LN(26)
  %cd = fadd <2 x double> %c.next, %d.next, LN(26)
  %all = fadd <2 x double> %ab, %cd, LN(26)
  %low = extractelement <2 x double> %all, i32 0, LN(26)
  %high = extractelement <2 x double> %all, i32 1, LN(26)
  %sum = fadd double %low, %high, LN(26)
  ret double %sum, LN(26)
}

; The same with registers of 256 bits, where the machine has them: the runtime saves but 128.
define double @{WideVectors}(ptr1 %p, i64 %n) WIDE FN(30) {
entry:
  %p1 = getelementptr i8, ptr1 %p, i64 32, LN(31)
  br label %loop, LN(32)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %loop ]
  %a = phi <4 x double> [ zeroinitializer, %entry ], [ %a.next, %loop ]
  %b = phi <4 x double> [ zeroinitializer, %entry ], [ %b.next, %loop ]
  %x = load volatile <4 x double>, ptr1 %p, align 8, LN(33)
  %y = load volatile <4 x double>, ptr1 %p1, align 8, LN(33)
  %a.next = fadd <4 x double> %a, %x, LN(34)
  %b.next = fadd <4 x double> %b, %y, LN(34)
  %i.next = add i64 %i, 1, LN(32)
  %more = icmp slt i64 %i.next, %n, LN(32)
  br i1 %more, label %loop, label %end, LN(32)
end:
  %ab = fadd <4 x double> %a.next, %b.next, LN(36)
  %e0 = extractelement <4 x double> %ab, i32 0, LN(36)
  %e1 = extractelement <4 x double> %ab, i32 1, LN(36)
  %e2 = extractelement <4 x double> %ab, i32 2, LN(36)
  %e3 = extractelement <4 x double> %ab, i32 3, LN(36)
  %e01 = fadd double %e0, %e1, LN(36)
  %e23 = fadd double %e2, %e3, LN(36)
  %sum = fadd double %e01, %e23, LN(36)
  ret double %sum, LN(36)
}

; Vectors live over calls, in slots of 16 bytes: the runtime's stacks are aligned to 8.
define double @{KeepVectors}(ptr1 %f, i64 %n, ptr1 %p) FN(40) {
entry:
  %p1 = getelementptr i8, ptr1 %p, i64 16, LN(41)
  %p2 = getelementptr i8, ptr1 %p, i64 32, LN(41)
  %x = load <2 x double>, ptr1 %p, align 8, LN(41)
  %y = load <2 x double>, ptr1 %p1, align 8, LN(41)
  %z = load <2 x double>, ptr1 %p2, align 8, LN(41)
  br label %loop, LN(42)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %loop ]
  %a = phi <2 x double> [ %x, %entry ], [ %a.next, %loop ]
  %b = phi <2 x double> [ %y, %entry ], [ %b.next, %loop ]
  call void @"go.call:func()"(ptr1 %f), LN(43)
  %a.next = fadd <2 x double> %a, %b, LN(44)
  %b.next = fadd <2 x double> %b, %z, LN(44)
  %i.next = add i64 %i, 1, LN(42)
  %more = icmp slt i64 %i.next, %n, LN(42)
  br i1 %more, label %loop, label %end, LN(42)
end:
  %low = extractelement <2 x double> %a.next, i32 0, LN(46)
  %high = extractelement <2 x double> %a.next, i32 1, LN(46)
  %sum = fadd double %low, %high, LN(46)
  ret double %sum, LN(46)
}

; A leaf whose frame holds 24 numbers: stopped in its loop, and faulting if p is nil.
define i64 @{Spill}(ptr1 %p, i64 %n) FN(50) {
entry:
  %v = alloca [24 x i64], align 8
  br label %fill, LN(51)
fill:
  %i = phi i64 [ 0, %entry ], [ %i.next, %fill ]
  %from = getelementptr i64, ptr1 %p, i64 %i, LN(52)
  %start = load volatile i64, ptr1 %from, align 8, LN(52)
  %to = getelementptr i64, ptr %v, i64 %i, LN(52)
  store volatile i64 %start, ptr %to, align 8, LN(52)
  %i.next = add i64 %i, 1, LN(51)
  %filled = icmp eq i64 %i.next, 24, LN(51)
  br i1 %filled, label %rounds, label %fill, LN(51)
rounds:
  %k = phi i64 [ 0, %fill ], [ %k.next, %next.round ]
  %done = icmp sge i64 %k, %n, LN(53)
  br i1 %done, label %sum, label %round, LN(53)
round:
  %j = phi i64 [ 0, %rounds ], [ %j.next, %round ]
  %at = getelementptr i64, ptr %v, i64 %j, LN(54)
  %old = load volatile i64, ptr %at, align 8, LN(54)
  %j.7 = add i64 %j, 7, LN(54)
  %j.other = urem i64 %j.7, 24, LN(54)
  %at.other = getelementptr i64, ptr %v, i64 %j.other, LN(54)
  %other = load volatile i64, ptr %at.other, align 8, LN(54)
  %tripled = mul i64 %old, 3, LN(54)
  %new = add i64 %tripled, %other, LN(54)
  store volatile i64 %new, ptr %at, align 8, LN(54)
  %j.next = add i64 %j, 1, LN(54)
  %round.done = icmp eq i64 %j.next, 24, LN(54)
  br i1 %round.done, label %next.round, label %round, LN(54)
next.round:
  %k.next = add i64 %k, 1, LN(53)
  br label %rounds, LN(53)
sum:
  %m = phi i64 [ 0, %rounds ], [ %m.next, %sum ]
  %s = phi i64 [ 0, %rounds ], [ %s.next, %sum ]
  %at.m = getelementptr i64, ptr %v, i64 %m, LN(56)
  %x = load volatile i64, ptr %at.m, align 8, LN(56)
  %s.next = add i64 %s, %x, LN(56)
  %m.next = add i64 %m, 1, LN(56)
  %summed = icmp eq i64 %m.next, 24, LN(56)
  br i1 %summed, label %end, label %sum, LN(56)
end:
  ret i64 %s.next, LN(57)
}

; Calls code whose frames have no maps, a leaf and one that calls another, from a loop in which a Go
; function may make the stack grow, and a collection shrink it again.
define i64 @{Guarded}(ptr1 %f, ptr1 %p, i64 %n) FN(60) {
entry:
  br label %loop, LN(61)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %loop ]
  %sum = phi i64 [ 0, %entry ], [ %sum.next, %loop ]
  call void @"go.call:func()"(ptr1 %f), LN(62)
  %index = and i64 %i, 31, LN(63)
  %at = getelementptr i64, ptr1 %p, i64 %index, LN(63)
  %value = load i64, ptr1 %at, align 8, LN(63)
  %mixed = call i64 @unmanagedOuter(i64 %value, i64 %i), LN(63)
  %sum.next = add i64 %sum, %mixed, LN(63)
  %i.next = add i64 %i, 1, LN(61)
  %more = icmp slt i64 %i.next, %n, LN(61)
  br i1 %more, label %loop, label %end, LN(61)
end:
  ret i64 %sum.next, LN(65)
}

; Unmanaged: the frame's need of stack is reckoned to the caller's.
define internal i64 @unmanagedOuter(i64 %x, i64 %y) noinline NC(70) {
  %array = alloca [64 x i64], align 8
  %index = and i64 %y, 63, LN(71)
  %slot = getelementptr i64, ptr %array, i64 %index, LN(71)
  store volatile i64 %x, ptr %slot, align 8, LN(71)
  %inner = call i64 @unmanagedInner(i64 %y), LN(72)
  %kept = load volatile i64, ptr %slot, align 8, LN(73)
  %sum = add i64 %kept, %inner, LN(73)
  ret i64 %sum, LN(73)
}
define internal i64 @unmanagedInner(i64 %y) noinline NC(75) {
  %twice = mul i64 %y, 2, LN(76)
  ret i64 %twice, LN(76)
}
