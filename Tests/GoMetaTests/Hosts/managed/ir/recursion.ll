; Deep recursion: stacks are copied below frames that hold pointers and that keep values in the
; registers that a callee saves.

; go: type Node struct { Value int; Text string; Next *Node }
; go: func Recur(f func(), n int, up *Node) int
; go: func Deep(n int) int
; go: func Even(n int) bool
; go: func Frames(f func(), n int) int
; go: func Many(f func(), n int) int
; go: func Twice(f func(int), n int, p *Node) int

%Node = type { i64, %string, ptr1 }

declare ptr1 @"runtime.newobject"(ptr1)
declare void @"go.call:func()"(ptr1)
declare void @"go.call:func(int)"(ptr1, i64)
@"go.type:Node" = external addrspace(1) constant i8

; A list of two nodes a frame, and five numbers that no optimiser can make again: the deepest frame
; calls f, and each looks at what it holds on the way back. Returns n + 1, or what is wrong where.
define i64 @{Recur}(ptr1 %f, i64 %n, ptr1 %up) FN(10) {
entry:
  %a = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(11)
  %b = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(12)
  %n.7 = mul i64 %n, 7, LN(13)
  store i64 %n, ptr1 %a, align 8, LN(13)
  store i64 %n.7, ptr1 %b, align 8, LN(13)
  %a.next = getelementptr %Node, ptr1 %a, i64 0, i32 2, LN(14)
  store ptr1 %b, ptr1 %a.next, align 8, LN(14)
  %b.next = getelementptr %Node, ptr1 %b, i64 0, i32 2, LN(15)
  store ptr1 %up, ptr1 %b.next, align 8, LN(15)
  %k1.is = mul i64 %n, 3, LN(16)
  %k2.is = xor i64 %n, 85, LN(16)
  %k3.is = add i64 %n, 1000, LN(16)
  %k4.is = sub i64 %n, 77, LN(16)
  %k5.is = xor i64 %n, -1, LN(16)
  %k1 = call i64 asm sideeffect "", "=r,0"(i64 %k1.is), LN(16)
  %k2 = call i64 asm sideeffect "", "=r,0"(i64 %k2.is), LN(16)
  %k3 = call i64 asm sideeffect "", "=r,0"(i64 %k3.is), LN(16)
  %k4 = call i64 asm sideeffect "", "=r,0"(i64 %k4.is), LN(16)
  %k5 = call i64 asm sideeffect "", "=r,0"(i64 %k5.is), LN(16)
  %bottom = icmp eq i64 %n, 0, LN(18)
  br i1 %bottom, label %call, label %deeper, LN(18)
call:
  call void @"go.call:func()"(ptr1 %f), LN(19)
  br label %back, LN(19)
deeper:
  %less = sub i64 %n, 1, LN(21)
  %below = call i64 @{Recur}(ptr1 %f, i64 %less, ptr1 %a), LN(21)
  br label %back, LN(21)
back:
  %result = phi i64 [ 0, %call ], [ %below, %deeper ]
  %failed = icmp slt i64 %result, 0, LN(23)
  br i1 %failed, label %end, label %objects, LN(23)
objects:
  %a.value = load i64, ptr1 %a, align 8, LN(24)
  %b.value = load i64, ptr1 %b, align 8, LN(24)
  %a.to = load ptr1, ptr1 %a.next, align 8, LN(24)
  %b.to = load ptr1, ptr1 %b.next, align 8, LN(24)
  %o1 = icmp eq i64 %a.value, %n, LN(24)
  %o2 = icmp eq i64 %b.value, %n.7, LN(24)
  %o3 = icmp eq ptr1 %a.to, %b, LN(24)
  %o4 = icmp eq ptr1 %b.to, %up, LN(24)
  %o12 = and i1 %o1, %o2, LN(24)
  %o34 = and i1 %o3, %o4, LN(24)
  %o = and i1 %o12, %o34, LN(24)
  %bad.object = sub i64 -1000000, %n, LN(24)
  br i1 %o, label %numbers, label %end, LN(24)
numbers:
  %v1 = icmp eq i64 %k1, %k1.is, LN(26)
  %v2 = icmp eq i64 %k2, %k2.is, LN(26)
  %v3 = icmp eq i64 %k3, %k3.is, LN(26)
  %v4 = icmp eq i64 %k4, %k4.is, LN(26)
  %v5 = icmp eq i64 %k5, %k5.is, LN(26)
  %v12 = and i1 %v1, %v2, LN(26)
  %v34 = and i1 %v3, %v4, LN(26)
  %v125 = and i1 %v12, %v5, LN(26)
  %v = and i1 %v125, %v34, LN(26)
  %bad.number = sub i64 -2000000, %n, LN(26)
  %good = add i64 %result, 1, LN(27)
  %answer = select i1 %v, i64 %good, i64 %bad.number, LN(27)
  br label %end, LN(27)
end:
  %returned = phi i64 [ %result, %back ], [ %bad.object, %objects ], [ %answer, %numbers ]
  ret i64 %returned, LN(28)
}

