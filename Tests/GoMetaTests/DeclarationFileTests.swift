import Foundation
import TestSupport
import Testing

/// Declarations in a file of Go's syntax instead of the module's metadata.
@Suite struct DeclarationFileTests {
  private static let module = IRModule(
    path: "example.com/shapes",
    declarations: [
      "type Shape struct {\n\tStarted clock.Time\n\tNext *Shape\n}", "func (s *Shape) Sides() int",
      "//go:nointerface\nfunc (s *Shape) Hidden() int", "var Count int", "func F(n int) int",
    ],
    imports: [["example.com/clock", "clock", "type Time struct{ wall uint64 }"]],
    code: """
      @{Count} = addrspace(1) global i64 3, align 8
      define i64 @{F}(i64 %n) FN(1) {
        ret i64 %n, LN(2)
      }
      define i64 @{(*Shape).Sides}(ptr1 %s) FN(4) {
        ret i64 4, LN(5)
      }
      define i64 @{(*Shape).Hidden}(ptr1 %s) FN(6) {
        ret i64 5, LN(7)
      }
      """)

  /// The module's code alone, and its declarations as files.
  private static let bare = module.text.lines.filter { !$0.hasPrefix("!go.") }
    .joined(separator: "\n")
  private static let shapes = """
    // What Go sees of the shapes.
    package shapes // import "example.com/shapes"

    import (
    \t"example.com/clock"
    \t"unsafe"
    )

    \(module.declarations[0])

    // Sides are always four.
    \(module.declarations[1])

    \(module.declarations[2]); var Count int
    func F(n int) int // the identity
    """
  private static let clock = """
    package clock // import "example.com/clock"
    type Time struct{ wall uint64 }
    """

  @Test("A file of declarations makes the object that metadata makes", arguments: ["1.27", "1.2"])
  func sameObject(release: String) throws {
    let folder = try TestFolder()
    try folder.write(Self.module.text, to: "metadata.ll")
    try folder.write(Self.bare, to: "bare.ll")
    try folder.write(Self.shapes, to: "shapes.go")
    try folder.write(Self.clock, to: "clock.go")
    try Command.succeed(
      ["compile", "metadata.ll", "-o", "metadata.o", "--go", release], in: folder.url)
    try Command.succeed(
      [
        "compile", "bare.ll", "-o", "bare.o", "--go", release, "--declarations", "shapes.go",
        "--import", "clock.go",
      ], in: folder.url)
    let areEqual = try folder.bytes("metadata.o") == folder.bytes("bare.o")
    let dump = try Command.succeed(["dump", folder.path("bare.o")])
    #expect(areEqual, "\(dump)")
  }

  /// Behind the package clause, and whether Go's own command takes it for an import comment.
  @Test(
    "An import comment is what Go takes for one",
    arguments: [
      ("// import \"example.com/shapes\"", true), ("//import `example.com/shapes`", true),
      ("/* import \"example.com/shapes\" */ // more", true), ("", false),
      ("; // import \"example.com/shapes\"", false), ("// important", false),
      ("\n// import \"example.com/shapes\"", false),
    ])
  func importComment(text: String, isOne: Bool) throws {
    let folder = try TestFolder()
    let file = try folder.write(
      "package shapes \(text)\nfunc F(n int) int\n", to: "go/src/example.com/shapes/shapes.go")
    let go = try GoToolchain(release: Go.newest)
    let stock = try Tool.outcome(
      go.command, ["list", "-f", "{{.ImportComment}}", "example.com/shapes"],
      in: folder.url,
      environment: [
        "GOROOT": go.root.path, "GOPATH": folder.path("go"), "GO111MODULE": "off", "GOFLAGS": "",
      ])
    #expect(stock.status == 0, "\(stock.errors)")
    #expect(stock.output == (isOne ? "example.com/shapes\n" : ""))

    let input = try folder.write(fineCode, to: "in.ll")
    let outcome = try Command.run(
      ["compile", input, "-o", folder.path("out.o"), "--declarations", file])
    #expect(outcome.status == (isOne ? 0 : 1), "\(outcome.errors)")
    if isOne {
      let dump = try Command.succeed(["dump", folder.path("out.o")])
      #expect(dump.hasPrefix("package example.com/shapes (shapes), "))
    } else {
      #expect(outcome.errors.contains("shapes.go:1:15: expected an import comment"))
    }
  }

