; Package r: code that refers to what other objects define, in every way that a module can.
source_filename = "r.src"

@there = external global i64
@table = external constant [100 x i64]
@handler = global ptr @elsewhere
@constants = internal constant [4 x double] [double 1.5, double 2.5, double 3.5, double 4.5]
@"go.type:[]string" = external constant i8
@"go.type:T" = external constant i8
@"example.com/r.Found" = addrspace(1) global ptr addrspace(1) null

declare i64 @elsewhere(i64)
declare i64 @"example.com/other.Count"(i64)
declare void @"runtime.panicdivide"()

define ptr @address() !dbg !10 {
  ret ptr @there, !dbg !11
}

define ptr @code() !dbg !12 {
  ret ptr @elsewhere, !dbg !13
}

define ptr @type() !dbg !14 {
  ret ptr @"go.type:[]string", !dbg !15
}

; Not called from Go: what lies below it on the stack is the caller's affair.
define i64 @use(i64 %i, double %f) !dbg !16 {
  %n = load i64, ptr @there, !dbg !17
  %slot = getelementptr [100 x i64], ptr @table, i64 0, i64 %i, !dbg !17
  %m = load i64, ptr %slot, !dbg !17
  %place = getelementptr [4 x double], ptr @constants, i64 0, i64 %i, !dbg !17
  %c = load double, ptr %place, !dbg !17
  %g = fmul double %f, 3.25, !dbg !17
  %h = fadd double %g, %c, !dbg !17
  %k = fptosi double %h to i64, !dbg !17
  %r = call i64 @elsewhere(i64 %m), !dbg !17
  %s = call i64 @"example.com/other.Count"(i64 %r), !dbg !17
  %zero = icmp eq i64 %s, 0, !dbg !17
  br i1 %zero, label %bad, label %good, !dbg !17
bad:
  call void @"runtime.panicdivide"(), !dbg !17
  unreachable, !dbg !17
good:
  %q = sdiv i64 %k, %s, !dbg !17
  %t = add i64 %q, %n, !dbg !17
  ret i64 %t, !dbg !17
}

; Cases of which a code generator makes a table.
define i64 @"example.com/r.Choose"(i64 %i) !dbg !18 {
  switch i64 %i, label %other [
    i64 0, label %a
    i64 1, label %b
    i64 2, label %c
    i64 3, label %d
    i64 4, label %e
    i64 5, label %f
  ], !dbg !19
a:
  store i64 1, ptr @there, !dbg !19
  ret i64 10, !dbg !19
b:
  %x = load i64, ptr @there, !dbg !19
  ret i64 %x, !dbg !19
c:
  %y = load i64, ptr @table, !dbg !19
  ret i64 %y, !dbg !19
d:
  store volatile i64 7, ptr @there, !dbg !19
  ret i64 17, !dbg !19
e:
  store volatile i64 8, ptr @there, !dbg !19
  ret i64 5, !dbg !19
f:
  store volatile i64 9, ptr @there, !dbg !19
  ret i64 99, !dbg !19
other:
  ret i64 0, !dbg !19
}

!go.package = !{!0}
!go.declarations = !{!1}
!0 = !{!"example.com/r", !"r"}
!1 = !{
  !"type T struct { S string; F float64; I interface{} }",
  !"var Found *T", !"func Choose(i int) int"}

!llvm.dbg.cu = !{!2}
!llvm.module.flags = !{!4}
!2 = distinct !DICompileUnit(language: DW_LANG_C99, file: !3, emissionKind: LineTablesOnly)
!3 = !DIFile(filename: "r.src", directory: "/src")
!4 = !{i32 2, !"Debug Info Version", i32 3}
!5 = !DISubroutineType(types: !{null})
!10 = distinct !DISubprogram(name: "address", file: !3, line: 1, type: !5, unit: !2, spFlags: DISPFlagDefinition)
!11 = !DILocation(line: 1, scope: !10)
!12 = distinct !DISubprogram(name: "code", file: !3, line: 2, type: !5, unit: !2, spFlags: DISPFlagDefinition)
!13 = !DILocation(line: 2, scope: !12)
!14 = distinct !DISubprogram(name: "type", file: !3, line: 3, type: !5, unit: !2, spFlags: DISPFlagDefinition)
!15 = !DILocation(line: 3, scope: !14)
!16 = distinct !DISubprogram(name: "Use", file: !3, line: 4, type: !5, unit: !2, spFlags: DISPFlagDefinition)
!17 = !DILocation(line: 4, scope: !16)
!18 = distinct !DISubprogram(name: "Choose", file: !3, line: 5, type: !5, unit: !2, spFlags: DISPFlagDefinition)
!19 = !DILocation(line: 5, scope: !18)
