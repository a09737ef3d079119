/// A module whose tables need all that is known of machine code: values at calls and between them,
/// data of functions, and frames that Go could not walk as LLVM would lay them out.
enum PassModule {
  static let path = "example.com/marked"

  /// Several of different `number` can be joined: they share values, data and names of local
  /// functions.
  static func text(number: Int = 0) -> String {
    """
    source_filename = "marked\(number).gl"
    @table = private constant [3 x i32] [i32 1, i32 2, i32 -3]
    @words\(number) = constant [2 x i64] [i64 7, i64 9]
    declare void @go.pcdata(i32, i32)
    declare void @go.funcdata(i32, ptr)

    ; A leaf with a frame, on x86-64 of half a word.
    define internal i64 @leaf(i64 %n) noinline !dbg !20 {
      %local = alloca i32, align 4
      %low = trunc i64 %n to i32
      store volatile i32 %low, ptr %local, align 4, !dbg !30
      %again = load volatile i32, ptr %local, align 4, !dbg !30
      %x = zext i32 %again to i64
      ret i64 %x, !dbg !30
    }
    define internal i64 @both(i64 %n, double %d) !dbg !21 {
      call void @go.funcdata(i32 2, ptr @table), !dbg !31
      call void @go.pcdata(i32 3, i32 45), !dbg !31
      call void @go.pcdata(i32 700, i32 -7), !dbg !31
      %x = call i64 @leaf(i64 %n), !dbg !31
      %y = call i64 @leaf(i64 %x), !dbg !31
      call void @go.pcdata(i32 5, i32 6), !dbg !31
      ret i64 %y, !dbg !31
    }
    define i64 @"example.com/marked.F\(number)"(i64 %n) !dbg !22 {
    entry:
      call void @go.funcdata(i32 4, ptr @words\(number)), !dbg !32
      br label %loop, !dbg !32
    loop:
      %i = phi i64 [0, %entry], [%j, %loop]
      %s = phi i64 [%n, %entry], [%z, %loop]
      %d = sitofp i64 %s to double, !dbg !32
      call void @go.pcdata(i32 3, i32 \(number)), !dbg !32
      %x = call i64 @both(i64 %s, double %d), !dbg !32
      call void @go.pcdata(i32 3, i32 45), !dbg !32
      call void @go.pcdata(i32 700, i32 -7), !dbg !32
      %z = call i64 @leaf(i64 %x), !dbg !32
      %j = add i64 %i, 1, !dbg !32
      %more = icmp slt i64 %j, 3, !dbg !32
      br i1 %more, label %loop, label %end, !dbg !32
    end:
      ret i64 %z, !dbg !32
    }
    !go.package = !{!0}
    !0 = !{!"example.com/marked", !"marked"}
    !go.declarations = !{!1}
    !1 = !{!"func F\(number)(n int) int"}
    !llvm.dbg.cu = !{!10}
    !llvm.module.flags = !{!13, !14}
    !10 = distinct !DICompileUnit(language: DW_LANG_Go, file: !11, emissionKind: LineTablesOnly)
    !11 = !DIFile(filename: "marked\(number).gl", directory: "/src/example.com/marked")
    !12 = !DISubroutineType(types: !{})
    !13 = !{i32 7, !"Dwarf Version", i32 5}
    !14 = !{i32 2, !"Debug Info Version", i32 3}
    !20 = distinct !DISubprogram(name: "leaf", file: !11, line: 20, type: !12, unit: !10,
      spFlags: DISPFlagDefinition)
    !21 = distinct !DISubprogram(name: "both", file: !11, line: 30, type: !12, unit: !10,
      spFlags: DISPFlagDefinition)
    !22 = distinct !DISubprogram(name: "F", file: !11, line: 40, type: !12, unit: !10,
      spFlags: DISPFlagDefinition)
    !30 = !DILocation(line: 21, scope: !20)
    !31 = !DILocation(line: 31, scope: !21)
    !32 = !DILocation(line: 41, scope: !22)

    """
  }
}
