; The package geometry.gl as a front end hands it over: plain LLVM IR, for every
; Go release and every architecture alike, so there is no triple and no data
; layout. Loads, stores and variables state their alignment for that reason.
;
;   - A Go function bears its Go linker name and uses the C calling convention;
;     each parameter is flattened into its scalars, in order.
;   - What the collector may own or move is a pointer in address space 1, and a
;     function says gc "statepoint-example".
;   - !go.package and !go.declarations say in Go's syntax what the package holds.
;   - Ordinary line tables name the Go functions and the lines of geometry.gl.

source_filename = "geometry.gl"

; The in-memory form of type Point, which is also that of Go's compiler.
%string = type { ptr addrspace(1), i64 }
%Point = type { double, double, %string, ptr addrspace(1) }

; Variables. The collector sees a pointer to one as it sees any other pointer,
; so variables, and the bytes of constant strings, are in address space 1 too.

@version.text = private unnamed_addr addrspace(1) constant [5 x i8] c"1.0.0"
@origin.text = private unnamed_addr addrspace(1) constant [6 x i8] c"origin"

; var Version string = "1.0.0"
@"example.com/geometry.Version" = addrspace(1) global %string
  { ptr addrspace(1) @version.text, i64 5 }, align 8

; var origin = Point{Label: "origin"}
@"example.com/geometry.origin" = addrspace(1) global %Point
  { double 0.0, double 0.0, %string { ptr addrspace(1) @origin.text, i64 6 },
    ptr addrspace(1) null }, align 8

; var Origin *Point = &origin
@"example.com/geometry.Origin" = addrspace(1) global ptr addrspace(1)
  @"example.com/geometry.origin", align 8

; A function of Go's runtime: panics with "integer divide by zero".
declare void @"runtime.panicdivide"() noreturn

declare double @llvm.sqrt.f64(double)

; func Add(a, b int) int
define i64 @"example.com/geometry.Add"(i64 %a, i64 %b) gc "statepoint-example" !dbg !30 {
  %sum = add i64 %a, %b, !dbg !31
  ret i64 %sum, !dbg !31
}

; func Div(a, b int) int
; Go defines the two quotients that sdiv does not: x / 0 panics, and x / -1 is -x
; even for the smallest x.
define i64 @"example.com/geometry.Div"(i64 %a, i64 %b) gc "statepoint-example" !dbg !32 {
  %is.zero = icmp eq i64 %b, 0, !dbg !33
  br i1 %is.zero, label %zero, label %nonzero, !dbg !33

zero:
  call void @"runtime.panicdivide"(), !dbg !33
  unreachable, !dbg !33

nonzero:
  %is.minus.one = icmp eq i64 %b, -1, !dbg !33
  br i1 %is.minus.one, label %negate, label %divide, !dbg !33

negate:
  %negated = sub i64 0, %a, !dbg !33
  ret i64 %negated, !dbg !33

divide:
  %quotient = sdiv i64 %a, %b, !dbg !33
  ret i64 %quotient, !dbg !33
}

; func Deref(p *int) int
; No check for nil: null is an address like any other in address space 1, the
; load faults, and Go's runtime turns the fault into a panic. notail keeps each
; caller's frame, and so its line in the traceback.
define i64 @"example.com/geometry.Deref"(ptr addrspace(1) %p) gc "statepoint-example" !dbg !34 {
  %value = notail call i64 @"example.com/geometry.follow"(ptr addrspace(1) %p), !dbg !35
  ret i64 %value, !dbg !35
}

; func follow(p *int) int
define i64 @"example.com/geometry.follow"(ptr addrspace(1) %p) noinline gc "statepoint-example"
    !dbg !36 {
  %value = notail call i64 @"example.com/geometry.load"(ptr addrspace(1) %p), !dbg !37
  ret i64 %value, !dbg !37
}

; func load(p *int) int
define i64 @"example.com/geometry.load"(ptr addrspace(1) %p) noinline gc "statepoint-example"
    !dbg !38 {
  %value = load i64, ptr addrspace(1) %p, align 8, !dbg !39
  ret i64 %value, !dbg !39
}

; func (p Point) Norm() float64
define double @"example.com/geometry.Point.Norm"(double %X, double %Y,
    ptr addrspace(1) %Label.ptr, i64 %Label.len, ptr addrspace(1) %next)
    gc "statepoint-example" !dbg !40 {
  %xx = fmul double %X, %X, !dbg !41
  %yy = fmul double %Y, %Y, !dbg !41
  %sum = fadd double %xx, %yy, !dbg !41
  %norm = call double @llvm.sqrt.f64(double %sum), !dbg !41
  ret double %norm, !dbg !41
}

; func (p Point) String() string
define %string @"example.com/geometry.Point.String"(double %X, double %Y,
    ptr addrspace(1) %Label.ptr, i64 %Label.len, ptr addrspace(1) %next)
    gc "statepoint-example" !dbg !42 {
  %label.0 = insertvalue %string poison, ptr addrspace(1) %Label.ptr, 0, !dbg !43
  %label.1 = insertvalue %string %label.0, i64 %Label.len, 1, !dbg !43
  ret %string %label.1, !dbg !43
}

