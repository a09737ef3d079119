; Trees and graphs: recursion with pointers in every frame, slices that grow.

; go: type Tree struct { Left, Right *Tree; Key int }
; go: type Vertex struct { ID int; Seen bool; Edges []*Vertex; Label string }
; go: func Plant(depth int) *Tree
; go: func Insert(root *Tree, key int) *Tree
; go: func (t *Tree) Sum() int
; go: func (t *Tree) Each(visit func(*Tree) bool) bool
; go: func Graph(n int) *Vertex
; go: func (v *Vertex) Reach() int
; go: func (v *Vertex) Append(w *Vertex)

%Tree = type { ptr1, ptr1, i64 }
%Vertex = type { i64, i8, %slice, %string }

declare ptr1 @"runtime.newobject"(ptr1)
declare ptr1 @"runtime.makeslice"(ptr1, i64, i64)
declare %slice @"runtime.growslice"(ptr1, i64, i64, i64, ptr1)
declare i8 @"go.call:func(*Tree) bool"(ptr1, ptr1)
@"go.type:Tree" = external addrspace(1) constant i8
@"go.type:Vertex" = external addrspace(1) constant i8
@"go.type:*Vertex" = external addrspace(1) constant i8

; A full tree whose keys are all its depth there.
define ptr1 @{Plant}(i64 %depth) FN(10) {
  %leaf = icmp eq i64 %depth, 0, LN(11)
  br i1 %leaf, label %none, label %some, LN(11)
none:
  ret ptr1 null, LN(12)
some:
  %less = sub i64 %depth, 1, LN(13)
  %left = call ptr1 @{Plant}(i64 %less), LN(13)
  %right = call ptr1 @{Plant}(i64 %less), LN(14)
  %tree = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Tree"), LN(15)
  %both.0 = insertvalue [2 x ptr1] poison, ptr1 %left, 0, LN(16)
  %both = insertvalue [2 x ptr1] %both.0, ptr1 %right, 1, LN(16)
  store [2 x ptr1] %both, ptr1 %tree, align 8, LN(16)
  %key = getelementptr %Tree, ptr1 %tree, i64 0, i32 2, LN(17)
  store i64 %depth, ptr1 %key, align 8, LN(17)
  ret ptr1 %tree, LN(18)
}

; Puts a key into a search tree; the slot to fill is an interior pointer that lives over the call.
define ptr1 @{Insert}(ptr1 %root, i64 %key) FN(20) {
entry:
  %no.root = icmp eq ptr1 %root, null, LN(21)
  br i1 %no.root, label %new.root, label %loop, LN(21)
new.root:
  %first = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Tree"), LN(22)
  %first.key = getelementptr %Tree, ptr1 %first, i64 0, i32 2, LN(22)
  store i64 %key, ptr1 %first.key, align 8, LN(22)
  ret ptr1 %first, LN(22)
loop:
  %at = phi ptr1 [ %root, %entry ], [ %child, %loop ]
  %at.key = getelementptr %Tree, ptr1 %at, i64 0, i32 2, LN(24)
  %known = load i64, ptr1 %at.key, align 8, LN(24)
  %goes.right = icmp sge i64 %key, %known, LN(24)
  %index = zext i1 %goes.right to i64, LN(25)
  %slot = getelementptr ptr1, ptr1 %at, i64 %index, LN(25)
  %child = load ptr1, ptr1 %slot, align 8, LN(25)
  %free = icmp eq ptr1 %child, null, LN(25)
  br i1 %free, label %fill, label %loop, LN(25)
fill:
  %leaf = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Tree"), LN(26)
  %leaf.key = getelementptr %Tree, ptr1 %leaf, i64 0, i32 2, LN(26)
  store i64 %key, ptr1 %leaf.key, align 8, LN(26)
  store ptr1 %leaf, ptr1 %slot, align 8, LN(27)
  ret ptr1 %root, LN(28)
}

