import GoTypes
import Testing

@Suite struct DeclarationTextTests {
  /// What is printed declares the same types again: methods, tags, and instances in quotes. Those
  /// of shape that have types of geometry as arguments are left out, since Go has no import cycles.
  @Test func declarationsAreReadBackAsPrinted() throws {
    var universe = try Corpus.universe()
    _ = try Corpus.entries(in: &universe)
    var copy = Universe()
    var count = 0
    for package in [Corpus.shape, Corpus.geometry] {
      let types = universe.typeDeclarations(in: package.path).filter {
        // Methods that only package shape can write.
        let text = universe.declarationText(of: $0.name)
        return (package != Corpus.shape || !"\($0)".contains(Corpus.geometry.path))
          && text?.contains("shape.m(") == false
      }
      let texts = try types.map { try #require(universe.declarationText(of: $0.name)) }
      var aliases: [String] = []
      if package == Corpus.shape { aliases = ["type Alias = private"] }
      if package == Corpus.geometry {
        aliases = ["type ID = int; type id = int; type Lower = lower[int]"]
      }
      try copy.declare(aliases + texts, in: package, imports: [Corpus.shape])
      for type in types {
        #expect(copy.declaration(of: type.name) == type)
        #expect(
          copy.string(type.underlying, qualifier: .packagePath)
            == universe.string(type.underlying, qualifier: .packagePath))
        count += 1
      }
    }
    #expect(count > 80)
  }

  @Test func methodsAndInstancesAreWrittenAsGoWritesThem() throws {
    var universe = Universe()
    let package = Package(path: "example.com/p.v2", name: "p")
    try universe.declare(
      [
        "type T[K comparable, V any] struct { K K `tag`; v *V }",
        "func (t *T[K, V]) Set(key K, values ...V) (bool, error); func (T[_, V]) get() V",
        "var v T[string, map[local]T[int, local]]; type local struct { T[bool, bool] }",
        "//go:nointerface\nfunc (l *local) M()",
      ], in: package)
    let instances = universe.typeDeclarations(in: package.path).map(\.name)
    #expect(
      instances.map(\.name) == [
        "local", "T[bool,bool]",
        "T[int,example.com/p%2ev2.local]",
        "T[string,map[example.com/p%2ev2.local]example.com/p%2ev2.T[int,example.com/p%2ev2.local]]",
      ])
    #expect(
      universe.declarationText(of: instances[0]) == """
        type local struct { T[bool, bool] }
        //go:nointerface
        func (*local) M()
        """)
    #expect(
      universe.declarationText(of: instances[2]) == """
        type "T[int,example.com/p%2ev2.local]" struct { K int "tag"; v *local }
        func (*T[int, local]) Set(int, ...local) (bool, error)
        func (T[int, local]) get() local
        """)
    #expect(universe.declarationText(of: TypeName(packagePath: "p", name: "T")) == nil)
  }

  /// Instances that only their names tell apart are printed and parsed by these.
  @Test func instancesDeclaredAsValuesAreReadBackByName() throws {
    let package = Package(path: "example.com/p.v2", name: "p")
    let other = Package(path: "net/http", name: "http")
    var universe = Universe()
    let names = [
      "P[int]", "P[string,int]", "P[*net/http.response,[]example.com/p%2ev2.T·2]",
      "P[func(...net/http.response) (<-chan int, error),map[string]unsafe.Pointer]",
      "P[struct { A int \"x,\\\"[y\"; B net/http.response },chan (<-chan [3]int)]",
      "P[example.com/p%2ev2.P[int],interface { M(int, string) }]", "L[int]·1",
    ].map { TypeName(packagePath: package.path, name: $0) }
    try universe.declare(
      names.map { TypeDeclaration(name: $0, underlying: .basic(.int)) } + [
        TypeDeclaration(
          name: TypeName(packagePath: other.path, name: "response"), underlying: .basic(.int)),
        TypeDeclaration(
          name: TypeName(packagePath: package.path, name: "T·2"), underlying: .basic(.int)),
      ], packages: [package, other])
    for name in names {
      let text = universe.string(.named(name), qualifier: .source(in: package))
      #expect(throws: Never.self, "\(text)") { try universe.parseType(text, in: package) }
      #expect(try universe.parseType(text, in: package) == .named(name), "\(text)")
      let foreign = universe.string(.named(name), qualifier: .source(in: other))
      #expect(try universe.parseType(foreign, in: other) == .named(name), "\(foreign)")
    }
  }
}
