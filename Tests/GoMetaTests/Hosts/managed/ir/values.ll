; What Go's own values are made of, through the runtime's functions: maps, slices, strings,
; channels, interfaces.

; go: type Node struct { Value int; Text string; Next *Node }
; go: type Place struct { Row int; Name string }
; go: func Count(words []string) map[string]int
; go: func Find(m map[string]int, word string) (int, bool)
; go: func Forget(m map[string]int, words []string)
; go: func Places(rows, columns int) map[Place]*Node
; go: func At(m map[Place]*Node, row int, name string) *Node
; go: func Join(a, b, c string) string
; go: func Upper(s string) string
; go: func Fill(s []int, n int) []int
; go: func CopyNodes(to, from []*Node) int
; go: func Total(in chan int) int
; go: func Either(a, b chan int, quit chan string) (sum int, last string)
; go: func Box(x int) any
; go: func Unbox(v any) (x int, ok bool)
; go: func Same(a, b any) bool
; go: func Size(v any) float64
; go: func Hypot(re, im float32, z complex128) (complex64, complex128)

%Node = type { i64, %string, ptr1 }
%Place = type { i64, %string }
%scase = type { ptr1, ptr1 }

declare ptr1 @"runtime.newobject"(ptr1)
declare ptr1 @"runtime.makemap_small"()
declare ptr1 @"runtime.mapassign_faststr"(ptr1, ptr1, ptr1, i64)
declare { ptr1, i8 } @"runtime.mapaccess2_faststr"(ptr1, ptr1, ptr1, i64)
declare ptr1 @"runtime.mapassign"(ptr1, ptr1, ptr1)
declare ptr1 @"runtime.mapaccess1"(ptr1, ptr1, ptr1)
declare void @"runtime.mapdelete"(ptr1, ptr1, ptr1)
declare %string @"runtime.concatstrings"(ptr1, ptr1, i64, i64)
declare %string @"runtime.concatstring2"(ptr1, ptr1, i64, ptr1, i64)
declare %slice @"runtime.stringtoslicebyte"(ptr1, ptr1, i64)
declare %string @"runtime.slicebytetostring"(ptr1, ptr1, i64)
declare %slice @"runtime.growslice"(ptr1, i64, i64, i64, ptr1)
declare i64 @"runtime.typedslicecopy"(ptr1, ptr1, i64, ptr1, i64)
declare i8 @"runtime.chanrecv2"(ptr1, ptr1)
declare { i64, i8 } @"runtime.selectgo"(ptr1, ptr1, ptr1, i64, i64, i8)
declare ptr1 @"runtime.convT64"(i64)
declare ptr1 @"runtime.getitab"(ptr1, ptr1, i8)
declare i8 @"runtime.efaceeq"(ptr1, ptr1, ptr1)
declare double @"go.method:interface { Area() float64 }.Area"(ptr1, ptr1)
declare %string @"strconv.Itoa"(i64)
; import: strconv strconv func Itoa(i int) string
@"go.type:Node" = external addrspace(1) constant i8
@"go.type:*Node" = external addrspace(1) constant i8
@"go.type:int" = external addrspace(1) constant i8
@"go.type:map[string]int" = external addrspace(1) constant i8
@"go.type:map[Place]*Node" = external addrspace(1) constant i8
@"go.type:interface { Area() float64 }" = external addrspace(1) constant i8

; How often each word is there.
define ptr1 @{Count}(ptr1 %words, i64 %n, i64 %cap) FN(10) {
entry:
  %map = call ptr1 @"runtime.makemap_small"(), LN(11)
  br label %loop, LN(12)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %body ]
  %more = icmp slt i64 %i, %n, LN(12)
  br i1 %more, label %body, label %end, LN(12)
body:
  %at = getelementptr %string, ptr1 %words, i64 %i, LN(12)
  %word = load %string, ptr1 %at, align 8, LN(12)
  %p = extractvalue %string %word, 0, LN(13)
  %length = extractvalue %string %word, 1, LN(13)
  %slot = call ptr1 @"runtime.mapassign_faststr"(ptr1 @"go.type:map[string]int", ptr1 %map, ptr1 %p,
    i64 %length), LN(13)
  %count = load i64, ptr1 %slot, align 8, LN(13)
  %count.next = add i64 %count, 1, LN(13)
  store i64 %count.next, ptr1 %slot, align 8, LN(13)
  %i.next = add i64 %i, 1, LN(12)
  br label %loop, LN(12)
