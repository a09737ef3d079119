; A package that uses what a plugin for a release with arguments on the stack can have.
source_filename = "shapes.ll"

%string = type { ptr addrspace(1), i64 }

@"example.com/v1.8/sha%2epes.Count" = global i64 7
@"example.com/v1.8/sha%2epes.Head" = addrspace(1) global ptr addrspace(1) null
@"example.com/v1.8/sha%2epes.hidden" = addrspace(1) global { ptr, ptr addrspace(1) } zeroinitializer
@"go.type:map[string]*Point" = external constant i8
@"go.itab:*Point,Norm" = external constant i8

define i64 @"example.com/v1.8/sha%2epes.Add"(i64 %a, i64 %b) !dbg !20 {
  %sum = add i64 %a, %b, !dbg !21
  ret i64 %sum, !dbg !21
}

define i64 @"example.com/v1.8/sha%2epes.Sum"(i8 %a, i64 %b, i16 %c, i64 %d, i32 %e, i64 %f, i64 %g, i8 %h) !dbg !22 {
  %a1 = sext i8 %a to i64, !dbg !23
  %c1 = sext i16 %c to i64, !dbg !23
  %e1 = sext i32 %e to i64, !dbg !23
  %h1 = sext i8 %h to i64, !dbg !23
  %s1 = mul i64 %a1, 2, !dbg !23
  %s2 = mul i64 %b, 3, !dbg !23
  %s3 = mul i64 %c1, 5, !dbg !23
  %s4 = mul i64 %d, 7, !dbg !23
  %s5 = mul i64 %e1, 11, !dbg !23
  %s6 = mul i64 %f, 13, !dbg !23
  %s7 = mul i64 %g, 17, !dbg !23
  %s8 = mul i64 %h1, 19, !dbg !23
  %t1 = add i64 %s1, %s2, !dbg !23
  %t2 = add i64 %t1, %s3, !dbg !23
  %t3 = add i64 %t2, %s4, !dbg !23
  %t4 = add i64 %t3, %s5, !dbg !23
  %t5 = add i64 %t4, %s6, !dbg !23
  %t6 = add i64 %t5, %s7, !dbg !23
  %t7 = add i64 %t6, %s8, !dbg !23
  ret i64 %t7, !dbg !23
}

define { ptr addrspace(1), i64, ptr addrspace(1), i64, float, i8, double, double } @"example.com/v1.8/sha%2epes.Swap"(ptr addrspace(1) %sp, i64 %sn, i8 %a, float %f, ptr addrspace(1) %tp, i64 %tn, double %re, double %im) !dbg !24 {
  %f2 = fadd float %f, 1.0, !dbg !25
  %a2 = add i8 %a, 1, !dbg !25
  %r1 = insertvalue { ptr addrspace(1), i64, ptr addrspace(1), i64, float, i8, double, double } poison, ptr addrspace(1) %tp, 0, !dbg !25
  %r2 = insertvalue { ptr addrspace(1), i64, ptr addrspace(1), i64, float, i8, double, double } %r1, i64 %tn, 1, !dbg !25
  %r3 = insertvalue { ptr addrspace(1), i64, ptr addrspace(1), i64, float, i8, double, double } %r2, ptr addrspace(1) %sp, 2, !dbg !25
  %r4 = insertvalue { ptr addrspace(1), i64, ptr addrspace(1), i64, float, i8, double, double } %r3, i64 %sn, 3, !dbg !25
  %r5 = insertvalue { ptr addrspace(1), i64, ptr addrspace(1), i64, float, i8, double, double } %r4, float %f2, 4, !dbg !25
  %r6 = insertvalue { ptr addrspace(1), i64, ptr addrspace(1), i64, float, i8, double, double } %r5, i8 %a2, 5, !dbg !25
  %r7 = insertvalue { ptr addrspace(1), i64, ptr addrspace(1), i64, float, i8, double, double } %r6, double %im, 6, !dbg !25
  %r8 = insertvalue { ptr addrspace(1), i64, ptr addrspace(1), i64, float, i8, double, double } %r7, double %re, 7, !dbg !25
  ret { ptr addrspace(1), i64, ptr addrspace(1), i64, float, i8, double, double } %r8, !dbg !25
}

define i32 @"example.com/v1.8/sha%2epes.At"(i8 %before, ptr addrspace(1) %array, i64 %index) !dbg !26 {
  %slot = getelementptr i32, ptr addrspace(1) %array, i64 %index, !dbg !27
  %value = load i32, ptr addrspace(1) %slot, !dbg !27
  ret i32 %value, !dbg !27
}

define i64 @"example.com/v1.8/sha%2epes.Divide"(i64 %a, i64 %b) !dbg !28 {
  %zero = icmp eq i64 %b, 0, !dbg !29
  br i1 %zero, label %fail, label %divide, !dbg !29
fail:
  call void @"runtime.panicdivide"(), !dbg !30
  unreachable, !dbg !30
divide:
  %q = sdiv i64 %a, %b, !dbg !31
  ret i64 %q, !dbg !31
}
declare void @"runtime.panicdivide"() noreturn

define void @"example.com/v1.8/sha%2epes.Push"(ptr addrspace(1) %p) !dbg !32 {
  %old = load ptr addrspace(1), ptr addrspace(1) @"example.com/v1.8/sha%2epes.Head", !dbg !33
  store ptr addrspace(1) %p, ptr addrspace(1) @"example.com/v1.8/sha%2epes.Head", !dbg !33
  %next = getelementptr i8, ptr addrspace(1) %p, i64 16, !dbg !34
  store ptr addrspace(1) %old, ptr addrspace(1) %next, !dbg !34
  ret void, !dbg !34
}

