import GoTypes
import Testing

@Suite struct RoundTripTests {
  /// The link string is injective, so equal types and equal link strings go together.
  private func isSame(_ left: GoType, _ right: GoType, in universe: Universe) -> Bool {
    left == right
      && universe.string(left, qualifier: .packagePath)
        == universe.string(right, qualifier: .packagePath)
  }

  @Test func generatedTypesAreReadBackAsPrinted() throws {
    var universe = try Corpus.universe()
    _ = try Corpus.entries(in: &universe)
    let instances = universe.typeDeclarations(in: Corpus.geometry.path).map(\.name)
      .filter(\.isInstance)
    #expect(instances.count > 30)
    let names = ["Point", "Tree", "Text", "Кириллица"].map {
      TypeName(packagePath: Corpus.geometry.path, name: $0)
    }
    let foreign = ["Base", "Ints"].map { TypeName(packagePath: Corpus.shape.path, name: $0) }
    var generator = TypeGenerator(
      seed: 1, package: Corpus.geometry, names: names + foreign + [.error] + instances)
    for _ in 0..<3000 {
      let type = generator.type(depth: 5)
      let text = universe.string(type, qualifier: .source(in: Corpus.geometry))
      let readBack = try universe.parseType(text, in: Corpus.geometry)
      #expect(isSame(readBack, type, in: universe), "\(text)")
    }
  }

  @Test func corpusTypesAreReadBackAsPrinted() throws {
    var universe = try Corpus.universe()
    for entry in try Corpus.entries(in: &universe) {
      // Embeds a method that only package shape can write.
      if entry.expression.contains("shape.Hidden;")
        || entry.expression == "interface { shape.Hidden }"
        || entry.expression == "interface { Everything }"
      {
        continue
      }
      let text = universe.string(entry.type, qualifier: .source(in: Corpus.geometry))
      let readBack = try universe.parseType(text, in: Corpus.geometry)
      #expect(isSame(readBack, entry.type, in: universe), "\(text)")
    }
  }

  @Test func packagesOfOneNameAreToldApartByPath() throws {
    var universe = Universe()
    let math = Package(path: "math/rand", name: "rand")
    let crypto = Package(path: "crypto/rand", name: "rand")
    try universe.declare(["type Rand struct{}"], in: math)
    try universe.declare(["type Rand struct{}"], in: crypto)
    let main = Package(path: "main", name: "main")
    try universe.declare(
      ["type T struct { a \"math/rand\".Rand; *\"crypto/rand\".Rand \"tag\" }"], in: main)
    let type = try #require(universe.underlying(.named(TypeName(packagePath: "main", name: "T"))))
    let text = universe.string(type, qualifier: .source(in: main))
    #expect(text == #"struct { a "math/rand".Rand; *"crypto/rand".Rand "tag" }"#)
    #expect(try universe.parseType(text, in: main) == type)
  }
}