end:
  ret ptr1 %map, LN(15)
}

define { i64, i8 } @{Find}(ptr1 %map, ptr1 %word, i64 %length) FN(20) {
  %found = call { ptr1, i8 } @"runtime.mapaccess2_faststr"(ptr1 @"go.type:map[string]int", ptr1 %map,
    ptr1 %word, i64 %length), LN(21)
  %slot = extractvalue { ptr1, i8 } %found, 0, LN(21)
  %ok = extractvalue { ptr1, i8 } %found, 1, LN(21)
  %count = load i64, ptr1 %slot, align 8, LN(21)
  %result.0 = insertvalue { i64, i8 } poison, i64 %count, 0, LN(22)
  %result = insertvalue { i64, i8 } %result.0, i8 %ok, 1, LN(22)
  ret { i64, i8 } %result, LN(22)
}

; The runtime reads the key where the slice has it.
define void @{Forget}(ptr1 %map, ptr1 %words, i64 %n, i64 %cap) FN(25) {
entry:
  br label %loop, LN(26)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %body ]
  %more = icmp slt i64 %i, %n, LN(26)
  br i1 %more, label %body, label %end, LN(26)
body:
  %at = getelementptr %string, ptr1 %words, i64 %i, LN(27)
  call void @"runtime.mapdelete"(ptr1 @"go.type:map[string]int", ptr1 %map, ptr1 %at), LN(27)
  %i.next = add i64 %i, 1, LN(26)
  br label %loop, LN(26)
end:
  ret void, LN(28)
}

; Keys with a pointer in them, in a local: Place{row, strconv.Itoa(column)}.
define ptr1 @{Places}(i64 %rows, i64 %columns) FN(30) {
entry:
  %key = alloca %Place, align 8
  %key.1 = addrspacecast ptr %key to ptr1
  %map = call ptr1 @"runtime.makemap_small"(), LN(31)
  br label %rows.loop, LN(32)
rows.loop:
  %row = phi i64 [ 0, %entry ], [ %row.next, %row.end ]
  %row.more = icmp slt i64 %row, %rows, LN(32)
  br i1 %row.more, label %columns.loop, label %end, LN(32)
columns.loop:
  %column = phi i64 [ 0, %rows.loop ], [ %column.next, %body ]
  %column.more = icmp slt i64 %column, %columns, LN(33)
  br i1 %column.more, label %body, label %row.end, LN(33)
body:
  %name = call %string @"strconv.Itoa"(i64 %column), LN(34)
  store i64 %row, ptr %key, align 8, LN(34)
  %name.at = getelementptr %Place, ptr %key, i64 0, i32 1, LN(34)
  store %string %name, ptr %name.at, align 8, LN(34)
  %node = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Node"), LN(35)
  store i64 %row, ptr1 %node, align 8, LN(35)
  %text = getelementptr %Node, ptr1 %node, i64 0, i32 1, LN(36)
  store %string %name, ptr1 %text, align 8, LN(36)
  %slot = call ptr1 @"runtime.mapassign"(ptr1 @"go.type:map[Place]*Node", ptr1 %map, ptr1 %key.1),
    LN(37)
  store ptr1 %node, ptr1 %slot, align 8, LN(37)
  %column.next = add i64 %column, 1, LN(33)
  br label %columns.loop, LN(33)
row.end:
  %row.next = add i64 %row, 1, LN(32)
  br label %rows.loop, LN(32)
end:
  ret ptr1 %map, LN(39)
}

define ptr1 @{At}(ptr1 %map, i64 %row, ptr1 %name, i64 %length) FN(40) {
  %key = alloca %Place, align 8
  %key.1 = addrspacecast ptr %key to ptr1
  %name.0 = insertvalue %string poison, ptr1 %name, 0, LN(41)
  %name.1 = insertvalue %string %name.0, i64 %length, 1, LN(41)
  %place.0 = insertvalue %Place poison, i64 %row, 0, LN(41)
  %place = insertvalue %Place %place.0, %string %name.1, 1, LN(41)
  store %Place %place, ptr %key, align 8, LN(41)
  %slot = call ptr1 @"runtime.mapaccess1"(ptr1 @"go.type:map[Place]*Node", ptr1 %map, ptr1 %key.1),
    LN(42)
  %node = load ptr1, ptr1 %slot, align 8, LN(42)
  ret ptr1 %node, LN(42)
}

