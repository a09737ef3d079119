; Functions that are called whatever becomes of another one.

; go: func Protect(body, deferred func()) bool
; go: func Holding(body, deferred func(), n int, x float64) int
; go: func Levels(body, deferred func(), n int) int
; go: func Catch(f func()) any
; go: func Catches(f func(), n int) int
; go: func Cleaned(f func(), flag *int)

declare i8 @"go.protect"(ptr1, ptr1)
declare %interface @"go.recover"()
declare ptr1 @"runtime.newobject"(ptr1)
@"go.type:struct { F uintptr; value any }" = external addrspace(1) constant i8
@"go.type:struct { F uintptr; body, deferred func(); n, sum int }" = external addrspace(1) constant i8
@"go.type:struct { F uintptr; flag *int }" = external addrspace(1) constant i8
@"go.type:int" = external addrspace(1) constant i8
@"go.code:example.com/managed.Catch.func1" = external constant i8
@"go.code:example.com/managed.Levels.func1" = external constant i8
@"go.code:example.com/managed.Cleaned.func1" = external constant i8

define i8 @{Protect}(ptr1 %body, ptr1 %deferred) FN(10) {
  %recovered = call i8 @"go.protect"(ptr1 %body, ptr1 %deferred), LN(11)
  ret i8 %recovered, LN(11)
}

; More values than there are registers, and objects, that the call leaves as they are. The answer is
; 6n and 1000 if there was something to recover from, or -1.
define i64 @{Holding}(ptr1 %body, ptr1 %deferred, i64 %n, double %x) FN(20) {
  %first = call ptr1 @"runtime.newobject"(ptr1 @"go.type:int"), LN(21)
  store i64 %n, ptr1 %first, align 8, LN(21)
  %second = call ptr1 @"runtime.newobject"(ptr1 @"go.type:int"), LN(22)
  store i64 %n, ptr1 %second, align 8, LN(22)
  %a = call i64 asm sideeffect "", "=r,0"(i64 %n), LN(23)
  %b = call i64 asm sideeffect "", "=r,0"(i64 %n), LN(23)
  %c = call i64 asm sideeffect "", "=r,0"(i64 %n), LN(23)
  %d = call i64 asm sideeffect "", "=r,0"(i64 %n), LN(23)
  %y = fadd double %x, 1.0, LN(24)
  %recovered = call i8 @"go.protect"(ptr1 %body, ptr1 %deferred), LN(25)
  %e = load i64, ptr1 %first, align 8, LN(26)
  %f = load i64, ptr1 %second, align 8, LN(26)
  %ab = add i64 %a, %b, LN(27)
  %cd = add i64 %c, %d, LN(27)
  %ef = add i64 %e, %f, LN(27)
  %abcd = add i64 %ab, %cd, LN(27)
  %sum = add i64 %abcd, %ef, LN(27)
  %wide = zext i8 %recovered to i64, LN(28)
  %bonus = mul i64 %wide, 1000, LN(28)
  %all = add i64 %sum, %bonus, LN(28)
  %z = fsub double %y, 1.0, LN(29)
  %same = fcmp oeq double %z, %x, LN(29)
  %answer = select i1 %same, i64 %all, i64 -1, LN(29)
  ret i64 %answer, LN(29)
}

; n protected calls in one another, body in the innermost; the answer is how many recovered, and the
; sum of the depths of those that came to their end in thousands.
define i64 @{Levels}(ptr1 %body, ptr1 %deferred, i64 %n) FN(40) {
  %closure = call ptr1 @"runtime.newobject"(ptr1 @"go.type:struct { F uintptr; body, deferred func(); n, sum int }"), LN(41)
  store ptr @"go.code:example.com/managed.Levels.func1", ptr1 %closure, align 8, LN(41)
  %body.at = getelementptr i8, ptr1 %closure, i64 8, LN(41)
  store ptr1 %body, ptr1 %body.at, align 8, LN(41)
  %deferred.at = getelementptr i8, ptr1 %closure, i64 16, LN(41)
  store ptr1 %deferred, ptr1 %deferred.at, align 8, LN(41)
  %n.at = getelementptr i8, ptr1 %closure, i64 24, LN(41)
  store i64 %n, ptr1 %n.at, align 8, LN(41)
  %recovered = call i8 @"go.protect"(ptr1 %closure, ptr1 %deferred), LN(42)
  %sum.at = getelementptr i8, ptr1 %closure, i64 32, LN(43)
  %sum = load i64, ptr1 %sum.at, align 8, LN(43)
  %thousands = mul i64 %n, 1000, LN(43)
  %none = icmp eq i8 %recovered, 0, LN(43)
  %more = select i1 %none, i64 %thousands, i64 1, LN(43)
  %answer = add i64 %sum, %more, LN(43)
  ret i64 %answer, LN(43)
}
define void @{Levels.func1}(ptr1 %closure) FN(45) !go.func !{!"closure", !"func()"} {
  %body.at = getelementptr i8, ptr1 %closure, i64 8, LN(46)
  %body = load ptr1, ptr1 %body.at, align 8, LN(46)
  %n.at = getelementptr i8, ptr1 %closure, i64 24, LN(46)
  %n = load i64, ptr1 %n.at, align 8, LN(46)
  %bottom = icmp eq i64 %n, 0, LN(46)
  br i1 %bottom, label %call, label %deeper, LN(46)
call:
  call void @"go.call:func()"(ptr1 %body), LN(47)
  ret void, LN(47)
deeper:
  %deferred.at = getelementptr i8, ptr1 %closure, i64 16, LN(48)
  %deferred = load ptr1, ptr1 %deferred.at, align 8, LN(48)
  %less = sub i64 %n, 1, LN(48)
  %sum = call i64 @{Levels}(ptr1 %body, ptr1 %deferred, i64 %less), LN(48)
  %sum.at = getelementptr i8, ptr1 %closure, i64 32, LN(49)
  store i64 %sum, ptr1 %sum.at, align 8, LN(49)
  ret void, LN(49)
}
declare void @"go.call:func()"(ptr1)