; func (p *Point) Scale(k float64)
define void @"example.com/geometry.(*Point).Scale"(ptr addrspace(1) %p, double %k)
    gc "statepoint-example" !dbg !44 {
  %X.addr = getelementptr inbounds %Point, ptr addrspace(1) %p, i32 0, i32 0, !dbg !45
  %X.old = load double, ptr addrspace(1) %X.addr, align 8, !dbg !45
  %X.new = fmul double %X.old, %k, !dbg !45
  store double %X.new, ptr addrspace(1) %X.addr, align 8, !dbg !45
  %Y.addr = getelementptr inbounds %Point, ptr addrspace(1) %p, i32 0, i32 1, !dbg !46
  %Y.old = load double, ptr addrspace(1) %Y.addr, align 8, !dbg !46
  %Y.new = fmul double %Y.old, %k, !dbg !46
  store double %Y.new, ptr addrspace(1) %Y.addr, align 8, !dbg !46
  ret void, !dbg !47
}

; func (p *Point) Next() *Point
define ptr addrspace(1) @"example.com/geometry.(*Point).Next"(ptr addrspace(1) %p)
    gc "statepoint-example" !dbg !48 {
  %next.addr = getelementptr inbounds %Point, ptr addrspace(1) %p, i32 0, i32 3, !dbg !49
  %next = load ptr addrspace(1), ptr addrspace(1) %next.addr, align 8, !dbg !49
  ret ptr addrspace(1) %next, !dbg !49
}

; What the package is: import path and name, then its declarations.

!go.package = !{!0}
!0 = !{!"example.com/geometry", !"geometry"}

!go.declarations = !{!1, !2, !3, !4, !5, !6, !7, !8, !9, !10, !11, !12, !13}
!1 = !{!"type Point struct { X, Y float64; Label string; next *Point }"}
!2 = !{!"func (p Point) Norm() float64"}
!3 = !{!"func (p Point) String() string"}
!4 = !{!"func (p *Point) Scale(k float64)"}
!5 = !{!"func (p *Point) Next() *Point"}
!6 = !{!"func Add(a, b int) int"}
!7 = !{!"func Div(a, b int) int"}
!8 = !{!"func Deref(p *int) int"}
!9 = !{!"func follow(p *int) int"}
!10 = !{!"func load(p *int) int"}
!11 = !{!"var Version string"}
!12 = !{!"var Origin *Point"}
!13 = !{!"var origin Point"}

; Lines.

!llvm.dbg.cu = !{!20}
!llvm.module.flags = !{!23, !24}
!20 = distinct !DICompileUnit(language: DW_LANG_Go, file: !21, producer: "by hand",
  isOptimized: true, emissionKind: LineTablesOnly)
!21 = !DIFile(filename: "geometry.gl", directory: "/src/example.com/geometry")
!22 = !DISubroutineType(types: !{})
!23 = !{i32 7, !"Dwarf Version", i32 5}
!24 = !{i32 2, !"Debug Info Version", i32 3}

!30 = distinct !DISubprogram(name: "example.com/geometry.Add", scope: !21, file: !21, line: 20,
  type: !22, scopeLine: 20, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !20)
!31 = !DILocation(line: 21, scope: !30)

!32 = distinct !DISubprogram(name: "example.com/geometry.Div", scope: !21, file: !21, line: 24,
  type: !22, scopeLine: 24, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !20)
!33 = !DILocation(line: 25, scope: !32)

!34 = distinct !DISubprogram(name: "example.com/geometry.Deref", scope: !21, file: !21, line: 29,
  type: !22, scopeLine: 29, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !20)
!35 = !DILocation(line: 30, scope: !34)

!36 = distinct !DISubprogram(name: "example.com/geometry.follow", scope: !21, file: !21, line: 34,
  type: !22, scopeLine: 34, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !20)
!37 = !DILocation(line: 35, scope: !36)

!38 = distinct !DISubprogram(name: "example.com/geometry.load", scope: !21, file: !21, line: 39,
  type: !22, scopeLine: 39, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !20)
!39 = !DILocation(line: 40, scope: !38)

!40 = distinct !DISubprogram(name: "example.com/geometry.Point.Norm", scope: !21, file: !21,
  line: 43, type: !22, scopeLine: 43, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !20)
!41 = !DILocation(line: 44, scope: !40)

!42 = distinct !DISubprogram(name: "example.com/geometry.Point.String", scope: !21, file: !21,
  line: 47, type: !22, scopeLine: 47, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !20)
!43 = !DILocation(line: 48, scope: !42)

!44 = distinct !DISubprogram(name: "example.com/geometry.(*Point).Scale", scope: !21, file: !21,
  line: 51, type: !22, scopeLine: 51, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !20)
!45 = !DILocation(line: 52, scope: !44)
!46 = !DILocation(line: 53, scope: !44)
!47 = !DILocation(line: 54, scope: !44)

!48 = distinct !DISubprogram(name: "example.com/geometry.(*Point).Next", scope: !21, file: !21,
  line: 56, type: !22, scopeLine: 56, spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !20)
!49 = !DILocation(line: 57, scope: !48)
