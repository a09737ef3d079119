import Foundation
import GoMeta
import GoTypes
import TestSupport
import Testing

/// `gometa dump --types --syntax go`: a stock program's types as Go declarations.
@Suite struct DumpSourceTests {
  private static let shapes = """
    package shapes

    import "io"

    type Point struct {
      X, Y float64 `unit:"m"`
      _    int
      tag  string
    }

    func (p *Point) Scale(k float64, more ...int) (io.Reader, error) { return nil, nil }
    func (p Point) private() <-chan Point                             { return nil }

    type Shape interface {
      Area() float64
      private() <-chan Point
    }
    type Circle struct {
      Point
      *Circle
      Table map[[2]string][]func(Shape, *Circle) chan<- error
      io.Writer
    }
    type Kind uint8

    func (Kind) String() string { return "" }
    """

  private static let main = """
    package main

    import "example.com/shapes"

    type Pair[K comparable, V any] struct { Key K; Value V }

    func local() []any {
      type T struct{ A int }
      var first any = T{}
      {
        type T struct{ B string }
        return []any{first, T{}, Pair[string, T]{}}
      }
    }

    var sink any

    func main() {
      sink = append(local(), shapes.Circle{}, &shapes.Point{}, (*shapes.Shape)(nil), shapes.Kind(0))
    }
    """

  private func build(_ release: String, _ flags: String) throws -> (module: GoModule, file: String)
  {
    let module = try GoModule(files: ["main.go": Self.main, "shapes/shapes.go": Self.shapes])
    try GoToolchain(release: release).run(
      ["build", "-ldflags=\(flags)", "-o", "program", "."], in: module)
    return (module, module.path("program"))
  }