; As small a frame as there is, many times.
define i64 @{Deep}(i64 %n) FN(40) {
  %bottom = icmp eq i64 %n, 0, LN(41)
  br i1 %bottom, label %zero, label %deeper, LN(41)
zero:
  ret i64 0, LN(41)
deeper:
  %less = sub i64 %n, 1, LN(42)
  %below = call i64 @{Deep}(i64 %less), LN(42)
  %opaque = call i64 asm sideeffect "", "=r,0"(i64 %below), LN(42)
  %result = add i64 %opaque, 1, LN(42)
  ret i64 %result, LN(42)
}

; Two functions that call each other, one of them unknown to Go.
define i8 @{Even}(i64 %n) FN(50) {
  %bottom = icmp eq i64 %n, 0, LN(51)
  br i1 %bottom, label %yes, label %deeper, LN(51)
yes:
  ret i8 1, LN(51)
deeper:
  %less = sub i64 %n, 1, LN(52)
  %odd = notail call i8 @odd(i64 %less), LN(52)
  ret i8 %odd, LN(52)
}
define internal i8 @odd(i64 %n) noinline FN(55) {
  %bottom = icmp eq i64 %n, 0, LN(56)
  br i1 %bottom, label %no, label %deeper, LN(56)
no:
  ret i8 0, LN(56)
deeper:
  %less = sub i64 %n, 1, LN(57)
  %even = notail call i8 @{Even}(i64 %less), LN(57)
  ret i8 %even, LN(57)
}

