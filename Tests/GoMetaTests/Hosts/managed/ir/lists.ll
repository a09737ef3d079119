; Lists: objects that only frames of ours hold while more are made.

; go: type Node struct { Value int; Text string; Next *Node }
; go: func Build(n int) *Node
; go: func List(n int) int
; go: func Reverse(list *Node) *Node
; go: func Walk(list *Node, each func(int) int) int
; go: func Merge(a, b *Node) *Node

%Node = type { i64, %string, ptr1 }

declare ptr1 @"runtime.newobject"(ptr1)
declare i64 @"go.call:func(int) int"(ptr1, i64)
@"go.type:Node" = external addrspace(1) constant i8

; The nodes n-1 to 0.
define ptr1 @{Build}(i64 %n) FN(10) {
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
  %next = getelementptr %Node, ptr1 %node, i64 0, i32 2, LN(14)
  store ptr1 %list, ptr1 %next, align 8, LN(14)
  %i.next = add i64 %i, 1, LN(11)
  br label %loop, LN(11)
done:
  ret ptr1 %list, LN(16)
}

; Makes a list and adds its values.
define i64 @{List}(i64 %n) FN(20) {
entry:
  %first = call ptr1 @{Build}(i64 %n), LN(21)
  br label %loop, LN(22)
loop:
  %list = phi ptr1 [ %first, %entry ], [ %rest, %body ]
  %sum = phi i64 [ 0, %entry ], [ %sum.next, %body ]
  %done = icmp eq ptr1 %list, null, LN(22)
  br i1 %done, label %end, label %body, LN(22)
body:
  %value = load i64, ptr1 %list, align 8, LN(23)
  %sum.next = add i64 %sum, %value, LN(23)
  %next = getelementptr %Node, ptr1 %list, i64 0, i32 2, LN(22)
  %rest = load ptr1, ptr1 %next, align 8, LN(22)
  br label %loop, LN(22)
end:
  ret i64 %sum, LN(25)
}

; Turns a list round where it lies.
define ptr1 @{Reverse}(ptr1 %first) FN(30) {
entry:
  br label %loop, LN(31)
loop:
  %list = phi ptr1 [ %first, %entry ], [ %rest, %body ]
  %turned = phi ptr1 [ null, %entry ], [ %list, %body ]
  %done = icmp eq ptr1 %list, null, LN(31)
  br i1 %done, label %end, label %body, LN(31)
body:
  %next = getelementptr %Node, ptr1 %list, i64 0, i32 2, LN(32)
  %rest = load ptr1, ptr1 %next, align 8, LN(32)
  store ptr1 %turned, ptr1 %next, align 8, LN(32)
  br label %loop, LN(31)
end:
  ret ptr1 %turned, LN(34)
}

; Calls a Go function for each value, while nothing but the frame holds the rest of the list, and
; adds what it returns.
define i64 @{Walk}(ptr1 %first, ptr1 %each) FN(40) {
entry:
  br label %loop, LN(41)
loop:
  %list = phi ptr1 [ %first, %entry ], [ %rest, %body ]
  %sum = phi i64 [ 0, %entry ], [ %sum.next, %body ]
  %done = icmp eq ptr1 %list, null, LN(41)
  br i1 %done, label %end, label %body, LN(41)
body:
  %value = load i64, ptr1 %list, align 8, LN(42)
  %answer = call i64 @"go.call:func(int) int"(ptr1 %each, i64 %value), LN(42)
  %sum.next = add i64 %sum, %answer, LN(42)
  %next = getelementptr %Node, ptr1 %list, i64 0, i32 2, LN(41)
  %rest = load ptr1, ptr1 %next, align 8, LN(41)
  br label %loop, LN(41)
end:
  ret i64 %sum, LN(44)
}

; Merges two sorted lists into a new one, by recursion: two pointers in each frame.
define ptr1 @{Merge}(ptr1 %a, ptr1 %b) FN(50) {
entry:
  %no.a = icmp eq ptr1 %a, null, LN(51)
  br i1 %no.a, label %take.b, label %has.a, LN(51)
has.a:
  %no.b = icmp eq ptr1 %b, null, LN(51)
  br i1 %no.b, label %take.a, label %both, LN(51)
both:
  %x = load i64, ptr1 %a, align 8, LN(52)
  %y = load i64, ptr1 %b, align 8, LN(52)
  %less = icmp slt i64 %x, %y, LN(52)
  br i1 %less, label %take.a, label %take.b, LN(52)
take.a:
  br label %take, LN(53)
take.b:
  %none = icmp eq ptr1 %b, null, LN(51)
  br i1 %none, label %end, label %take, LN(51)
take:
  %from = phi ptr1 [ %a, %take.a ], [ %b, %take.b ]
  %other = phi ptr1 [ %b, %take.a ], [ %a, %take.b ]
  %rest.of = getelementptr %Node, ptr1 %from, i64 0, i32 2, LN(54)
  %rest = load ptr1, ptr1 %rest.of, align 8, LN(54)
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(55)
  %merged = call ptr1 @{Merge}(ptr1 %rest, ptr1 %other), LN(56)
  %value = load i64, ptr1 %from, align 8, LN(57)
  store i64 %value, ptr1 %node, align 8, LN(57)
  %next = getelementptr %Node, ptr1 %node, i64 0, i32 2, LN(58)
  store ptr1 %merged, ptr1 %next, align 8, LN(58)
  br label %end, LN(59)
end:
  %result = phi ptr1 [ null, %take.b ], [ %node, %take ]
  ret ptr1 %result, LN(59)
}