define i64 @{(*Tree).Sum}(ptr1 %t) FN(30) {
entry:
  %none = icmp eq ptr1 %t, null, LN(31)
  br i1 %none, label %zero, label %some, LN(31)
zero:
  ret i64 0, LN(31)
some:
  %left = load ptr1, ptr1 %t, align 8, LN(32)
  %left.sum = call i64 @{(*Tree).Sum}(ptr1 %left), LN(32)
  %right.at = getelementptr %Tree, ptr1 %t, i64 0, i32 1, LN(33)
  %right = load ptr1, ptr1 %right.at, align 8, LN(33)
  %right.sum = call i64 @{(*Tree).Sum}(ptr1 %right), LN(33)
  %key.at = getelementptr %Tree, ptr1 %t, i64 0, i32 2, LN(34)
  %key = load i64, ptr1 %key.at, align 8, LN(34)
  %sum = add i64 %left.sum, %right.sum, LN(34)
  %all = add i64 %sum, %key, LN(34)
  ret i64 %all, LN(34)
}

; Visits in order until the Go function returns false.
define i8 @{(*Tree).Each}(ptr1 %t, ptr1 %visit) FN(40) {
entry:
  %none = icmp eq ptr1 %t, null, LN(41)
  br i1 %none, label %all, label %some, LN(41)
all:
  ret i8 1, LN(41)
some:
  %left = load ptr1, ptr1 %t, align 8, LN(42)
  %on = call i8 @{(*Tree).Each}(ptr1 %left, ptr1 %visit), LN(42)
  %goes.on = icmp ne i8 %on, 0, LN(42)
  br i1 %goes.on, label %self, label %stop, LN(42)
self:
  %wanted = call i8 @"go.call:func(*Tree) bool"(ptr1 %visit, ptr1 %t), LN(43)
  %wants = icmp ne i8 %wanted, 0, LN(43)
  br i1 %wants, label %last, label %stop, LN(43)
last:
  %right.at = getelementptr %Tree, ptr1 %t, i64 0, i32 1, LN(44)
  %right = load ptr1, ptr1 %right.at, align 8, LN(44)
  %result = call i8 @{(*Tree).Each}(ptr1 %right, ptr1 %visit), LN(44)
  ret i8 %result, LN(44)
stop:
  ret i8 0, LN(45)
}

; append(v.Edges, w), as Go's compiler writes it.
define void @{(*Vertex).Append}(ptr1 %v, ptr1 %w) FN(50) {
entry:
  %edges = getelementptr %Vertex, ptr1 %v, i64 0, i32 2, LN(51)
  %old = load %slice, ptr1 %edges, align 8, LN(51)
  %data = extractvalue %slice %old, 0, LN(51)
  %length = extractvalue %slice %old, 1, LN(51)
  %capacity = extractvalue %slice %old, 2, LN(51)
  %longer = add i64 %length, 1, LN(51)
  %full = icmp ugt i64 %longer, %capacity, LN(51)
  br i1 %full, label %grow, label %put, LN(51)
grow:
  %grown = call %slice @"runtime.growslice"(ptr1 %data, i64 %longer, i64 %capacity, i64 1,
    ptr1 @"go.type:*Vertex"), LN(51)
  br label %put, LN(51)
put:
  %slice.now = phi %slice [ %old, %entry ], [ %grown, %grow ]
  %new = insertvalue %slice %slice.now, i64 %longer, 1, LN(51)
  %array = extractvalue %slice %new, 0, LN(51)
  %slot = getelementptr ptr1, ptr1 %array, i64 %length, LN(51)
  store ptr1 %w, ptr1 %slot, align 8, LN(51)
  store %slice %new, ptr1 %edges, align 8, LN(51)
  ret void, LN(52)
}

