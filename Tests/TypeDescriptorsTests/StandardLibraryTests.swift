import GoRelease
import GoTypes
import Symbols
import TestSupport
import Testing

@testable import TypeDescriptors

/// Descriptors of the standard library's own types, each compared with the compiler's.
@Suite struct StandardLibraryTests {
  /// What a comparison met.
  struct Tally {
    var equal = 0
    /// Not in the packages' own listings: predeclared types, say.
    var unlisted = 0
  }

  @Test func descriptorsAreTheCompilers() throws {
    let toolchain = try GoToolchain()
    let library = try StandardLibrary(toolchain)
    let universe = try library.universe()
    let module = try GoModule(files: ["go.mod": "module example.com\n\ngo 1.27\n"])
    let build = try toolchain.run(
      ["build", "-gcflags=-S"] + StandardLibrary.roots, in: module,
      environment: ["GOARCH": "amd64", "GOOS": "linux"])
    let listing = try CompilerListing(build.standardError)

    let roots = library.packages.filter { StandardLibrary.roots.contains($0.path) }
    var walk = MentionedTypes(universe: universe)
    for package in roots {
      for name in package.types {
        walk.add(.pointer(.named(TypeName(packagePath: package.path, name: name))))
      }
    }
    var tally = Tally()
    for type in walk.types { try compare(type, in: universe, with: listing, &tally) }
    #expect(tally.equal > 1300, "\(tally)")
  }

  private func compare(
    _ type: GoType, in universe: Universe, with listing: CompilerListing, _ tally: inout Tally
  ) throws {
    var builder = DescriptorBuilder(
      universe: universe, release: .go1_27,
      definedPackages: Set(StandardLibrary.roots).union([packagePath(type)]))
    let ours = try builder.descriptor(of: .type(type)).symbol
    guard let theirs = listing.symbols[ours.name] else {
      tally.unlisted += 1
      return
    }
    let expected = listing.comparable(theirs.relocations)
    let names = Dictionary(builder.parts.values.map { ($0.name, $0) }) { first, _ in first }
    let found = comparable(
      ours.relocations, of: .type(type), names: names, like: expected)
    #expect(ours.bytes == theirs.bytes, "\(ours.name)")
    #expect(found == expected, "\(ours.name)")
    if ours.bytes == theirs.bytes, found == expected { tally.equal += 1 }
  }

  private func packagePath(_ type: GoType) -> String {
    switch type {
    case .named(let name), .pointer(.named(let name)): name.packagePath
    default: ""
    }
  }
}

/// Types and those that their descriptors mention.
struct MentionedTypes {
  let universe: Universe
  private(set) var types: [GoType] = []
  private var known: Set<GoType> = []

  init(universe: Universe) { self.universe = universe }

  mutating func add(_ type: GoType) {
    guard known.insert(type).inserted else { return }
    types.append(type)
    if case .named(let name) = type {
      for method in universe.declaration(of: name)?.methods ?? [] {
        add(.function(method.signature))
      }
    }
    switch universe.underlying(type) ?? type {
    case .basic, .named: break
    case .pointer(let element), .slice(let element), .channel(_, let element): add(element)
    case .array(_, let element):
      add(element)
      add(.slice(element))
    case .map(let key, let value):
      add(key)
      add(value)
    case .function(let signature):
      for part in signature.parameters + signature.results { add(part) }
    case .structure(let structure): for field in structure.fields { add(field.type) }
    case .interface(let interface):
      for method in interface.methods { add(.function(method.signature)) }
    }
  }
}
