import GoTypes
import Testing

/// Types declared in functions bear the compiler's number behind a middle dot.
@Suite struct LocalTypeTests {
  private let package = Package(path: "vec/shapes.v1", name: "shapes")

  private func universe(_ declarations: [String]) throws -> Universe {
    var universe = Universe()
    try universe.declare(declarations, in: package)
    return universe
  }

  @Test func theLinkStringKeepsTheNumberAndReflectionDoesNot() throws {
    let universe = try universe(["type L struct{}; type L·1 int; type L·12 struct { L·1; p *L·1 }"])
    let type = try universe.parseType("map[L·1]func(L, ...L·12) L·1", in: package)
    #expect(
      universe.string(type, qualifier: .packageName)
        == "map[shapes.L]func(shapes.L, ...shapes.L) shapes.L")
    #expect(
      universe.string(type, qualifier: .packagePath)
        == "map[vec/shapes%2ev1.L·1]func(vec/shapes%2ev1.L, ...vec/shapes%2ev1.L·12) "
        + "vec/shapes%2ev1.L·1")
    #expect(
      universe.string(type, qualifier: .source(in: package)) == "map[L·1]func(L, ...L·12) L·1")
  }

  @Test func anEmbeddedLocalTypeIsCalledByItsSourceName() throws {
    let universe = try universe(["type L·1 int; type S struct { L·1 }; func (L·1) M()"])
    let name = TypeName(packagePath: package.path, name: "S")
    guard case .structure(let structure) = universe.declaration(of: name)?.underlying else {
      Issue.record("S is no struct")
      return
    }
    #expect(structure.fields.map(\.name) == ["L"])
    #expect(structure.fields[0].type == .named(TypeName(packagePath: package.path, name: "L·1")))
    #expect(universe.methodSet(of: .named(name)).map(\.method.name) == ["M"])
    #expect(TypeName(packagePath: "", name: "L·1").sourceName == "L")
  }

  @Test(arguments: [
    ("var V·1 int", "1:5"), ("func F·1()", "1:6"), ("type T struct { f·1 int }", "1:17"),
    ("func F(p·1 int)", "1:8"), ("type T int; func (T) M·1()", "1:22"),
    ("type I interface { M·1() }", "1:20"),
  ])
  func nothingElseHasSuchAName(text: String, place: String) {
    let error = #expect(throws: DeclarationError.self) { try universe([text]) }
    #expect(error?.description.hasPrefix("declaration 1, \(place): ") == true)
    #expect(error?.description.contains("·1 is the form of a local type's name") == true)
  }

  @Test(arguments: ["type T·0 int", "type T· int", "type ·1 int", "type T·x int"])
  func theNumberCountsFromOne(text: String) {
    let error = #expect(throws: DeclarationError.self) { try universe([text]) }
    #expect(error?.description.contains("U+00B7") == true)
  }
}