; Three strings in an array of this frame, which the runtime gets as a slice.
define %string @{Join}(ptr1 %a, i64 %an, ptr1 %b, i64 %bn, ptr1 %c, i64 %cn) FN(50) {
  %parts = alloca [3 x %string], align 8
  %parts.1 = addrspacecast ptr %parts to ptr1
  %at.b = getelementptr %string, ptr %parts, i64 1, LN(51)
  %at.c = getelementptr %string, ptr %parts, i64 2, LN(51)
  %a.0 = insertvalue %string poison, ptr1 %a, 0, LN(51)
  %a.1 = insertvalue %string %a.0, i64 %an, 1, LN(51)
  store %string %a.1, ptr %parts, align 8, LN(51)
  %b.0 = insertvalue %string poison, ptr1 %b, 0, LN(51)
  %b.1 = insertvalue %string %b.0, i64 %bn, 1, LN(51)
  store %string %b.1, ptr %at.b, align 8, LN(51)
  %c.0 = insertvalue %string poison, ptr1 %c, 0, LN(51)
  %c.1 = insertvalue %string %c.0, i64 %cn, 1, LN(51)
  store %string %c.1, ptr %at.c, align 8, LN(51)
  %joined = call %string @"runtime.concatstrings"(ptr1 null, ptr1 %parts.1, i64 3, i64 3), LN(52)
  ret %string %joined, LN(53)
}

; By way of a slice of bytes.
define %string @{Upper}(ptr1 %s, i64 %length) FN(55) {
entry:
  %bytes = call %slice @"runtime.stringtoslicebyte"(ptr1 null, ptr1 %s, i64 %length), LN(56)
  %data = extractvalue %slice %bytes, 0, LN(56)
  br label %loop, LN(57)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %body ]
  %more = icmp slt i64 %i, %length, LN(57)
  br i1 %more, label %body, label %end, LN(57)
body:
  %at = getelementptr i8, ptr1 %data, i64 %i, LN(58)
  %byte = load i8, ptr1 %at, align 1, LN(58)
  %above = sub i8 %byte, 97, LN(58)
  %lower = icmp ult i8 %above, 26, LN(58)
  %upper = sub i8 %byte, 32, LN(58)
  %new = select i1 %lower, i8 %upper, i8 %byte, LN(58)
  store i8 %new, ptr1 %at, align 1, LN(58)
  %i.next = add i64 %i, 1, LN(57)
  br label %loop, LN(57)
end:
  %text = call %string @"runtime.slicebytetostring"(ptr1 null, ptr1 %data, i64 %length), LN(60)
  ret %string %text, LN(60)
}

; for i := range n { s = append(s, i) }; the slice, a first-class struct, goes round the loop.
define %slice @{Fill}(ptr1 %s, i64 %length, i64 %cap, i64 %n) FN(65) {
entry:
  %s.0 = insertvalue %slice poison, ptr1 %s, 0, LN(66)
  %s.1 = insertvalue %slice %s.0, i64 %length, 1, LN(66)
  %s.2 = insertvalue %slice %s.1, i64 %cap, 2, LN(66)
  br label %loop, LN(66)
loop:
  %i = phi i64 [ 0, %entry ], [ %i.next, %put ]
  %slice = phi %slice [ %s.2, %entry ], [ %slice.next, %put ]
  %more = icmp slt i64 %i, %n, LN(66)
  br i1 %more, label %body, label %end, LN(66)
body:
  %old.length = extractvalue %slice %slice, 1, LN(67)
  %old.cap = extractvalue %slice %slice, 2, LN(67)
  %longer = add i64 %old.length, 1, LN(67)
  %full = icmp ugt i64 %longer, %old.cap, LN(67)
  br i1 %full, label %grow, label %fits, LN(67)
grow:
  %old.data = extractvalue %slice %slice, 0, LN(67)
  %grown = call %slice @"runtime.growslice"(ptr1 %old.data, i64 %longer, i64 %old.cap, i64 1,
    ptr1 @"go.type:int"), LN(67)
  br label %put, LN(67)
fits:
  %same = insertvalue %slice %slice, i64 %longer, 1, LN(67)
  br label %put, LN(67)
put:
  %slice.next = phi %slice [ %grown, %grow ], [ %same, %fits ]
  %data = extractvalue %slice %slice.next, 0, LN(67)
  %at = getelementptr i64, ptr1 %data, i64 %old.length, LN(67)
  store i64 %i, ptr1 %at, align 8, LN(67)
  %i.next = add i64 %i, 1, LN(66)
  br label %loop, LN(66)
end:
  ret %slice %slice, LN(69)
}

