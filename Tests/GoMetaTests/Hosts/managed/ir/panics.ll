; Faults, panics and Goexit that pass through frames of ours, and ones that start there.

; go: type Node struct { Value int; Text string; Next *Node }
; go: type Failure struct { Code int; Node *Node }
; go: func (f *Failure) Error() string
; go: func Nil(p *int) int
; go: func Through(f func(), n int) int
; go: func Around(f func() int, n int) int
; go: func Divide(a, b int) int
; go: func Raise(message string)
; go: func Fail(code int)
; go: func Exit(n int)
; go: func Overflow(n int) int

%Node = type { i64, %string, ptr1 }

declare ptr1 @"runtime.newobject"(ptr1)
declare ptr1 @"runtime.convTstring"(ptr1, i64)
declare void @"runtime.gopanic"(ptr1, ptr1) noreturn
declare void @"runtime.panicdivide"() noreturn
declare void @"runtime.Goexit"()
declare void @"go.call:func()"(ptr1)
declare i64 @"go.call:func() int"(ptr1)
declare %string @"strconv.Itoa"(i64)
declare %string @"runtime.concatstring2"(ptr1, ptr1, i64, ptr1, i64)
; import: strconv strconv func Itoa(i int) string
@"go.type:Node" = external addrspace(1) constant i8
@"go.type:Failure" = external addrspace(1) constant i8
@"go.type:*Failure" = external addrspace(1) constant i8
@"go.type:string" = external addrspace(1) constant i8
@failure.text = private unnamed_addr addrspace(1) constant [8 x i8] c"failure "

; A nil dereference three frames deep, of which Go knows one.
define i64 @{Nil}(ptr1 %p) FN(10) {
  %x = notail call i64 @nilOuter(ptr1 %p), LN(11)
  ret i64 %x, LN(11)
}
define internal i64 @nilOuter(ptr1 %p) noinline FN(13) {
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(14)
  store i64 1, ptr1 %node, align 8, LN(14)
  %x = call i64 @nilInner(ptr1 %p), LN(15)
  %one = load i64, ptr1 %node, align 8, LN(16)
  %sum = add i64 %x, %one, LN(16)
  ret i64 %sum, LN(16)
}
define internal i64 @nilInner(ptr1 %p) noinline FN(18) {
  %x = load volatile i64, ptr1 %p, align 8, LN(19)
  ret i64 %x, LN(19)
}

; n frames that each hold an object while f runs below them; n is the result.
define i64 @{Through}(ptr1 %f, i64 %n) FN(20) {
  %bottom = icmp eq i64 %n, 0, LN(21)
  br i1 %bottom, label %call, label %deeper, LN(21)
call:
  call void @"go.call:func()"(ptr1 %f), LN(22)
  ret i64 0, LN(22)
deeper:
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(23)
  %less = sub i64 %n, 1, LN(24)
  store i64 %less, ptr1 %node, align 8, LN(24)
  %below = call i64 @{Through}(ptr1 %f, i64 %less), LN(25)
  %value = load i64, ptr1 %node, align 8, LN(26)
  %same = icmp eq i64 %below, %value, LN(26)
  %result = add i64 %below, 1, LN(26)
  %answer = select i1 %same, i64 %result, i64 -1, LN(26)
  ret i64 %answer, LN(26)
}

; Goes on with what it holds after a Go function that may have recovered from a panic below it.
define i64 @{Around}(ptr1 %f, i64 %n) FN(30) {
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(31)
  store i64 %n, ptr1 %node, align 8, LN(31)
  %kept = call i64 asm sideeffect "", "=r,0"(i64 %n), LN(32)
  %first = call i64 @"go.call:func() int"(ptr1 %f), LN(33)
  %second = call i64 @"go.call:func() int"(ptr1 %f), LN(34)
  %value = load i64, ptr1 %node, align 8, LN(35)
  %same = icmp eq i64 %value, %kept, LN(35)
  %sum = add i64 %first, %second, LN(36)
  %all = add i64 %sum, %value, LN(36)
  %answer = select i1 %same, i64 %all, i64 -1, LN(36)
  ret i64 %answer, LN(36)
}

define i64 @{Divide}(i64 %a, i64 %b) FN(40) {
  %zero = icmp eq i64 %b, 0, LN(41)
  br i1 %zero, label %panic, label %divide, LN(41)
panic:
  call void @"runtime.panicdivide"(), LN(41)
  unreachable, LN(41)
divide:
  %quotient = sdiv i64 %a, %b, LN(42)
  ret i64 %quotient, LN(42)
}

; panic(message)
define void @{Raise}(ptr1 %message, i64 %length) FN(50) {
  %value = call ptr1 @"runtime.convTstring"(ptr1 %message, i64 %length), LN(51)
  call void @"runtime.gopanic"(ptr1 @"go.type:string", ptr1 %value), LN(51)
  unreachable, LN(51)
}

; panic(&Failure{code, new(Node)})
define void @{Fail}(i64 %code) FN(60) {
  %failure = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Failure"), LN(61)
  store i64 %code, ptr1 %failure, align 8, LN(61)
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(62)
  store i64 %code, ptr1 %node, align 8, LN(62)
  %to = getelementptr i8, ptr1 %failure, i64 8, LN(62)
  store ptr1 %node, ptr1 %to, align 8, LN(62)
  call void @"runtime.gopanic"(ptr1 @"go.type:*Failure", ptr1 %failure), LN(63)
  unreachable, LN(63)
}
define %string @{(*Failure).Error}(ptr1 %f) FN(65) {
  %to = getelementptr i8, ptr1 %f, i64 8, LN(66)
  %node = load ptr1, ptr1 %to, align 8, LN(66)
  %code = load i64, ptr1 %node, align 8, LN(66)
  %digits = call %string @"strconv.Itoa"(i64 %code), LN(66)
  %p = extractvalue %string %digits, 0, LN(66)
  %n = extractvalue %string %digits, 1, LN(66)
  %text = call %string @"runtime.concatstring2"(ptr1 null, ptr1 @failure.text, i64 8, ptr1 %p, i64 %n), LN(67)
  ret %string %text, LN(67)
}

; Ends its goroutine from n frames down.
define void @{Exit}(i64 %n) FN(70) {
  %bottom = icmp eq i64 %n, 0, LN(71)
  br i1 %bottom, label %exit, label %deeper, LN(71)
exit:
  call void @"runtime.Goexit"(), LN(72)
  unreachable, LN(72)
deeper:
  %less = sub i64 %n, 1, LN(73)
  notail call void @{Exit}(i64 %less), LN(73)
  ret void, LN(74)
}

; Never ends: the runtime's limit does.
define i64 @{Overflow}(i64 %n) FN(80) {
  %more = add i64 %n, 1, LN(81)
  %never = call i64 @{Overflow}(i64 %more), LN(81)
  %opaque = call i64 asm sideeffect "", "=r,0"(i64 %never), LN(82)
  %result = add i64 %opaque, 1, LN(82)
  ret i64 %result, LN(82)
}