  private func source(_ file: String) throws -> [String] {
    try Command.succeed(["dump", "--types", "--syntax", "go", file])
      .split(separator: "\n\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test("A package is shown as it was written", arguments: ["1.21", "1.24", "1.27"])
  func package(release: String) throws {
    let (module, file) = try build(release, "-s -w")
    let text = try withExtendedLifetime(module) {
      try #require(source(file).first { $0.hasPrefix("package shapes ") })
    }
    // The methods of *Point that nothing calls have no types in the file: what is left is tested.
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[0] == "package shapes // import \"example.com/shapes\"")
    #expect(lines.contains("type Kind uint8"))
    #expect(
      lines.contains(
        #"type Point struct { X float64 "unit:\"m\""; Y float64 "unit:\"m\""; _ int; tag string }"#)
    )
    #expect(
      lines.contains("type Shape interface { Area() float64; private() <-chan Point }"))
    #expect(
      lines.contains(
        "type Circle struct { Point; *Circle; "
          + "Table map[[2]string][]func(Shape, *Circle) chan<- error; io.Writer }"))
  }

  @Test("Go's compiler takes a package that is shown", arguments: ["1.21", "1.27"])
  func compiles(release: String) throws {
    let (module, file) = try build(release, "-s -w")
    let text = try withExtendedLifetime(module) {
      try #require(source(file).first { $0.hasPrefix("package shapes ") })
    }
    // Functions without bodies are taken where there may be assembly.
    let copy = try GoModule(files: ["shapes/shapes.go": text, "shapes/stub.s": ""])
    try GoToolchain(release: release).run(["vet", "-tests=false", "./shapes"], in: copy)
  }

  @Test("A stripped program shows what the whole one shows, local types with their numbers")
  func stripped() throws {
    let (whole, wholeFile) = try build("1.27", "")
    let (bare, bareFile) = try build("1.27", "-s -w")
    let texts = try withExtendedLifetime((whole, bare)) {
      (try source(wholeFile), try source(bareFile))
    }
    #expect(texts.0 == texts.1)
    let main = try #require(texts.0.first { $0.hasPrefix("package main ") })
    #expect(main.contains("type T·1 struct { A int }"))
    #expect(main.contains("type T·2 struct { B string }"))
    #expect(main.contains("type \"Pair[string,main.T·2]\" struct { Key string; Value T·2 }"))
  }

  @Test("What is shown is read back as the same declarations", arguments: ["1.21", "1.24", "1.27"])
  func roundTrip(release: String) throws {
    let (module, file) = try build(release, "-s -w")
    let texts = try withExtendedLifetime(module) { try FileDump(file).goSource().texts }
    struct Shown {
      var package: Package
      var imports: Set<String>
      var lines: [String]
    }
    var waiting: [Shown] = []
    for lines in texts.dropLast() {
      let clause = lines[0].split(separator: " ")
      let path = clause[4].dropFirst().dropLast()
      let imports = lines.dropFirst().first { $0.hasPrefix("import (") } ?? ""
      waiting.append(
        Shown(
          package: Package(path: String(path), name: String(clause[1])),
          imports: Set(
            imports.split(separator: "\"").enumerated().filter { $0.offset % 2 == 1 }.map {
              String($0.element)
            }), lines: lines.filter { $0.hasPrefix("type ") || $0.hasPrefix("func ") }))
    }
    var universe = Universe()
    var declared: Set<String> = ["unsafe"]
    while let index = waiting.firstIndex(where: { $0.imports.isSubset(of: declared) }) {
      let shown = waiting.remove(at: index)
      // A type made of another package's struct has fields that only that package can name.
      let foreign = shown.lines.filter { $0.contains(#/[{;] [a-z]\w*\.[a-z]\w* /#) }
      guard foreign.isEmpty else { continue }
      try universe.declare(shown.lines, in: shown.package)
      declared.insert(shown.package.path)
      let again = universe.typeDeclarations(in: shown.package.path).flatMap {
        (universe.declarationText(of: $0.name) ?? "").split(separator: "\n").map(String.init)
      }
      #expect(again.sorted() == shown.lines.sorted())
    }
    // The others wait for packages that are not Go's to write: of such fields, or with instances
    // whose arguments are of packages that import the generic type's.
    #expect(declared.isSuperset(of: ["main", "example.com/shapes", "io", "internal/abi"]))
    #expect(declared.count > 5, "\(declared)")
  }

  @Test(
    "A plugin of gometa shows the declarations that it was compiled with",
    arguments: ["1.21", "1.24", "1.27"])
  func ownPlugin(release: String) throws {
    let folder = try TestFolder()
    let source = SourceFolder.example("geometry").url.appendingPathComponent("geometry.ll").path
    try Command.compile(source, to: folder.path("o"), for: .x86_64, release: release)
    try Command.link([folder.path("o")], path: "example.com/geometry", to: folder.path("so"))
    let texts = try self.source(folder.path("so"))
    #expect(
      texts.first == """
        package geometry // import "example.com/geometry"
        type Point struct { X float64; Y float64; Label string; next *Point }
        func (*Point) Next() *Point
        func (Point) Norm() float64
        func (*Point) Scale(float64)
        func (Point) String() string
        """)
  }

  @Test("A release that the file contradicts is refused")
  func contradiction() throws {
    let (module, file) = try build("1.24", "-s -w")
    let outcome = try withExtendedLifetime(module) {
      try Command.run(["dump", "--types", "--go", "1.27", file])
    }
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("it says that it is for Go 1.24, not 1.27"))
  }

  @Test(
    "JSON has every type with the parts of its release's records",
    arguments: ["1.21", "1.25", "1.27"])
  func json(release: String) throws {
    let (module, file) = try build(release, "-s -w")
    let records = try withExtendedLifetime(module) { try DumpTypeTests.records(["--types", file]) }
    let types = try #require(records["type"])
    let circle = try #require(types.first { $0["string"] as? String == "shapes.Circle" })
    let fields = try #require(
      (circle["desc"] as? [String: Any])?["fields"] as? [[String: Any]])
    #expect(fields.map { $0["name"] as? String } == ["Point", "Circle", "Table", "Writer"])
    #expect(fields.map { $0["embedded"] as? Bool } == [true, true, false, true])
    #expect(fields.map { $0["offset"] as? Int } == [0, 40, 48, 56])
    let map = try #require(
      types.first { ($0["string"] as? String)?.hasPrefix("map[[2]string]") == true })
    let description = try #require(map["desc"] as? [String: Any])
    let own = ["1.21": "bucketSize", "1.25": "slotSize", "1.27": "keyStride"]
    #expect(description[try #require(own[release])] is Int)
    #expect(records["itab"]?.isEmpty == false)
  }

  @Test("Syntax go excludes JSON and other records", arguments: ["--json", "--functions", "--gc"])
  func exclusion(option: String) throws {
    #expect(try Command.run(["dump", "--syntax", "go", option, "file"]).status == 2)
  }
}