define double @"example.com/v1.8/sha%2epes.Point.Norm"(double %x, double %y, ptr addrspace(1) %next) !dbg !35 {
  %x2 = fmul double %x, %x, !dbg !36
  %y2 = fmul double %y, %y, !dbg !36
  %n = fadd double %x2, %y2, !dbg !36
  ret double %n, !dbg !36
}

define void @"example.com/v1.8/sha%2epes.(*Point).Scale"(ptr addrspace(1) %p, double %k) !dbg !37 {
  %y = getelementptr i8, ptr addrspace(1) %p, i64 8, !dbg !38
  %x0 = load double, ptr addrspace(1) %p, !dbg !38
  %y0 = load double, ptr addrspace(1) %y, !dbg !38
  %x1 = fmul double %x0, %k, !dbg !38
  %y1 = fmul double %y0, %k, !dbg !38
  store double %x1, ptr addrspace(1) %p, !dbg !38
  store double %y1, ptr addrspace(1) %y, !dbg !38
  ret void, !dbg !38
}

define ptr @"example.com/v1.8/sha%2epes.MapType"() !dbg !39 {
  ret ptr @"go.type:map[string]*Point", !dbg !40
}

define ptr @"example.com/v1.8/sha%2epes.NormTable"() !dbg !43 {
  ret ptr @"go.itab:*Point,Norm", !dbg !44
}

define void @"example.com/v1.8/sha%2epes.init"() !dbg !41 {
  %count = load i64, ptr @"example.com/v1.8/sha%2epes.Count", !dbg !42
  %more = mul i64 %count, 6, !dbg !42
  store i64 %more, ptr @"example.com/v1.8/sha%2epes.Count", !dbg !42
  ret void, !dbg !42
}

!go.package = !{!1}
!go.declarations = !{!2, !3, !4, !5}
!1 = !{!"example.com/v1.8/sha.pes", !"shapes"}
!2 = !{!"type Point struct { X, Y float64; Next *Point }", !"func (p Point) Norm() float64", !"func (p *Point) Scale(k float64)", !"type Key struct { Name string; Value interface{}; Weight float64; _ int32; Tags [3]struct { A int8; I Norm } }", !"type Norm interface { Norm() float64 }"}
!3 = !{!"var Count int", !"func Add(a, b int) int", !"func Sum(a int8, b int, c int16, d int, e int32, f, g int, h int8) int", !"func Swap(s string, a int8, f float32, t string, c complex128) (string, string, float32, int8, complex128)", !"func At(before uint8, array [7]int32, index int) int32"}
!4 = !{!"var Head *Point", !"func Divide(a, b int) int", !"func Push(p *Point)", !"func MapType() unsafe.Pointer", !"func init()"}
!5 = !{!"var hidden Norm", !"type Tagged struct { A string `json:\22a\22`; B struct { C string `x:\22y\\z\22` } }", !"func NormTable() unsafe.Pointer"}

!llvm.dbg.cu = !{!10}
!llvm.module.flags = !{!12, !13}
!10 = distinct !DICompileUnit(language: DW_LANG_C99, file: !11, emissionKind: LineTablesOnly)
!11 = !DIFile(filename: "shapes.src", directory: "/src")
!12 = !{i32 2, !"Debug Info Version", i32 3}
!13 = !{i32 7, !"Dwarf Version", i32 4}
!14 = !DISubroutineType(types: !{null})
!20 = distinct !DISubprogram(name: "Add", file: !11, line: 10, type: !14, unit: !10, spFlags: DISPFlagDefinition)
!21 = !DILocation(line: 11, scope: !20)
!22 = distinct !DISubprogram(name: "Sum", file: !11, line: 20, type: !14, unit: !10, spFlags: DISPFlagDefinition)
!23 = !DILocation(line: 21, scope: !22)
!24 = distinct !DISubprogram(name: "Swap", file: !11, line: 30, type: !14, unit: !10, spFlags: DISPFlagDefinition)
!25 = !DILocation(line: 31, scope: !24)
!26 = distinct !DISubprogram(name: "At", file: !11, line: 40, type: !14, unit: !10, spFlags: DISPFlagDefinition)
!27 = !DILocation(line: 41, scope: !26)
!28 = distinct !DISubprogram(name: "Divide", file: !11, line: 50, type: !14, unit: !10, spFlags: DISPFlagDefinition)
!29 = !DILocation(line: 51, scope: !28)
!30 = !DILocation(line: 52, scope: !28)
!31 = !DILocation(line: 54, scope: !28)
!32 = distinct !DISubprogram(name: "Push", file: !11, line: 60, type: !14, unit: !10, spFlags: DISPFlagDefinition)
!33 = !DILocation(line: 61, scope: !32)
!34 = !DILocation(line: 62, scope: !32)
!35 = distinct !DISubprogram(name: "Norm", file: !11, line: 70, type: !14, unit: !10, spFlags: DISPFlagDefinition)
!36 = !DILocation(line: 71, scope: !35)
!37 = distinct !DISubprogram(name: "Scale", file: !11, line: 80, type: !14, unit: !10, spFlags: DISPFlagDefinition)
!38 = !DILocation(line: 81, scope: !37)
!39 = distinct !DISubprogram(name: "MapType", file: !11, line: 90, type: !14, unit: !10, spFlags: DISPFlagDefinition)
!40 = !DILocation(line: 91, scope: !39)
!41 = distinct !DISubprogram(name: "init", file: !11, line: 100, type: !14, unit: !10, spFlags: DISPFlagDefinition)
!42 = !DILocation(line: 101, scope: !41)
!43 = distinct !DISubprogram(name: "NormTable", file: !11, line: 110, type: !14, unit: !10, spFlags: DISPFlagDefinition)
!44 = !DILocation(line: 111, scope: !43)
