; Goroutines that code here starts, with closures that nothing else holds.

; go: func Squares(n int, done chan int)
; go: func Pipeline(in chan int, stages int) chan int
; go: func Listen(in, out chan int)

declare ptr1 @"runtime.newobject"(ptr1)
declare void @"runtime.newproc"(ptr1)
declare ptr1 @"runtime.makechan"(ptr1, i64)
declare void @"runtime.chansend1"(ptr1, ptr1)
declare i8 @"runtime.chanrecv2"(ptr1, ptr1)
declare void @"runtime.closechan"(ptr1)
@"go.type:chan int" = external addrspace(1) constant i8
@"go.type:struct { F uintptr; done chan int; i int }" = external addrspace(1) constant i8
@"go.type:struct { F uintptr; in, out chan int }" = external addrspace(1) constant i8
@"go.code:example.com/managed.Squares.func1" = external constant i8
@"go.code:example.com/managed.Pipeline.func1" = external constant i8

; for i := range n { go func() { done <- i * i }() }
define void @{Squares}(i64 %n, ptr1 %done) FN(10) {
entry:
  br label %loop, LN(11)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %body ]
  %more = icmp slt i64 %i, %n, LN(11)
  br i1 %more, label %body, label %end, LN(11)
body:
  %closure = call ptr1 @"runtime.newobject"(ptr1 @"go.type:struct { F uintptr; done chan int; i int }"), LN(12)
  store ptr @"go.code:example.com/managed.Squares.func1", ptr1 %closure, align 8, LN(12)
  %done.at = getelementptr i8, ptr1 %closure, i64 8, LN(12)
  store ptr1 %done, ptr1 %done.at, align 8, LN(12)
  %i.at = getelementptr i8, ptr1 %closure, i64 16, LN(12)
  store i64 %i, ptr1 %i.at, align 8, LN(12)
  call void @"runtime.newproc"(ptr1 %closure), LN(12)
  %i.next = add i64 %i, 1, LN(11)
  br label %loop, LN(11)
end:
  ret void, LN(14)
}
; The number is sent from a local, which the receiver may write or read while this stack moves.
define void @{Squares.func1}(ptr1 %context) FN(12) !go.func !{!"closure", !"func()"} {
  %local = alloca i64, align 8
  %local.1 = addrspacecast ptr %local to ptr1
  %i.at = getelementptr i8, ptr1 %context, i64 16, LN(13)
  %i = load i64, ptr1 %i.at, align 8, LN(13)
  %square = mul i64 %i, %i, LN(13)
  store i64 %square, ptr %local, align 8, LN(13)
  %done.at = getelementptr i8, ptr1 %context, i64 8, LN(13)
  %done = load ptr1, ptr1 %done.at, align 8, LN(13)
  call void @"runtime.chansend1"(ptr1 %done, ptr1 %local.1), LN(13)
  ret void, LN(13)
}

; Each stage is a goroutine that adds one to what passes through it.
define ptr1 @{Pipeline}(ptr1 %in, i64 %stages) FN(20) {
entry:
  br label %loop, LN(21)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %body ]
  %from = phi ptr1 [ %in, %entry ], [ %to, %body ]
  %more = icmp slt i64 %i, %stages, LN(21)
  br i1 %more, label %body, label %end, LN(21)
body:
  %to = call ptr1 @"runtime.makechan"(ptr1 @"go.type:chan int", i64 1), LN(22)
  %closure = call ptr1 @"runtime.newobject"(ptr1 @"go.type:struct { F uintptr; in, out chan int }"), LN(23)
  store ptr @"go.code:example.com/managed.Pipeline.func1", ptr1 %closure, align 8, LN(23)
  %in.at = getelementptr i8, ptr1 %closure, i64 8, LN(23)
  store ptr1 %from, ptr1 %in.at, align 8, LN(23)
  %out.at = getelementptr i8, ptr1 %closure, i64 16, LN(23)
  store ptr1 %to, ptr1 %out.at, align 8, LN(23)
  call void @"runtime.newproc"(ptr1 %closure), LN(23)
  %i.next = add i64 %i, 1, LN(21)
  br label %loop, LN(21)
end:
  ret ptr1 %from, LN(26)
}
define void @{Pipeline.func1}(ptr1 %context) FN(23) !go.func !{!"closure", !"func()"} {
entry:
  %local = alloca i64, align 8
  %local.1 = addrspacecast ptr %local to ptr1
  %in.at = getelementptr i8, ptr1 %context, i64 8, LN(24)
  %in = load ptr1, ptr1 %in.at, align 8, LN(24)
  %out.at = getelementptr i8, ptr1 %context, i64 16, LN(24)
  %out = load ptr1, ptr1 %out.at, align 8, LN(24)
  br label %loop, LN(24)
loop:
  %open = call i8 @"runtime.chanrecv2"(ptr1 %in, ptr1 %local.1), LN(24)
  %is.open = icmp ne i8 %open, 0, LN(24)
  br i1 %is.open, label %pass, label %end, LN(24)
pass:
  %x = load i64, ptr1 %local.1, align 8, LN(25)
  %y = add i64 %x, 1, LN(25)
  store i64 %y, ptr1 %local.1, align 8, LN(25)
  call void @"runtime.chansend1"(ptr1 %out, ptr1 %local.1), LN(25)
  br label %loop, LN(25)
end:
  call void @"runtime.closechan"(ptr1 %out), LN(26)
  ret void, LN(26)
}

; Answers each number n with the sum of a list of n nodes; Go starts this one.
define void @{Listen}(ptr1 %in, ptr1 %out) FN(30) {
entry:
  %local = alloca i64, align 8
  %local.1 = addrspacecast ptr %local to ptr1
  br label %loop, LN(31)
loop:
  %open = call i8 @"runtime.chanrecv2"(ptr1 %in, ptr1 %local.1), LN(31)
  %is.open = icmp ne i8 %open, 0, LN(31)
  br i1 %is.open, label %answer, label %end, LN(31)
answer:
  %n = load i64, ptr1 %local.1, align 8, LN(32)
  %sum = call i64 @{List}(i64 %n), LN(32)
  store i64 %sum, ptr1 %local.1, align 8, LN(32)
  call void @"runtime.chansend1"(ptr1 %out, ptr1 %local.1), LN(32)
  br label %loop, LN(31)
end:
  ret void, LN(34)
}
