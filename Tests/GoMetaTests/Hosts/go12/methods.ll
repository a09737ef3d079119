; Package m: every way in which a descriptor of Go 1.2 comes to name a method's code.
source_filename = "m.src"

@"go.type:W" = external constant i8
@"go.type:*W" = external constant i8
@"go.type:S" = external constant i8
@"go.type:*S" = external constant i8
@"go.type:E" = external constant i8
@"go.type:*E" = external constant i8
@"go.type:P" = external constant i8
@"go.type:*P" = external constant i8
@"go.type:I" = external constant i8
@"go.type:*I" = external constant i8
@"go.type:O" = external constant i8
@"go.type:*O" = external constant i8
@"go.type:L" = external constant i8
@"go.type:*L" = external constant i8
@"go.type:Mixer" = external constant i8
@"go.type:struct { *W }" = external constant i8
@"go.type:map[string]*W" = external constant i8
@"go.type:chan<- []W" = external constant i8
@"go.type:func(int, ...string) (bool, error)" = external constant i8
@"go.type:[3]S" = external constant i8

; What the program walks from.
@types = constant [20 x ptr] [
  ptr @"go.type:W", ptr @"go.type:*W", ptr @"go.type:S", ptr @"go.type:*S", ptr @"go.type:E",
  ptr @"go.type:*E", ptr @"go.type:P", ptr @"go.type:*P", ptr @"go.type:I", ptr @"go.type:*I",
  ptr @"go.type:O", ptr @"go.type:*O", ptr @"go.type:L", ptr @"go.type:*L", ptr @"go.type:Mixer",
  ptr @"go.type:struct { *W }", ptr @"go.type:map[string]*W", ptr @"go.type:chan<- []W",
  ptr @"go.type:func(int, ...string) (bool, error)", ptr @"go.type:[3]S"]

define i64 @"example.com/m.W.Sum"(i64 %a, i64 %b, i64 %c, i64 %x) !dbg !10 {
  %ab = add i64 %a, %b, !dbg !11
  %abc = add i64 %ab, %c, !dbg !11
  %k = mul i64 %abc, 1000, !dbg !11
  %sum = add i64 %k, %x, !dbg !11
  ret i64 %sum, !dbg !11
}

define { i64, i8 } @"example.com/m.(*W).Set"(ptr addrspace(1) %w, i64 %x, i8 %y) !dbg !12 {
  %old = load i64, ptr addrspace(1) %w, !dbg !13
  store i64 %x, ptr addrspace(1) %w, !dbg !13
  %r0 = insertvalue { i64, i8 } poison, i64 %old, 0, !dbg !13
  %twice = add i8 %y, %y, !dbg !13
  %r1 = insertvalue { i64, i8 } %r0, i8 %twice, 1, !dbg !13
  ret { i64, i8 } %r1, !dbg !13
}

define i8 @"example.com/m.S.Neg"(i8 %s, i8 %x) !dbg !14 {
  %d = sub i8 %x, %s, !dbg !15
  ret i8 %d, !dbg !15
}

!go.package = !{!0}
!go.declarations = !{!1}
!0 = !{!"example.com/m", !"m"}
!1 = !{
  !"type W struct { A, B, C int }",
  !"func (w W) Sum(x int) int",
  !"func (w *W) Set(x int, y int8) (int, int8)",
  !"type S int8",
  !"func (s S) Neg(x int8) int8",
  !"type E struct { X int `k:\22v\22`; W; name string }",
  !"type P struct { X int; *W }",
  !"type Mixer interface { Mix(a int8, b string, c float64, d uint16) (string, int16, float64) }",
  !"type I struct { X int; Mixer }",
  !"type O struct { A, B int16 }",
  !"func (o O) Far(x int32) (int32, int16)",
  !"type L struct { X int; *O }"}

!llvm.dbg.cu = !{!2}
!llvm.module.flags = !{!4}
!2 = distinct !DICompileUnit(language: DW_LANG_C99, file: !3, emissionKind: LineTablesOnly)
!3 = !DIFile(filename: "m.src", directory: "/src")
!4 = !{i32 2, !"Debug Info Version", i32 3}
!5 = !DISubroutineType(types: !{null})
!10 = distinct !DISubprogram(name: "Sum", file: !3, line: 1, type: !5, unit: !2, spFlags: DISPFlagDefinition)
!11 = !DILocation(line: 2, scope: !10)
!12 = distinct !DISubprogram(name: "Set", file: !3, line: 3, type: !5, unit: !2, spFlags: DISPFlagDefinition)
!13 = !DILocation(line: 4, scope: !12)
!14 = distinct !DISubprogram(name: "Neg", file: !3, line: 5, type: !5, unit: !2, spFlags: DISPFlagDefinition)
!15 = !DILocation(line: 6, scope: !14)