; copy(to, from), with the barriers that pointers need.
define i64 @{CopyNodes}(ptr1 %to, i64 %to.n, i64 %to.cap, ptr1 %from, i64 %n, i64 %cap) FN(70) {
  %copied = call i64 @"runtime.typedslicecopy"(ptr1 @"go.type:*Node", ptr1 %to, i64 %to.n, ptr1 %from,
    i64 %n), LN(71)
  ret i64 %copied, LN(71)
}

; Blocks in each receive; the sender writes into this frame, wherever it has moved.
define i64 @{Total}(ptr1 %in) FN(75) {
entry:
  %local = alloca i64, align 8
  %local.1 = addrspacecast ptr %local to ptr1
  br label %loop, LN(76)
loop:
  %sum = phi i64 [ 0, %entry ], [ %sum.next, %body ]
  %open = call i8 @"runtime.chanrecv2"(ptr1 %in, ptr1 %local.1), LN(76)
  %is.open = icmp ne i8 %open, 0, LN(76)
  br i1 %is.open, label %body, label %end, LN(76)
body:
  %x = load i64, ptr %local, align 8, LN(77)
  %sum.next = add i64 %sum, %x, LN(77)
  br label %loop, LN(76)
end:
  ret i64 %sum, LN(79)
}

; select over three channels, as Go's compiler has it: cases, order and values in this frame.
define { i64, ptr1, i64 } @{Either}(ptr1 %a, ptr1 %b, ptr1 %quit) FN(80) {
entry:
  %x = alloca i64, align 8
  %y = alloca i64, align 8
  %text = alloca %string, align 8
  %cases = alloca [3 x %scase], align 8
  %order = alloca [6 x i16], align 8
  %x.1 = addrspacecast ptr %x to ptr1
  %y.1 = addrspacecast ptr %y to ptr1
  %text.1 = addrspacecast ptr %text to ptr1
  %cases.1 = addrspacecast ptr %cases to ptr1
  %order.1 = addrspacecast ptr %order to ptr1
  br label %loop, LN(81)
loop:
  %sum = phi i64 [ 0, %entry ], [ %with.x, %got.x ], [ %with.y, %got.y ]
  store i64 0, ptr1 %x.1, align 8, LN(82)
  store i64 0, ptr1 %y.1, align 8, LN(82)
  store %string zeroinitializer, ptr1 %text.1, align 8, LN(82)
  store [6 x i16] zeroinitializer, ptr1 %order.1, align 8, LN(82)
  %case.0 = insertvalue %scase poison, ptr1 %a, 0, LN(83)
  %case.0.full = insertvalue %scase %case.0, ptr1 %x.1, 1, LN(83)
  store %scase %case.0.full, ptr1 %cases.1, align 8, LN(83)
  %case.1 = insertvalue %scase poison, ptr1 %b, 0, LN(84)
  %case.1.full = insertvalue %scase %case.1, ptr1 %y.1, 1, LN(84)
  %case.1.at = getelementptr %scase, ptr1 %cases.1, i64 1, LN(84)
  store %scase %case.1.full, ptr1 %case.1.at, align 8, LN(84)
  %case.2 = insertvalue %scase poison, ptr1 %quit, 0, LN(85)
  %case.2.full = insertvalue %scase %case.2, ptr1 %text.1, 1, LN(85)
  %case.2.at = getelementptr %scase, ptr1 %cases.1, i64 2, LN(85)
  store %scase %case.2.full, ptr1 %case.2.at, align 8, LN(85)
  %selected = call { i64, i8 } @"runtime.selectgo"(ptr1 %cases.1, ptr1 %order.1, ptr1 null, i64 0,
    i64 3, i8 1), LN(86)
  %which = extractvalue { i64, i8 } %selected, 0, LN(86)
  switch i64 %which, label %got.quit [ i64 0, label %got.x i64 1, label %got.y ], LN(86)
got.x:
  %x.now = load i64, ptr1 %x.1, align 8, LN(87)
  %with.x = add i64 %sum, %x.now, LN(87)
  br label %loop, LN(87)
got.y:
  %y.now = load i64, ptr1 %y.1, align 8, LN(88)
  %with.y = sub i64 %sum, %y.now, LN(88)
  br label %loop, LN(88)
got.quit:
  %last = load %string, ptr1 %text.1, align 8, LN(89)
  %p = extractvalue %string %last, 0, LN(89)
  %n = extractvalue %string %last, 1, LN(89)
  %result.0 = insertvalue { i64, ptr1, i64 } poison, i64 %sum, 0, LN(89)
  %result.1 = insertvalue { i64, ptr1, i64 } %result.0, ptr1 %p, 1, LN(89)
  %result = insertvalue { i64, ptr1, i64 } %result.1, i64 %n, 2, LN(89)
  ret { i64, ptr1, i64 } %result, LN(89)
}

