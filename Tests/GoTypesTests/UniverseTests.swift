import GoTypes
import Testing

@Suite struct UniverseTests {
  let geometry = Package(path: "example.com/geometry", name: "geometry")
  let time = Package(path: "time", name: "time")

  private func named(_ name: String) -> TypeName {
    TypeName(packagePath: geometry.path, name: name)
  }

  @Test func errorIsPredeclared() {
    let universe = Universe()
    #expect(universe.declaration(of: .error)?.underlying != nil)
    #expect(universe.methodSet(of: .named(.error)).map(\.method.name) == ["Error"])
    #expect(universe.packageName(path: "") == nil)
  }

  @Test func failedDeclarationsLeaveTheUniverseUnchanged() throws {
    var universe = Universe()
    try universe.declare(["type A int"], in: geometry)
    #expect(throws: DeclarationError.self) {
      try universe.declare(
        ["type B int; func (A) M(); var V B; func F()", "type C Missing"], in: geometry)
    }
    #expect(universe.typeDeclarations(in: geometry.path).map(\.name.name) == ["A"])
    #expect(universe.declaration(of: named("A"))?.methods == [])
    #expect(universe.functions.isEmpty && universe.variables.isEmpty)
  }

  @Test func errorsNameTheTextAndThePlaceInIt() throws {
    var universe = Universe()
    let error = #expect(throws: DeclarationError.self) {
      try universe.declare(["type A int", "type B int", "type é =\n\tFoo"], in: geometry)
    }
    #expect(error?.index == 2)
    #expect(error?.line == 2)
    #expect(error?.column == 2)
    #expect(
      error?.description
        == "declaration 3, 2:2: undeclared type Foo in package example.com/geometry; "
        + "declare it or list its package in the imports")
  }

  @Test func columnsCountBytes() {
    var universe = Universe()
    let error = #expect(throws: DeclarationError.self) {
      try universe.declare(["/* é */ type A B"], in: geometry)
    }
    #expect(error?.column == 17)
  }

  @Test func namesMayReferToLaterTexts() throws {
    var universe = Universe()
    try universe.declare(
      ["func (A) M(B) C", "type A []B", "type B = map[C]A", "type C string"], in: geometry)
    #expect(
      universe.underlying(.named(named("A")))
        == .slice(.map(key: .named(named("C")), value: .named(named("A")))))
  }

  @Test func laterCallsExtendThePackage() throws {
    var universe = Universe()
    try universe.declare(["type A int; type E = A"], in: geometry)
    try universe.declare(["func (a *E) M(); func (A) L(); type B struct { E }"], in: geometry)
    #expect(universe.declaration(of: named("A"))?.methods.map(\.name) == ["L", "M"])
    #expect(universe.typeDeclarations(in: geometry.path).map(\.name.name) == ["A", "B"])
  }

  @Test func declarationsKeepTheirOrder() throws {
    var universe = Universe()
    try universe.declare(["type Z struct { a A }; type A int; type M Z"], in: geometry)
    try universe.declare(
      ["func Z1(); var V, U int; func A1(); func init(); func init()"], in: geometry)
    #expect(universe.typeDeclarations(in: geometry.path).map(\.name.name) == ["Z", "A", "M"])
    #expect(universe.functions.map(\.name) == ["Z1", "A1", "init", "init"])
    #expect(universe.variables.map(\.name) == ["V", "U"])
  }

  @Test func blankDeclarationsAreCheckedAndNotKept() throws {
    var universe = Universe()
    try universe.declare(
      ["type A int; type _ A; var _, _ A; func _(); func (A) _(); func (A) _()"], in: geometry)
    #expect(universe.functions.isEmpty && universe.variables.isEmpty)
    #expect(universe.declaration(of: named("A"))?.methods == [])
    #expect(throws: DeclarationError.self) {
      try universe.declare(["type _ Missing"], in: geometry)
    }
  }

  @Test func importsAreQualifiedByTheNameTheyAreGiven() throws {
    var universe = Universe()
    try universe.declare(["type Duration int64"], in: time)
    try universe.declare(
      ["var D clock.Duration"], in: geometry, imports: [Package(path: "time", name: "clock")])
    #expect(
      universe.variables.first?.type == .named(TypeName(packagePath: "time", name: "Duration")))
  }

  @Test func importsPrecedeOtherPackagesOfTheirName() throws {
    var universe = Universe()
    let otherTime = Package(path: "example.com/time", name: "time")
    try universe.declare(["type T int"], in: time)
    try universe.declare(["type T int"], in: otherTime)
    try universe.declare(["var V time.T"], in: geometry, imports: [otherTime])
    #expect(
      universe.variables.first?.type == .named(TypeName(packagePath: otherTime.path, name: "T")))
  }

  @Test func sharedPackageNamesAreRefused() throws {
    var universe = Universe()
    try universe.declare(["type T int"], in: time)
    try universe.declare(["type T int"], in: Package(path: "example.com/time", name: "time"))
    let error = #expect(throws: DeclarationError.self) {
      try universe.parseType("time.T", in: geometry)
    }
    #expect(
      error?.description
        == "type expression, 1:1: package name time may mean example.com/time or time; "
        + "list one in the imports or qualify by path, as in \"example.com/time\".T")
  }

  @Test func packagesKeepTheirName() throws {
    var universe = Universe()
    try universe.declare([], in: geometry)
    #expect(universe.packageName(path: geometry.path) == "geometry")
    #expect(throws: DeclarationError.self) {
      try universe.declare([], in: Package(path: geometry.path, name: "geo"))
    }
    for name in ["", "_", "2d", "func", "a b"] {
      #expect(throws: DeclarationError.self) {
        try universe.declare([], in: Package(path: "p", name: name))
      }
    }
  }

  @Test func declaredNamesHidePredeclaredOnes() throws {
    var universe = Universe()
    try universe.declare(["type int string; type error struct { e int }"], in: geometry)
    #expect(universe.underlying(.named(named("int"))) == .basic(.string))
    #expect(try universe.parseType("int", in: geometry) == .named(named("int")))
  }

  /// U+212A, the Kelvin sign, is canonically equivalent to K, and another identifier in Go.
  @Test func identifiersAreComparedByBytes() throws {
    var universe = Universe()
    try universe.declare(["type K int; type \u{212A} string"], in: geometry)
    #expect(universe.underlying(.named(named("K"))) == .basic(.int))
    #expect(universe.underlying(.named(named("\u{212A}"))) == .basic(.string))
    let composed = try universe.parseType("struct { X int \"\u{E9}\" }", in: geometry)
    let decomposed = try universe.parseType("struct { X int \"e\u{301}\" }", in: geometry)
    #expect(composed != decomposed)
  }

  @Test func newlinesEndStatementsAsInGo() throws {
    let universe = Universe()
    let type = try universe.parseType(
      "struct {\n\ta,\n\tb int // comment\n\tc /* one */ string /*\n*/ d struct{}}", in: geometry)
    guard case .structure(let structure) = type else {
      Issue.record("not a struct")
      return
    }
    #expect(structure.fields.map(\.name) == ["a", "b", "c", "d"])
    #expect(throws: DeclarationError.self) {
      try universe.parseType("func(a int\n) int", in: geometry)
    }
  }
}