; Frames of 5 KiB (the runtime's large ones), whose array is written before the call and read after
; it. Calls f at the bottom. Returns n, or what it found instead.
define i64 @{Frames}(ptr1 %f, i64 %n) FN(60) {
entry:
  %array = alloca [640 x i64], align 8
  %bottom = icmp eq i64 %n, 0, LN(61)
  br i1 %bottom, label %call, label %deeper, LN(61)
call:
  call void @"go.call:func()"(ptr1 %f), LN(62)
  ret i64 0, LN(62)
deeper:
  %index = urem i64 %n, 640, LN(63)
  %slot = getelementptr i64, ptr %array, i64 %index, LN(63)
  store volatile i64 %n, ptr %slot, align 8, LN(63)
  %less = sub i64 %n, 1, LN(64)
  %below = call i64 @{Frames}(ptr1 %f, i64 %less), LN(64)
  %index.again = call i64 asm sideeffect "", "=r,0"(i64 %index), LN(65)
  %slot.again = getelementptr i64, ptr %array, i64 %index.again, LN(65)
  %kept = load volatile i64, ptr %slot.again, align 8, LN(65)
  %same = icmp eq i64 %kept, %n, LN(65)
  %result = add i64 %below, 1, LN(66)
  %wrong = sub i64 0, %kept, LN(66)
  %answer = select i1 %same, i64 %result, i64 %wrong, LN(66)
  ret i64 %answer, LN(66)
}

; Eight objects live over a call in a loop that turns their places round, and the address of a field
; that is all that is left of a ninth.
define i64 @{Many}(ptr1 %f, i64 %n) FN(70) {
entry:
  %a.0 = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(71)
  %b.0 = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(71)
  %c.0 = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(71)
  %d.0 = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(71)
  %e.0 = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(72)
  %g.0 = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(72)
  %h.0 = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(72)
  %k.0 = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(72)
  %holder = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(73)
  %field = getelementptr %Node, ptr1 %holder, i64 0, i32 2, LN(73)
  store ptr1 %k.0, ptr1 %field, align 8, LN(73)
  store i64 1, ptr1 %a.0, align 8, LN(74)
  store i64 20, ptr1 %b.0, align 8, LN(74)
  store i64 300, ptr1 %c.0, align 8, LN(74)
  store i64 4000, ptr1 %d.0, align 8, LN(74)
  store i64 50000, ptr1 %e.0, align 8, LN(74)
  store i64 600000, ptr1 %g.0, align 8, LN(74)
  store i64 7000000, ptr1 %h.0, align 8, LN(74)
  store i64 80000000, ptr1 %k.0, align 8, LN(74)
  br label %loop, LN(75)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %body ]
  %sum = phi i64 [ 0, %entry ], [ %sum.next, %body ]
  %a = phi ptr1 [ %a.0, %entry ], [ %b, %body ]
  %b = phi ptr1 [ %b.0, %entry ], [ %c, %body ]
  %c = phi ptr1 [ %c.0, %entry ], [ %d, %body ]
  %d = phi ptr1 [ %d.0, %entry ], [ %e, %body ]
  %e = phi ptr1 [ %e.0, %entry ], [ %g, %body ]
  %g = phi ptr1 [ %g.0, %entry ], [ %h, %body ]
  %h = phi ptr1 [ %h.0, %entry ], [ %k, %body ]
  %k = phi ptr1 [ %k.0, %entry ], [ %a, %body ]
  %more = icmp slt i64 %i, %n, LN(75)
  br i1 %more, label %body, label %end, LN(75)
body:
  call void @"go.call:func()"(ptr1 %f), LN(76)
  %av = load i64, ptr1 %a, align 8, LN(77)
  %bv = load i64, ptr1 %b, align 8, LN(77)
  %cv = load i64, ptr1 %c, align 8, LN(77)
  %dv = load i64, ptr1 %d, align 8, LN(77)
  %ev = load i64, ptr1 %e, align 8, LN(77)
  %gv = load i64, ptr1 %g, align 8, LN(77)
  %hv = load i64, ptr1 %h, align 8, LN(77)
  %kv = load i64, ptr1 %k, align 8, LN(77)
  %held = load ptr1, ptr1 %field, align 8, LN(78)
  %held.value = load i64, ptr1 %held, align 8, LN(78)
  %s1 = add i64 %av, %bv, LN(79)
  %s2 = add i64 %cv, %dv, LN(79)
  %s3 = add i64 %ev, %gv, LN(79)
  %s4 = add i64 %hv, %kv, LN(79)
  %s5 = mul i64 %av, %held.value, LN(79)
  %s12 = add i64 %s1, %s2, LN(79)
  %s34 = add i64 %s3, %s4, LN(79)
  %s1234 = add i64 %s12, %s34, LN(79)
  %step = add i64 %s1234, %s5, LN(79)
  %sum.next = add i64 %sum, %step, LN(79)
  %i.next = add i64 %i, 1, LN(75)
  br label %loop, LN(75)
end:
  ret i64 %sum, LN(81)
}

; Two calls of itself in one block: calls f(n) on the way, 2^n times at the bottom.
define i64 @{Twice}(ptr1 %f, i64 %n, ptr1 %p) FN(90) {
entry:
  %bottom = icmp eq i64 %n, 0, LN(91)
  br i1 %bottom, label %leaf, label %inner, LN(91)
leaf:
  %value = load i64, ptr1 %p, align 8, LN(92)
  call void @"go.call:func(int)"(ptr1 %f, i64 %value), LN(92)
  ret i64 1, LN(92)
inner:
  %less = sub i64 %n, 1, LN(93)
  %left = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(94)
  %right = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(95)
  %above = load i64, ptr1 %p, align 8, LN(96)
  %twice = mul i64 %above, 2, LN(96)
  %twice.1 = add i64 %twice, 1, LN(96)
  store i64 %twice, ptr1 %left, align 8, LN(96)
  store i64 %twice.1, ptr1 %right, align 8, LN(96)
  %x = call i64 @{Twice}(ptr1 %f, i64 %less, ptr1 %left), LN(97)
  %y = call i64 @{Twice}(ptr1 %f, i64 %less, ptr1 %right), LN(97)
  %sum = add i64 %x, %y, LN(98)
  ret i64 %sum, LN(98)
}
