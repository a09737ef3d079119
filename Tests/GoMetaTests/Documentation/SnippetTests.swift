import Foundation
import GoMeta
import GoTypes
import LLVM
import TestSupport
import Testing

/// What the articles show does what they say.
@Suite struct SnippetTests {
  @Test("Build a plugin: a stock Go program opens it and calls its function")
  func buildsAPlugin() async throws {
    let folder = try TestFolder()
    try await buildPlugin(in: folder.url.path)
    #expect(try GoModule.sumOf(folder.path("sums.so")) == "42\n")
  }

  /// A package with one function, `func Kind() uintptr`, whose body a snippet writes.
  private func object(
    _ body: (GoPackageWriter, borrowing Builder, borrowing Module) throws -> Void
  ) throws -> [UInt8] {
    let context = try Context()
    let module = Module(name: "marked", in: context)
    var package = GoPackageWriter(Package(path: "example.com/marked", name: "marked"))
    try package.declare("type Point struct { X, Y float64 }", "func Kind() uintptr")
    let kind = try package.function("Kind", in: module)
    let debug = try DebugInfoBuilder(module)
    let file = debug.file("marked.gl", directory: "/src")
    let unit = debug.compileUnit(file, language: .go, producer: "test")
    let scope = debug.function(
      "Kind", linkageName: kind.name, in: unit, file: file, line: 3, scopeLine: 3,
      type: debug.subroutineType(in: file))
    kind.subprogram = scope
    let builder = Builder(in: module)
    builder.position(atEndOf: kind.appendBlock())
    builder.debugLocation = DebugLocation(line: 4, in: scope)
    try body(package, builder, module)
    debug.finalize()
    try package.write(to: module)
    return try Compiler(target: try Target(release: "1.27", triple: "x86_64-linux-gnu"))
      .compile(module)
  }

  @Test("Emit a type: the plugin has the descriptor that its code refers to")
  func emitsAType() async throws {
    let object = try object { package, builder, module in
      try returnDescriptor(of: "map[string]*Point", package, builder, in: module)
    }
    let folder = try TestFolder()
    try Files.write(object, to: folder.path("kind.o"))
    try await Linker().plugin(
      "example.com/marked", objects: [folder.path("kind.o")], output: folder.path("kind.so"))
    let lines = try readTables(of: folder.path("kind.so"))
    #expect(lines.contains { $0.contains(#""string":"map[string]*marked.Point""#) })
  }

  @Test("Emit a type: its symbols and those of what it mentions")
  func describesAType() throws {
    let symbols = try describe(
      "Point", declaring: ["type Point struct { X, Y float64; Next *Point }"], release: "1.27")
    let names = symbols.map(\.name)
    #expect(names.contains("type:example.com/geometry.Point"))
    #expect(names.contains("type:*example.com/geometry.Point"))
    #expect(names.contains("type:float64"))
    let point = try #require(symbols.first { $0.name == "type:example.com/geometry.Point" })
    // Size: two words of 8 bytes, one pointer.
    #expect(point.bytes.prefix(8) == [24, 0, 0, 0, 0, 0, 0, 0] && !point.relocations.isEmpty)
  }

  @Test("Attach pcdata and funcdata: the object has both")
  func marksACall() throws {
    let object = try object { package, builder, module in
      let context = module.context
      let step = try module.addFunction(
        "step", context.function([], returning: context.void))
      try markedCall(of: step, package, builder, in: module)
      builder.ret(context.i64.constant(0).value)
    }
    let folder = try TestFolder()
    try Files.write(object, to: folder.path("marked.o"))
    let lines = try readTables(of: folder.path("marked.o"))
    let pcdata = try #require(lines.first { $0.hasPrefix(#"{"record":"pcdata""#) })
    #expect(pcdata.contains(#""index":3"#) && pcdata.contains(",45]]"))
    let funcdata = try #require(lines.first { $0.hasPrefix(#"{"record":"funcdata""#) })
    #expect(funcdata.contains(#""index":2"#) && funcdata.contains(#""size":4"#))
  }

  @Test("Rebuild a table, and read it: names and lines of a C program")
  func rebuildsATable() async throws {
    let folder = try TestFolder()
    try folder.write(
      "int answer(void) {\n  return 42;\n}\nint main(void) { return answer(); }\n",
      to: "main.c")
    let program = folder.path("main")
    try Tool.run("gcc", ["-g", "-O0", "-o", program, folder.path("main.c")])
    _ = try await rebuildTable(of: program, to: folder.path("table.bin"))
    // Without the program a table of 1.27 counts from the start of .text.
    let symbols = try Tool.run("nm", [program]).split(separator: "\n")
    let sections = try Tool.run("readelf", ["-SW", program]).split(separator: "\n")
    let answer = try #require(symbols.first { $0.hasSuffix(" answer") }?.prefix(16))
    let text = try #require(
      sections.first { $0.contains(" .text ") }?.split(separator: "PROGBITS").last?
        .split(separator: " ").first)
    let pc = try #require(UInt64(answer, radix: 16)) - (try #require(UInt64(text, radix: 16)))
    let place = try place(of: pc, in: folder.path("table.bin"))
    #expect(place.contains("answer") && place.contains("main.c:1"))
  }

  @Test("Read tables: a Go program's functions and types")
  func readsTables() throws {
    let go = try GoToolchain().root.appendingPathComponent("bin/gofmt").path
    let lines = try readTables(of: go)
    #expect(lines.contains { $0.contains(#""name":"main.main""#) })
    #expect(lines.contains { $0.contains(#""string":"*ast.File""#) })
  }
}
