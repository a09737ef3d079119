import LLVM
import Testing

@Suite struct DebugInfoTests {
  /// `scale` of two lines in a file of its own, with a block inside.
  private func makeModule(in context: borrowing Context) throws -> Module {
    let module = Module(name: "geometry", in: context)
    let types = module.context
    let function = try module.addFunction(
      "example.com/geometry.scale", types.function([types.i64, types.i64], returning: types.i64))
    let debug = try DebugInfoBuilder(module)
    let file = debug.file("geometry.go", directory: "/src/geometry")
    let unit = debug.compileUnit(file, language: .go, producer: "test compiler")
    let subprogram = debug.function(
      "scale", linkageName: function.name, in: unit, file: file, line: 10, scopeLine: 11,
      type: debug.subroutineType(in: file))
    function.subprogram = subprogram
    let block = debug.lexicalBlock(in: subprogram, file: file, line: 12, column: 2)
    let builder = Builder(in: module)
    builder.position(atEndOf: function.appendBlock("entry"))
    builder.debugLocation = DebugLocation(line: 13, column: 7, in: block)
    let product = builder.mul(function.arguments[0], function.arguments[1])
    builder.debugLocation = DebugLocation(line: 15, column: 3, in: subprogram)
    builder.ret(product)
    debug.finalize()
    return module
  }

  @Test(arguments: Target.allCases) func linesReachTheLineTable(_ target: Target) throws {
    let context = try Context()
    let folder = try Folder()
    try folder.write(target.object(makeModule(in: context)), "m.o")
    let table = words(
      try Tool.llvm("llvm-dwarfdump").output(["--debug-line", "m.o"], in: folder))
    // Address Line Column File ISA Discriminator OpIndex Flags
    let rows = table.filter { $0.count > 2 && $0[0].hasPrefix("0x") }.map { [$0[1], $0[2]] }
    #expect(rows.contains(["13", "7"]) && rows.contains(["15", "3"]))
    let info = try Tool.llvm("llvm-dwarfdump").output(["--debug-info", "m.o"], in: folder)
    #expect(info.contains("DW_LANG_Go") && info.contains("\"test compiler\""))
    #expect(info.contains("\"geometry.go\"") && info.contains("\"/src/geometry\""))
  }

  @Test func whatWasBuiltIsReadBack() throws {
    let context = try Context()
    let module = try makeModule(in: context)
    try module.verify()
    let function = module.functions[0]
    let subprogram = try #require(function.subprogram)
    #expect(subprogram.name == "scale" && subprogram.line == 10)
    #expect(subprogram.linkageName == "example.com/geometry.scale")
    #expect(subprogram.file?.name == "geometry.go")
    #expect(subprogram.file?.directory == "/src/geometry")
    let locations = function.instructions.map(\.debugLocation)
    #expect(locations.map { $0?.line } == [13, 15] && locations.map { $0?.column } == [7, 3])
    let inner = try #require(locations[0])
    #expect(LexicalBlock(inner.scope)?.parent == subprogram.metadata)
    #expect(Subprogram(inner.scope) == nil && inner.subprogram == subprogram)
    #expect(inner.file?.name == "geometry.go" && inner.inlinedAt == nil)
    #expect(module.flag("Debug Info Version")?.value?.unsignedInteger == 3)
  }

  @Test func debugInfoIsReadFromText() throws {
    let context = try Context()
    let module = try Module(
      text: """
        define void @outer() !dbg !4 {
          %x = add i64 1, 2, !dbg !7
          ret void, !dbg !9
        }
        declare void @bare()
        !llvm.dbg.cu = !{!0}
        !llvm.module.flags = !{!2}
        !0 = distinct !DICompileUnit(language: DW_LANG_C99, file: !1, emissionKind: LineTablesOnly)
        !1 = !DIFile(filename: "a.go", directory: "/d")
        !2 = !{i32 2, !"Debug Info Version", i32 3}
        !3 = !DISubroutineType(types: !{})
        !4 = distinct !DISubprogram(name: "outer", scope: !1, file: !1, line: 3, type: !3, unit: !0)
        !5 = distinct !DISubprogram(name: "inner", linkageName: "p.inner", scope: !1, file: !6, line: 30, type: !3, unit: !0)
        !6 = !DIFile(filename: "b.go", directory: "/e")
        !7 = !DILocation(line: 31, column: 4, scope: !8, inlinedAt: !9)
        !8 = !DILexicalBlockFile(scope: !5, file: !6, discriminator: 2)
        !9 = !DILocation(line: 5, scope: !4)
        """, name: "m", in: context)
    let outer = try required(module.function(named: "outer"))
    #expect(outer.subprogram?.name == "outer" && outer.subprogram?.linkageName == nil)
    #expect(try required(module.function(named: "bare")).subprogram == nil)
    let location = try #require(outer.instructions[0].debugLocation)
    #expect(location.subprogram?.name == "inner" && location.subprogram?.linkageName == "p.inner")
    #expect(location.line == 31 && location.column == 4 && location.file?.name == "b.go")
    #expect(location.inlinedAt?.line == 5 && location.inlinedAt?.subprogram == outer.subprogram)
    #expect(CompileUnit(try required(module.namedMetadata("llvm.dbg.cu"))[0])?.file?.name == "a.go")
  }

  @Test func locationsAreSetTakenOverAndCleared() throws {
    let context = try Context()
    let module = try makeModule(in: context)
    let code = module.functions[0].instructions
    let builder = Builder(in: module)
    let none = builder.debugLocation
    #expect(none == nil)
    builder.position(before: code[1])
    let taken = builder.debugLocation
    #expect(taken == code[1].debugLocation)
    let call = DebugLocation(line: 99, in: try #require(module.functions[0].subprogram))
    code[0].debugLocation = DebugLocation(
      line: 1, in: try #require(taken?.subprogram), inlinedAt: call)
    #expect(code[0].debugLocation?.inlinedAt == call && call.column == 0)
    code[0].debugLocation = nil
    #expect(code[0].debugLocation == nil)
    builder.debugLocation = nil
    let cleared = builder.debugLocation
    #expect(cleared == nil)
  }

  @Test func debugInfoIsStripped() throws {
    let context = try Context()
    let module = try makeModule(in: context)
    let stripped = [module.stripDebugInfo(), module.stripDebugInfo()]
    #expect(stripped == [true, false])
    #expect(module.functions[0].subprogram == nil)
    #expect(!module.text.contains("DISubprogram"))
  }
}
