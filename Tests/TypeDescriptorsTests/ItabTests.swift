import Foundation
import GoRelease
import GoTypes
import Symbols
import TestSupport
import Testing
import TypeDescriptors

@Suite struct ItabTests {
  private static let package = Package(path: "example.com/p", name: "p")

  private static let declarations = """
    type T struct { n int }
    func (t *T) Set(n int)
    func (t T) Get() int
    func (t T) own()
    type Wide struct { T; s string }
    type Getter interface { Get() int }
    type Both interface { Set(n int); Get() int; own() }
    type Other interface { Get() string }
    type Empty interface{}
    """

  private func itab(
    of type: String, for interface: String, _ release: GoRelease = .go1_8
  ) throws -> (set: DescriptorSet, name: String) {
    var universe = Universe(
      language: release.typeRules.language, layoutRules: release.typeRules.layout)
    try universe.declare([Self.declarations], in: Self.package)
    var builder = DescriptorBuilder(
      universe: universe, release: release, definedPackages: [Self.package.path])
    let name = try builder.requireItab(
      of: try universe.parseType(type, in: Self.package),
      for: try universe.parseType(interface, in: Self.package))
    return (try builder.build(), name)
  }

  private func refusal(of type: String, for interface: String) -> String {
    do {
      _ = try itab(of: type, for: interface)
      return ""
    } catch { return "\(error)" }
  }

  /// The runtime fills in the methods, and the linker takes the links for its table.
  @Test func anItabHasRoomForItsMethods() throws {
    let (set, name) = try itab(of: "*T", for: "Both")
    #expect(name == "go.itab.*example.com/p.T,example.com/p.Both")
    let itab = try #require(set.itabs.first)
    #expect(itab.name == name)
    #expect(itab.bytes == [UInt8](repeating: 0, count: 32 + 3 * 8))
    #expect(
      itab.relocations == [
        Relocation(offset: 0, kind: .address, target: "type.example.com/p.Both"),
        Relocation(offset: 8, kind: .address, target: "type.*example.com/p.T"),
      ])
    #expect(set.itabLinks.map(\.name) == ["go.itablink.*example.com/p.T,example.com/p.Both"])
    #expect(set.itabLinks.map { $0.relocations.map(\.target) } == [[name]])
  }

  @Test func anItabBringsItsTypesAlong() throws {
    let names = Set(try itab(of: "Wide", for: "Getter").set.descriptors.map(\.symbol.name))
    #expect(names.isSuperset(of: ["type.example.com/p.Wide", "type.example.com/p.Getter"]))
  }

  @Test func aTypeThatLacksAMethodIsRefusedByItsName() {
    let value = refusal(of: "T", for: "Both")
    #expect(value.contains("method Set") && value.contains("use *p.T"), "\(value)")
    let other = refusal(of: "*T", for: "Other")
    #expect(other.contains("method Get") && other.contains("not func() string"), "\(other)")
    let none = refusal(of: "int", for: "Getter")
    #expect(none.contains("method Get is missing"), "\(none)")
  }

  @Test func whatIsNoInterfaceWithMethodsIsRefused() {
    for (type, interface) in [("*T", "T"), ("*T", "Empty"), ("Both", "Getter")] {
      let message = refusal(of: type, for: interface)
      #expect(message.contains("has no itabs"), "\(message)")
    }
  }

  @Test func runtimesThatMakeTheirItabsNeedNone() {
    #expect(throws: DescriptorError.self) { try itab(of: "*T", for: "Getter", .go1_2) }
  }
}

/// Complete itabs, against those that cmd/compile emits.
@Suite struct CompleteItabTests {
  @Test func itabsAreTheCompilersByteForByte() throws {
    let declarations = [
      "type T struct { n int }", "func (t *T) Set(n int)", "func (t T) Get() int",
      "func (t T) own()", "type Word struct { p *int }", "func (w Word) Get() int",
      "type Getter interface { Get() int }", "type Both interface { Set(n int); Get() int; own() }",
    ]
    let pairs = [("*T", "Both"), ("T", "Getter"), ("Word", "Getter"), ("*Word", "Getter")]
    let listing = try Self.compile(declarations, pairs)
    let package = Package(path: "example.com/p", name: "p")
    var universe = Universe()
    try universe.declare(declarations, in: package)
    var builder = DescriptorBuilder(
      universe: universe, release: .go1_27, definedPackages: [package.path])
    for (type, interface) in pairs {
      try builder.requireItab(
        of: try universe.parseType(type, in: package),
        for: try universe.parseType(interface, in: package))
    }
    let itabs = try builder.build().itabs
    #expect(itabs.count == pairs.count)
    for itab in itabs {
      let theirs = try #require(listing.symbols[itab.name], "\(itab.name)")
      #expect(itab.bytes == theirs.bytes, "\(itab.name)")
      #expect(
        itab.relocations.map { "\($0.offset)+\($0.size) \($0.target)+\($0.addend)" }
          == theirs.relocations.map { "\($0.offset)+\($0.width) \($0.target)+\($0.addend)" })
    }
  }

  /// What the compiler lists for functions that convert.
  private static func compile(
    _ declarations: [String], _ pairs: [(String, String)]
  ) throws -> CompilerListing {
    let bodies = declarations.map { $0.hasPrefix("func") ? $0 + " { panic(0) }" : $0 }
    let conversions = pairs.enumerated().map { index, pair in
      "func Convert\(index)(x \(pair.0)) \(pair.1) { return x }"
    }
    let source = (["package p"] + bodies + conversions + [""]).joined(separator: "\n")
    let module = try GoModule(files: ["p/p.go": source])
    let build = try GoToolchain().run(["build", "-gcflags=-S", "./p"], in: module)
    return try CompilerListing(build.standardError)
  }
}