; What f panics with; nil for nothing.
define %interface @{Catch}(ptr1 %f) FN(60) {
  %closure = call ptr1 @"runtime.newobject"(ptr1 @"go.type:struct { F uintptr; value any }"), LN(61)
  store ptr @"go.code:example.com/managed.Catch.func1", ptr1 %closure, align 8, LN(61)
  %recovered = call i8 @"go.protect"(ptr1 %f, ptr1 %closure), LN(62)
  %value.at = getelementptr i8, ptr1 %closure, i64 8, LN(63)
  %value = load %interface, ptr1 %value.at, align 8, LN(63)
  ret %interface %value, LN(63)
}
define void @{Catch.func1}(ptr1 %closure) FN(65) !go.func !{!"closure", !"func()"} {
  %value = call %interface @"go.recover"(), LN(66)
  %value.at = getelementptr i8, ptr1 %closure, i64 8, LN(66)
  store %interface %value, ptr1 %value.at, align 8, LN(66)
  ret void, LN(66)
}

; How many of n calls of f panic with something.
define i64 @{Catches}(ptr1 %f, i64 %n) FN(70) {
  br label %loop, LN(71)
loop:
  %i = phi i64 [ 0, %0 ], [ %next, %loop ], LN(71)
  %count = phi i64 [ 0, %0 ], [ %more, %loop ], LN(71)
  %value = call %interface @{Catch}(ptr1 %f), LN(72)
  %type = extractvalue %interface %value, 0, LN(72)
  %some = icmp ne ptr1 %type, null, LN(72)
  %one = zext i1 %some to i64, LN(72)
  %more = add i64 %count, %one, LN(72)
  %next = add i64 %i, 1, LN(73)
  %ends = icmp uge i64 %next, %n, LN(73)
  br i1 %ends, label %end, label %loop, LN(73)
end:
  ret i64 %more, LN(74)
}

; Adds to what flag points to behind f, and recovers from nothing: what recovers is called by the
; deferred function.
define void @{Cleaned}(ptr1 %f, ptr1 %flag) FN(80) {
  %closure = call ptr1 @"runtime.newobject"(ptr1 @"go.type:struct { F uintptr; flag *int }"), LN(81)
  store ptr @"go.code:example.com/managed.Cleaned.func1", ptr1 %closure, align 8, LN(81)
  %flag.at = getelementptr i8, ptr1 %closure, i64 8, LN(81)
  store ptr1 %flag, ptr1 %flag.at, align 8, LN(81)
  %recovered = call i8 @"go.protect"(ptr1 %f, ptr1 %closure), LN(82)
  ret void, LN(83)
}
define void @{Cleaned.func1}(ptr1 %closure) FN(85) !go.func !{!"closure", !"func()"} {
  %flag.at = getelementptr i8, ptr1 %closure, i64 8, LN(86)
  %flag = load ptr1, ptr1 %flag.at, align 8, LN(86)
  %old = load i64, ptr1 %flag, align 8, LN(86)
  %more = call i64 @cleanedMore(), LN(86)
  %new = add i64 %old, %more, LN(86)
  store i64 %new, ptr1 %flag, align 8, LN(86)
  ret void, LN(86)
}
define internal i64 @cleanedMore() noinline FN(88) {
  %value = call %interface @"go.recover"(), LN(89)
  %type = extractvalue %interface %value, 0, LN(89)
  %none = icmp eq ptr1 %type, null, LN(89)
  %one = select i1 %none, i64 1, i64 100, LN(89)
  ret i64 %one, LN(89)
}
