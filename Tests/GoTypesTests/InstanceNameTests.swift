import Foundation
import GoTypes
import TestSupport
import Testing

/// How compilers name instances whose arguments, or that themselves, are declared in functions.
@Suite struct InstanceNameTests {
  static let package = Package(path: "example.com/local.v3", name: "local")

  private static let program = #"""
    package local

    import "reflect"

    type Pair[K comparable, V any] struct { Key K; value V }

    func (p *Pair[K, V]) Get() K { return p.Key }

    func H[P any, Q any]() reflect.Type { type L struct { p P }; return reflect.TypeOf(L{}) }

    func Types() []reflect.Type {
    	type T int
    	list := []reflect.Type{reflect.TypeOf(Pair[T, string]{}), reflect.TypeOf(T(0))}
    	{
    		type T struct{ x int }
    		list = append(list, reflect.TypeOf(Pair[string, *T]{}), reflect.TypeOf([]T{}),
    			H[T, int](), H[string, []bool]())
    	}
    	return list
    }
    """#

  @Test(arguments: CorpusOracle.releases)
  func localTypesKeepTheirNumbersInsideInstances(release: String) throws {
    let go = try GoToolchain(release: release)
    let module = try GoModule(files: [
      "go.mod": "module example.com/local.v3\n\ngo 1.21\n", "local.go": Self.program,
      "main/main.go": """
      package main
      import ("fmt"; "example.com/local.v3")
      func main() { for _, t := range local.Types() { fmt.Println(t) } }
      """,
    ])
    let strings = try go.run(["run", "./main"], in: module).text.split(separator: "\n")
      .map(String.init)
    let listing = try go.run(["build", "-gcflags=-S", "."], in: module).errorText
    let symbols = Set(
      listing.split(separator: "\n").compactMap { line -> String? in
        guard line.hasPrefix("type:"), let end = line.range(of: " SRODATA ") else { return nil }
        return String(line[line.index(line.startIndex, offsetBy: 5)..<end.lowerBound])
      })

    var universe = Universe()
    try universe.declare(
      [
        "type Pair[K comparable, V any] struct { Key K; value V }",
        "func (p *Pair[K, V]) Get() K", "type T·2 int; type T·3 struct { x int }",
        #"type "L[example.com/local%2ev3.T·3,int]·1" struct { p T·3 }"#,
        #"type "L[string,[]bool]·1" struct { p string }"#,
      ], in: Self.package)
    let texts = [
      "Pair[T·2, string]", "T·2", "Pair[string, *T·3]", "[]T·3", "L·1[T·3, int]",
      "L·1[string, []bool]",
    ]
    let types = try texts.map { try universe.resolveType($0, in: Self.package) }
    #expect(types.map { universe.string($0, qualifier: .packageName) } == strings)
    for (text, type) in zip(texts, types) {
      let link = universe.string(type, qualifier: .packagePath)
      #expect(symbols.contains(link), "\(text): \(link)")
      let source = universe.string(type, qualifier: .source(in: Self.package))
      #expect(try universe.parseType(source, in: Self.package) == type, "\(source)")
    }
  }

  /// Go 1.27 has methods with type parameters, and its method tables do not.
  @Test func genericMethodsStandInNoMethodTable() throws {
    let declarations = [
      "type X struct{}", "func (X) Gen[P any](p P) P", "func (X) Plain()",
      "type E struct { X; Y }", "type Y struct{}", "func (Y) Gen()",
      "type Deep struct { Outer }", "type Outer struct { Inner }", "func (Outer) Plain[P any]()",
      "type Inner struct{}", "func (Inner) Plain()", "type G[T any] struct { t T }",
      "func (G[T]) Map[U any](f func(T) U) G[U]", "func (G[T]) Get() T",
    ]
    let names = ["X{}", "E{}", "Deep{}", "&Deep{}", "G[int]{}"]
    let go = try GoToolchain(release: "1.27")
    let bodies = declarations.map { $0.hasPrefix("func") ? $0 + " { panic(0) }" : $0 }
    let module = try GoModule(files: [
      "go.mod": "module example.com\n\ngo 1.27\n",
      "main.go": """
      package main
      import ("fmt"; "reflect")
      \(bodies.joined(separator: "\n"))
      func main() {
        for _, v := range []any{\(names.joined(separator: ", "))} {
          t := reflect.TypeOf(v)
          for i := range t.NumMethod() { fmt.Print(t.Method(i).Name, " ") }
          fmt.Println()
        }
      }
      """,
    ])
    let output = try go.run(["run", "."], in: module).text
    var universe = Universe()
    let main = Package(path: "main", name: "main")
    try universe.declare(declarations, in: main)
    let lines = try ["X", "E", "Deep", "*Deep", "G[int]"].map {
      let type = try universe.resolveType($0, in: main)
      return universe.methodSet(of: type).map { $0.method.name + " " }.joined() + "\n"
    }
    #expect(lines.joined() == output)
  }

  @Test func methodsOfLaterCallsReachInstancesOfEarlierOnes() throws {
    var universe = Universe()
    try universe.declare(["type L[T any] []T; type A L[string]"], in: Self.package)
    let type = try universe.resolveType("L[int]", in: Self.package)
    try universe.declare(["func (l *L[E]) Push(E) L[string]"], in: Self.package)
    let methods = universe.methodSet(of: .pointer(type))
    let signature = try #require(methods.first?.method.signature)
    #expect(
      universe.string(.function(signature), qualifier: .source(in: Self.package))
        == "func(int) L[string]")
  }

  @Test func parsingAloneDeclaresNoInstance() throws {
    var universe = Universe()
    try universe.declare(["type L[T any] []T; var l L[int]"], in: Self.package)
    let error = #expect(throws: DeclarationError.self) {
      try universe.parseType("map[string]L[L[int]]", in: Self.package)
    }
    #expect(
      error?.description == "type expression, 1:12: instance L[L[int]] is not known yet; "
        + "mention it in a declaration first")
    _ = try universe.resolveType("map[string]L[L[int]]", in: Self.package)
    #expect(throws: Never.self) {
      try universe.parseType("[]L[L[int]]", in: Self.package)
    }
  }

  @Test func instancesThatMultiplyWithoutEndAreRefused() {
    // Each doubles the last: the size of the arguments is bounded.
    var texts = ["type P[A, B any] struct { a *A; b *B }"]
    texts += (0..<64).map { "type T\($0)[A any] struct { f *T\($0 + 1)[P[A, A]] }" }
    texts += ["type T64[A any] struct{}", "var v T0[int]"]
    var universe = Universe()
    let error = #expect(throws: DeclarationError.self) {
      try universe.declare(texts, in: Self.package)
    }
    #expect(error?.cause == .typeTooComplex(1_000))
  }
}
