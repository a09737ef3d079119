import TestSupport
import Testing

/// What the modules of other front ends carry that means nothing here.
@Suite struct ForeignModuleTests {
  private static let code = """
    @{Count} = addrspace(1) global i64 3, align 8
    declare void @runtime.panicdivide()
    define i64 @{F}(i64 %n) FN(1) {
      call void @runtime.panicdivide(), LN(2)
      ret i64 %n, LN(3)
    }
    """

  private func object(of code: String, in folder: TestFolder) throws -> [UInt8] {
    let module = IRModule(declarations: ["func F(n int) int", "var Count int"], code: code)
    return try object(ofText: module.text, in: folder)
  }

  private func object(ofText text: String, in folder: TestFolder) throws -> [UInt8] {
    try Command.compile(
      folder.write(text, to: "in.ll"), to: folder.path("out.o"), for: .x86_64)
    return try [UInt8](folder.bytes("out.o"))
  }

  @Test("A name marked as final is that name")
  func markedNames() throws {
    let folder = try TestFolder()
    let marked = Self.code
      .replacing("@{Count}", with: "@\"\\01example.com/shapes.Count\"")
      .replacing("@{F}", with: "@\"\\01example.com/shapes.F\"")
      .replacing("@runtime.panicdivide", with: "@\"\\01runtime.panicdivide\"")
    let areEqual =
      try object(of: Self.code, in: folder) == object(of: marked, in: folder)
    #expect(areEqual)
  }

  @Test("A personality of a function without exceptions is left out")
  func personality() throws {
    let folder = try TestFolder()
    let module = IRModule(
      declarations: ["func F(n int) int", "var Count int"],
      code: Self.code + "\ndeclare i32 @rust_eh_personality(...)\n")
    let foreign = module.text.replacing(
      " !dbg !1", with: " personality ptr @rust_eh_personality !dbg !1", maxReplacements: 1)
    #expect(foreign != module.text)
    let areEqual =
      try object(ofText: module.text, in: folder) == object(ofText: foreign, in: folder)
    #expect(areEqual)
  }

  /// Two words as clang and rustc return them: for arm64 an array, and a pointer as an integer.
  @Test(
    "A result is what its registers hold", arguments: ["1.27", "1.8"],
    ["[2 x i64]", "{ i64, i64 }"])
  func results(release: String, type: String) throws {
    let folder = try TestFolder()
    func code(_ type: String) throws -> String {
      let word = type.contains("ptr") ? "ptr %p" : "i64 %word"
      let module = IRModule(
        declarations: ["func F(s string) string"],
        code: """
          define \(type) @{F}(ptr %p, i64 %n) FN(1) {
            %word = ptrtoint ptr %p to i64, LN(2)
            %a = insertvalue \(type) poison, \(word), 0, LN(2)
            %b = insertvalue \(type) %a, i64 %n, 1, LN(2)
            ret \(type) %b, LN(3)
          }
          """)
      let object = try module.compile(in: folder, for: .aarch64, release: release)
      return try Tool.run("llvm-objdump", ["-dr", object])
    }
    let expected = try code("{ ptr, i64 }")
    #expect(expected.contains("example.com/shapes.F"))
    #expect(try code(type) == expected)
  }
}
