; C on the thread's stack: it uses more than a goroutine has, blocks, and knows nothing of Go.

; go: type Node struct { Value int; Text string; Next *Node }
; go: func ParseInt(text *byte) int
; go: func Getenv(name *byte) int
; go: func CDeep(n int) int
; go: func Blend(a, b, c, d, e, f int, x, y float64, z float32) float64
; go: func Block(ms int) int
; go: func Bytes(p *[64]byte) int
; go: func Strings(f func(), text *byte, n int) int

declare i64 @strtol(ptr1, ptr, i32) "go.systemstack"
declare ptr @getenv(ptr1) "go.systemstack"
declare i64 @managed_length(ptr) "go.systemstack"
declare i64 @managed_deep(i64) "go.systemstack"
declare double @managed_blend(i64, i64, i64, i64, i64, i64, double, double, float) "go.systemstack"
declare i32 @managed_block(i32) "go.systemstack"
declare void @managed_fill(ptr1, i64) "go.systemstack"
declare ptr1 @"runtime.newobject"(ptr1)
declare void @"go.call:func()"(ptr1)
@"go.type:Node" = external addrspace(1) constant i8

define i64 @{ParseInt}(ptr1 %text) FN(10) {
  %x = call i64 @strtol(ptr1 %text, ptr null, i32 10), LN(11)
  ret i64 %x, LN(11)
}
define i64 @{Getenv}(ptr1 %name) FN(13) {
  %value = call ptr @getenv(ptr1 %name), LN(14)
  %length = call i64 @managed_length(ptr %value), LN(15)
  ret i64 %length, LN(15)
}
; A megabyte of C's frames.
define i64 @{CDeep}(i64 %n) FN(17) {
  %x = call i64 @managed_deep(i64 %n), LN(18)
  %y = add i64 %x, 1, LN(18)
  ret i64 %y, LN(18)
}
define double @{Blend}(i64 %a, i64 %b, i64 %c, i64 %d, i64 %e, i64 %f, double %x, double %y,
    float %z) FN(20) {
  %r = call double @managed_blend(i64 %a, i64 %b, i64 %c, i64 %d, i64 %e, i64 %f, double %x, double %y,
    float %z), LN(21)
  ret double %r, LN(21)
}
define i64 @{Block}(i64 %ms) FN(23) {
  %ms.32 = trunc i64 %ms to i32, LN(24)
  %x = call i32 @managed_block(i32 %ms.32), LN(24)
  %wide = sext i32 %x to i64, LN(24)
  ret i64 %wide, LN(24)
}
; Writes into an object of Go's heap.
define i64 @{Bytes}(ptr1 %p) FN(26) {
  call void @managed_fill(ptr1 %p, i64 64), LN(27)
  %at = getelementptr i8, ptr1 %p, i64 63, LN(28)
  %x = load i8, ptr1 %at, align 1, LN(28)
  %wide = zext i8 %x to i64, LN(28)
  ret i64 %wide, LN(28)
}
; An object that only this frame holds, over calls of C and of Go.
define i64 @{Strings}(ptr1 %f, ptr1 %text, i64 %n) FN(30) {
entry:
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(31)
  store i64 7, ptr1 %node, align 8, LN(31)
  br label %loop, LN(32)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %loop ]
  %sum = phi i64 [ 0, %entry ], [ %sum.next, %loop ]
  %x = call i64 @strtol(ptr1 %text, ptr null, i32 10), LN(33)
  call void @"go.call:func()"(ptr1 %f), LN(34)
  %seven = load i64, ptr1 %node, align 8, LN(35)
  %step = mul i64 %x, %seven, LN(35)
  %sum.next = add i64 %sum, %step, LN(35)
  %i.next = add i64 %i, 1, LN(32)
  %more = icmp slt i64 %i.next, %n, LN(32)
  br i1 %more, label %loop, label %end, LN(32)
end:
  ret i64 %sum.next, LN(37)
}
