import GoRelease
import GoTypes
import Testing
import TypeDescriptors

/// What the vectors do not show of how Go 1.8 writes types in symbols
/// (cmd/compile/internal/gc/fmt.go of that release).
@Suite struct Go18NotationTests {
  private static let package = Package(path: "example.com/p.v2", name: "p")

  private func symbol(_ text: String) throws -> String {
    var universe = Universe(
      language: GoRelease.go1_8.typeRules.language, layoutRules: GoRelease.go1_8.typeRules.layout)
    try universe.declare(["type T int", "type local·1 int"], in: Self.package)
    let type = try universe.parseType(text, in: Self.package)
    var builder = DescriptorBuilder(
      universe: universe, release: .go1_8, definedPackages: [Self.package.path])
    builder.require(type)
    let set = try builder.build()
    return try #require(set.descriptors.first { $0.type == .type(type) }).symbol.name
  }

  @Test(arguments: [
    ("struct { a int; B T }", "type.struct { example.com/p%2ev2.a int; B example.com/p%2ev2.T }"),
    (
      "struct { _ int; b int }",
      "type.struct { example.com/p%2ev2._ int; example.com/p%2ev2.b int }"
    ),
    ("interface { m(); M() }", "type.interface { M(); p.m() }"),
    (
      "struct { error; T `k:\"v\"` }", "type.struct { error; example.com/p%2ev2.T \"k:\\\"v\\\"\" }"
    ),
    ("chan (<-chan int)", "type.chan (<-chan int)"),
    ("chan<- (chan int)", "type.chan<- chan int"),
    ("map[T]interface{}", "type.map[example.com/p%2ev2.T]interface {}"),
  ])
  func symbolsAreWrittenAsTheCompilerDid(text: String, name: String) throws {
    #expect(try symbol(text) == name)
  }
}

@Suite struct Go18SharedSymbolTests {
  /// Unexported methods are told by their package's name alone, so that two types may share a
  /// symbol; they are one to the linker, too.
  @Test func typesOfOneSymbolAreWrittenOnce() throws {
    var universe = Universe(
      language: GoRelease.go1_8.typeRules.language, layoutRules: GoRelease.go1_8.typeRules.layout)
    let packages = ["example.com/a/p", "example.com/b/p"].map { Package(path: $0, name: "p") }
    for package in packages {
      try universe.declare(["type T struct { x, y interface { m() } }"], in: package)
    }
    var builder = DescriptorBuilder(
      universe: universe, release: .go1_8, definedPackages: Set(packages.map(\.path)))
    for package in packages + packages {
      builder.require(try universe.parseType("T", in: package))
    }
    let names = try builder.build().descriptors.map(\.symbol.name)
    #expect(names.filter { $0 == "type.interface { p.m() }" }.count == 1)
    #expect(Set(names).count == names.count)
  }

  /// A program's own array of eight has the pointer type, which the map's shares.
  @Test func aProgramsOwnArrayGoesBeforeAMaps() throws {
    let universe = Universe(
      language: GoRelease.go1_8.typeRules.language, layoutRules: GoRelease.go1_8.typeRules.layout)
    let package = Package(path: "example.com/p", name: "p")
    let types = try ["map[string]bool", "*[8]string", "**[8]string"].map {
      try universe.parseType($0, in: package)
    }
    for order in [types, types.reversed()] {
      var builder = DescriptorBuilder(
        universe: universe, release: .go1_8, definedPackages: [package.path])
      builder.require(DescribedType.pointer(.mapArray(element: .basic(.string))))
      for type in order { builder.require(type) }
      let set = try builder.build()
      let pointer = try #require(set.descriptors.first { $0.symbol.name == "type.*[8]string" })
      #expect(pointer.symbol.relocations.last?.target == "type.[8]string")
      let names = Set(set.descriptors.map(\.symbol.name))
      #expect(names.isSuperset(of: ["type.[8]string", "type.noalg.[8]string"]))
    }
  }
}
