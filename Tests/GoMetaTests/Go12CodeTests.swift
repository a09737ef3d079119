import Foundation
import TestSupport
import Testing

/// Objects for Go 1.2, beside their tables: what its code may use, and who links it.
@Suite struct Go12CodeTests {
  /// A function with so many words of locals that stay in memory.
  private static func source(words: Int) -> String {
    """
    define i64 @"example.com/plain.Add"(i64 %a, i64 %b) !dbg !6 {
      %local = alloca [\(words) x i64], align 8
      %last = getelementptr [\(words) x i64], ptr %local, i64 0, i64 %b
      store volatile i64 %a, ptr %last, align 8, !dbg !7
      %copy = load volatile i64, ptr %last, align 8, !dbg !7
      %sum = add i64 %copy, %b, !dbg !7
      ret i64 %sum, !dbg !7
    }
    !go.package = !{!0}
    !go.declarations = !{!1}
    !0 = !{!"example.com/plain", !"plain"}
    !1 = !{!"func Add(a, b int) int"}
    !llvm.dbg.cu = !{!2}
    !llvm.module.flags = !{!4}
    !2 = distinct !DICompileUnit(language: DW_LANG_C99, file: !3, emissionKind: LineTablesOnly)
    !3 = !DIFile(filename: "plain.src", directory: "/src")
    !4 = !{i32 2, !"Debug Info Version", i32 3}
    !5 = !DISubroutineType(types: !{null})
    !6 = distinct !DISubprogram(name: "Add", file: !3, line: 1, type: !5, unit: !2, \
    spFlags: DISPFlagDefinition)
    !7 = !DILocation(line: 2, scope: !6)
    """
  }

  private func compile(words: Int, in folder: TestFolder) throws -> Tool.Outcome {
    let source = try folder.write(Self.source(words: words), to: "plain.ll")
    return try Command.run(["compile", "--go", "1.2", source, "-o", folder.path("plain.o")])
  }

  @Test("Go 1.2 has no plugins: link says so in one line")
  func noPlugins() throws {
    let folder = try TestFolder()
    #expect(try compile(words: 1, in: folder).status == 0)
    let outcome = try Command.run([
      "link", "--plugin", "example.com/plain", "-o", folder.path("plain.so"),
      folder.path("plain.o"),
    ])
    #expect(outcome.status == 1)
    #expect(
      outcome.errors == "gometa: plugin example.com/plain: Go 1.2 has no plugins; its own linker "
        + "(6l) joins objects of compile with a program\n")
  }

  @Test("Code that cannot ask for stack and uses too much is refused with its name")
  func stack() throws {
    let folder = try TestFolder()
    let outcome = try compile(words: 40, in: folder)
    #expect(outcome.status == 1)
    let errors = outcome.errors
    #expect(errors.hasPrefix("gometa: @\"example.com/plain.Add\": uses "), "\(errors)")
    #expect(errors.contains("may use 128"), "\(errors)")
    #expect(errors.split(separator: "\n").count == 1)
  }
}
