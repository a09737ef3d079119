/// What the samples are compiled from.
enum ObjectFileSource {
  static let header = """
    static inline int area(int w, int h) {
      if (w < 0)
        return 0;
      return w * h;
    }
    """

  static let main = """
    #include "inc/shape.h"
    int shared_counter = 3;
    static int zeroed[16];
    __thread int per_thread = 5;
    __attribute__((weak)) int twice(int x) { return x + x + zeroed[x & 15]; }
    __attribute__((section(".text.cold"))) int slow(int x) {
      int s = shared_counter;
      for (int i = 0; i < x; i++)
        s += twice(i) * area(i, x);
      return s;
    }
    static __attribute__((noinline, used)) int hidden_away(int x) { return x * 7 + per_thread; }
    __attribute__((visibility("hidden"))) int unused(int x) {
      return hidden_away(x) / 3;
    }
    int _start(void) { return slow(3); }

    """

  static func ir(dwarf: Int) -> String {
    """
    source_filename = "main.c"

    @total = global i32 0
    @table = constant [2 x ptr] [ptr @twice, ptr @double]

    define i32 @twice(i32 %x) noinline section ".text.cold" !dbg !10 {
      %s = add i32 %x, %x, !dbg !11
      ret i32 %s, !dbg !12
    }

    define hidden i32 @triple(i32 %x) noinline !dbg !15 {
      %s = mul i32 %x, 3, !dbg !16
      ret i32 %s, !dbg !16
    }

    define hidden i32 @double(i32 %x) noinline !dbg !17 {
      %s = mul i32 %x, 3, !dbg !18
      ret i32 %s, !dbg !18
    }

    define i32 @loop(i32 %n) !dbg !20 {
    entry:
      %t = call i32 @triple(i32 %n), !dbg !21
      br label %head, !dbg !21
    head:
      %i = phi i32 [ 0, %entry ], [ %j, %head ], !dbg !0
      %a = phi i32 [ %t, %entry ], [ %c, %head ], !dbg !0
      %w = mul i32 %i, %n, !dbg !22
      store volatile i32 %w, ptr @total, !dbg !22
      %b = call i32 @twice(i32 %w), !dbg !24
      %c = add i32 %a, %b, !dbg !25
      store volatile i32 %c, ptr @total, !dbg !0
      %j = add i32 %i, 1, !dbg !26
      %m = icmp slt i32 %j, %n, !dbg !26
      br i1 %m, label %head, label %exit, !dbg !26
    exit:
      ret i32 %c, !dbg !28
    }

    !llvm.module.flags = !{!1, !2}
    !llvm.dbg.cu = !{!3}

    !0 = !DILocation(line: 0, scope: !20)
    !1 = !{i32 2, !"Debug Info Version", i32 3}
    !2 = !{i32 7, !"Dwarf Version", i32 \(dwarf)}
    !3 = distinct !DICompileUnit(language: DW_LANG_C11, file: !4, isOptimized: true, \
    runtimeVersion: 0, emissionKind: LineTablesOnly)
    !4 = !DIFile(filename: "main.c", directory: "/src/example", checksumkind: CSK_MD5, \
    checksum: "0123456789abcdef0123456789abcdef")
    !5 = !DIFile(filename: "inc/shape.h", directory: "/src/example", checksumkind: CSK_MD5, \
    checksum: "fedcba9876543210fedcba9876543210")
    !6 = !DIFile(filename: "/usr/include/other.h", directory: "", checksumkind: CSK_MD5, \
    checksum: "00000000000000000000000000000000")
    !7 = !DISubroutineType(types: !8)
    !8 = !{}
    !10 = distinct !DISubprogram(name: "twice", file: !5, line: 2, type: !7, unit: !3, \
    spFlags: DISPFlagDefinition)
    !11 = !DILocation(line: 3, column: 5, scope: !10)
    !12 = !DILocation(line: 40000, column: 5, scope: !10)
    !15 = distinct !DISubprogram(name: "triple", file: !4, line: 60, type: !7, unit: !3, \
    spFlags: DISPFlagDefinition)
    !16 = !DILocation(line: 61, column: 5, scope: !15)
    !17 = distinct !DISubprogram(name: "double", file: !4, line: 70, type: !7, unit: !3, \
    spFlags: DISPFlagDefinition)
    !18 = !DILocation(line: 71, column: 5, scope: !17)
    !20 = distinct !DISubprogram(name: "loop", file: !4, line: 8, type: !7, unit: !3, \
    spFlags: DISPFlagDefinition)
    !21 = !DILocation(line: 9, scope: !20)
    !22 = !DILocation(line: 5, column: 10, scope: !23, inlinedAt: !24)
    !23 = distinct !DISubprogram(name: "area", file: !6, line: 4, type: !7, unit: !3, \
    spFlags: DISPFlagDefinition)
    !24 = !DILocation(line: 10, column: 3, scope: !27)
    !25 = !DILocation(line: 11, scope: !20)
    !26 = !DILocation(line: 10, column: 30, scope: !20)
    !27 = !DILexicalBlockFile(scope: !20, file: !4, discriminator: 3)
    !28 = !DILocation(line: 12, scope: !20)

    """
  }
}