; n vertices in a ring, each with an edge to the next, to the one after it, and to itself.
define ptr1 @{Graph}(i64 %n) FN(60) {
entry:
  %all = call ptr1 @"runtime.makeslice"(ptr1 @"go.type:*Vertex", i64 %n, i64 %n), LN(61)
  br label %make, LN(62)
make:
  %i = phi i64 [ 0, %entry ], [ %i.next, %make ]
  %new = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Vertex"), LN(63)
  store i64 %i, ptr1 %new, align 8, LN(63)
  %slot = getelementptr ptr1, ptr1 %all, i64 %i, LN(64)
  store ptr1 %new, ptr1 %slot, align 8, LN(64)
  %i.next = add i64 %i, 1, LN(62)
  %more = icmp slt i64 %i.next, %n, LN(62)
  br i1 %more, label %make, label %join, LN(62)
join:
  %j = phi i64 [ 0, %make ], [ %j.next, %join ]
  %from.at = getelementptr ptr1, ptr1 %all, i64 %j, LN(67)
  %from = load ptr1, ptr1 %from.at, align 8, LN(67)
  %j.next = add i64 %j, 1, LN(67)
  %one = srem i64 %j.next, %n, LN(67)
  %one.at = getelementptr ptr1, ptr1 %all, i64 %one, LN(67)
  %to.one = load ptr1, ptr1 %one.at, align 8, LN(67)
  call void @{(*Vertex).Append}(ptr1 %from, ptr1 %to.one), LN(67)
  %j.two = add i64 %j, 2, LN(68)
  %two = srem i64 %j.two, %n, LN(68)
  %two.at = getelementptr ptr1, ptr1 %all, i64 %two, LN(68)
  %to.two = load ptr1, ptr1 %two.at, align 8, LN(68)
  call void @{(*Vertex).Append}(ptr1 %from, ptr1 %to.two), LN(68)
  call void @{(*Vertex).Append}(ptr1 %from, ptr1 %from), LN(69)
  %again = icmp slt i64 %j.next, %n, LN(66)
  br i1 %again, label %join, label %end, LN(66)
end:
  %first = load ptr1, ptr1 %all, align 8, LN(71)
  ret ptr1 %first, LN(71)
}

; How many vertices edges lead to: a depth-first search, n frames deep in a ring of n. Each frame
; allocates, so that it is scanned while it holds a pointer into the array of edges.
define i64 @{(*Vertex).Reach}(ptr1 %v) FN(80) {
entry:
  %seen.at = getelementptr %Vertex, ptr1 %v, i64 0, i32 1, LN(81)
  %seen = load i8, ptr1 %seen.at, align 8, LN(81)
  %is.seen = icmp ne i8 %seen, 0, LN(81)
  br i1 %is.seen, label %zero, label %unseen, LN(81)
zero:
  ret i64 0, LN(82)
unseen:
  store i8 1, ptr1 %seen.at, align 8, LN(83)
  %litter = call ptr1 @"runtime.newobject"(ptr1 @"go.type:Vertex"), LN(84)
  %edges = getelementptr %Vertex, ptr1 %v, i64 0, i32 2, LN(85)
  %list = load %slice, ptr1 %edges, align 8, LN(85)
  %array = extractvalue %slice %list, 0, LN(85)
  %length = extractvalue %slice %list, 1, LN(85)
  %last = getelementptr ptr1, ptr1 %array, i64 %length, LN(85)
  br label %loop, LN(85)
loop:
  %edge = phi ptr1 [ %array, %unseen ], [ %edge.next, %body ]
  %count = phi i64 [ 1, %unseen ], [ %count.next, %body ]
  %more = icmp ne ptr1 %edge, %last, LN(85)
  br i1 %more, label %body, label %end, LN(85)
body:
  %to = load ptr1, ptr1 %edge, align 8, LN(86)
  %found = call i64 @{(*Vertex).Reach}(ptr1 %to), LN(86)
  %count.next = add i64 %count, %found, LN(86)
  %edge.next = getelementptr ptr1, ptr1 %edge, i64 1, LN(85)
  br label %loop, LN(85)
end:
  store i64 %count, ptr1 %litter, align 8, LN(88)
  ret i64 %count, LN(89)
}
