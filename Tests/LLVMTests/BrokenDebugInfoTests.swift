import LLVM
import Testing

/// LLVM's reader ends the process when a module with debug info breaks a rule of the IR, unless its
/// upgrade of debug info is off: these tests would end, too.
@Suite struct BrokenDebugInfoTests {
  private static let text = """
    define i32 @f(i1 %c) !dbg !3 {
      br i1 %c, label %a, label %b
    a:
      %x = add i32 1, 2
      br label %b
    b:
      ret i32 %x
    }
    !llvm.dbg.cu = !{!1}
    !llvm.module.flags = !{!0}
    !0 = !{i32 2, !"Debug Info Version", i32 3}
    !1 = distinct !DICompileUnit(language: DW_LANG_C, file: !2, emissionKind: LineTablesOnly)
    !2 = !DIFile(filename: "f.c", directory: "/")
    !3 = distinct !DISubprogram(name: "f", file: !2, line: 1, type: !4, unit: !1, spFlags: DISPFlagDefinition)
    !4 = !DISubroutineType(types: !{null})
    """

  @Test func whatBreaksARuleIsReadAndThenRefused() throws {
    let context = try Context()
    let module = try Module(text: Self.text, name: "broken.ll", in: context)
    #expect(throws: LLVMError.self) { try module.verify() }
  }

  @Test func manyReadAtOnce() async throws {
    let refused = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<20 {
            guard let context = try? Context(),
              let module = try? Module(text: Self.text, name: "broken.ll", in: context),
              (try? module.verify()) == nil
            else { return false }
          }
          return true
        }
      }
      return await group.reduce(into: 0) { count, refused in count += refused ? 1 : 0 }
    }
    #expect(refused == 8)
  }
}