  private var fineCode: String {
    RefusedModule.fine.text.lines.filter { !$0.hasPrefix("!go.") }.joined(separator: "\n")
  }

  private static let clause = "package shapes // import \"example.com/shapes\"\n"

  /// A file, the place that is at fault, and what must be said.
  @Test(
    "What is wrong in a file is told with its line and column",
    arguments: [
      ("pakage shapes", "1:1", "package clause"),
      ("", "1:1", "package clause"),
      ("// a\n\tpackage func", "2:10", "name of the package"),
      ("\(clause)\nfunc F(n int) int\n\ntype T struct {\n\tx Foo\n}\n", "6:4", "Foo"),
      ("\(clause)//go:nointerface\n   func (t Foo) M()\n", "3:12", "Foo"),
      ("\(clause)type A int; type B Foo", "2:20", "Foo"),
      ("\(clause)func F(n int) int {\n\treturn n\n}", "2:19", "function body"),
      ("\(clause)func F(", "2:8", "end of the text"),
      ("\(clause))", "2:1", "declaration"),
      ("\(clause)type A int $", "2:12", "U+0024"),
      ("\(clause)import \"time\"", "2:8", "--import time.go"),
      ("\(clause)import (\n\t\"unsafe\"\n\t\"example.com/clock\"\n)", "4:2", "--import clock.go"),
      ("\(clause)func F(n int) time.Time", "2:15", "time"),
    ])
  func places(text: String, place: String, mentions: String) throws {
    let folder = try TestFolder()
    try folder.write(fineCode, to: "in.ll")
    try folder.write(text, to: "shapes.go")
    try Refusal.expect(
      ["compile", "in.ll", "-o", "out.o", "--declarations", "shapes.go"], in: folder,
      mentions: ["gometa: shapes.go:\(place): ", mentions])
  }

  @Test("Bytes that are not UTF-8 are told with their place")
  func notUTF8() throws {
    let folder = try TestFolder()
    try folder.write(fineCode, to: "in.ll")
    try (Data(Self.clause.utf8) + Data("var é, \u{e9}".unicodeScalars.map { UInt8($0.value) }))
      .write(to: folder.url.appendingPathComponent("shapes.go"))
    try Refusal.expect(
      ["compile", "in.ll", "-o", "out.o", "--declarations", "shapes.go"], in: folder,
      mentions: ["shapes.go:2:5: ", "UTF-8"])
  }

  @Test("What an older release's Go cannot say is refused in the file")
  func language() throws {
    let folder = try TestFolder()
    try folder.write(fineCode, to: "in.ll")
    try folder.write("\(Self.clause)func F(n int) int\ntype A = int", to: "shapes.go")
    try Refusal.expect(
      ["compile", "in.ll", "-o", "out.o", "--go", "1.8", "--declarations", "shapes.go"],
      in: folder, mentions: ["shapes.go:3:6: ", "Go 1.9"])
  }

  @Test("A package is declared in one place")
  func twice() throws {
    let folder = try TestFolder()
    try folder.write(RefusedModule.fine.text, to: "metadata.ll")
    try folder.write(fineCode, to: "in.ll")
    try folder.write("\(Self.clause)func F(n int) int", to: "shapes.go")
    try Refusal.expect(
      ["compile", "metadata.ll", "-o", "out.o", "--declarations", "shapes.go"], in: folder,
      mentions: ["metadata.ll", "holds a package already"])
    try Refusal.expect(
      ["compile", "in.ll", "-o", "out.o", "--declarations", "shapes.go", "--import", "shapes.go"],
      in: folder, mentions: ["shapes.go:1:1: ", "example.com/shapes", "one file"])
  }
}