define %interface @{Box}(i64 %x) FN(100) {
  %data = call ptr1 @"runtime.convT64"(i64 %x), LN(101)
  %any = insertvalue %interface { ptr1 @"go.type:int", ptr1 poison }, ptr1 %data, 1, LN(101)
  ret %interface %any, LN(101)
}
define { i64, i8 } @{Unbox}(ptr1 %type, ptr1 %data) FN(103) {
  %is = icmp eq ptr1 %type, @"go.type:int", LN(104)
  br i1 %is, label %yes, label %no, LN(104)
yes:
  %x = load i64, ptr1 %data, align 8, LN(105)
  %result = insertvalue { i64, i8 } { i64 poison, i8 1 }, i64 %x, 0, LN(105)
  ret { i64, i8 } %result, LN(105)
no:
  ret { i64, i8 } zeroinitializer, LN(106)
}
; a == b
define i8 @{Same}(ptr1 %a.type, ptr1 %a, ptr1 %b.type, ptr1 %b) FN(108) {
  %types = icmp eq ptr1 %a.type, %b.type, LN(109)
  br i1 %types, label %compare, label %no, LN(109)
compare:
  %nothing = icmp eq ptr1 %a.type, null, LN(109)
  br i1 %nothing, label %yes, label %values, LN(109)
values:
  %equal = call i8 @"runtime.efaceeq"(ptr1 %a.type, ptr1 %a, ptr1 %b), LN(109)
  ret i8 %equal, LN(109)
yes:
  ret i8 1, LN(110)
no:
  ret i8 0, LN(110)
}
; v.(interface { Area() float64 }).Area()
define double @{Size}(ptr1 %type, ptr1 %data) FN(112) {
  %itab = call ptr1 @"runtime.getitab"(ptr1 @"go.type:interface { Area() float64 }", ptr1 %type, i8 0),
    LN(113)
  %area = call double @"go.method:interface { Area() float64 }.Area"(ptr1 %itab, ptr1 %data), LN(113)
  ret double %area, LN(113)
}

; Complex numbers: returns complex(im, re) and z * z.
define { float, float, double, double } @{Hypot}(float %re, float %im, double %x, double %y) FN(115) {
  %xx = fmul double %x, %x, LN(116)
  %yy = fmul double %y, %y, LN(116)
  %xy = fmul double %x, %y, LN(116)
  %real = fsub double %xx, %yy, LN(116)
  %imaginary = fadd double %xy, %xy, LN(116)
  %r0 = insertvalue { float, float, double, double } poison, float %im, 0, LN(117)
  %r1 = insertvalue { float, float, double, double } %r0, float %re, 1, LN(117)
  %r2 = insertvalue { float, float, double, double } %r1, double %real, 2, LN(117)
  %r3 = insertvalue { float, float, double, double } %r2, double %imaginary, 3, LN(117)
  ret { float, float, double, double } %r3, LN(117)
}
