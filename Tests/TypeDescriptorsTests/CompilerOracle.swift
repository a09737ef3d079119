import Foundation
import GoRelease
import GoTypes
import TestSupport
import TypeDescriptors

/// Everything that the differential tests compare: the corpus, what the compiler makes of it, and
/// what the library does. Made once; every test looks at the same.
struct CompilerOracle {
  var universe: Universe
  /// The types of the expressions, then the declared ones.
  var types: [GoType]
  var ours: DescriptorSet
  /// By GOARCH. Descriptors of predeclared types are those of package runtime.
  var listings: [String: CompilerListing]
  /// Symbols of a program that can open plugins, with their sizes in bytes.
  var programSymbols: [String: Int]

  static let shared = Result { try CompilerOracle() }

  private init() throws {
    universe = try Corpus.universe()
    let universe = universe
    let expressions = try Corpus.expressions + RandomTypes.expressions(800, in: universe)
    types = try expressions.map { try universe.parseType($0, in: Corpus.geometry) }
    for package in [Corpus.shape, Corpus.geometry] {
      types += universe.typeDeclarations(in: package.path).map { .named($0.name) }
    }
    ours = try Self.descriptors(of: types, in: universe)

    let toolchain = try GoToolchain()
    let module = try GoModule(files: Corpus.module(universe, expressions: expressions))
    listings = [:]
    for architecture in ["amd64", "arm64"] {
      let build = try toolchain.run(
        ["build", "-gcflags=-S", "./geometry", "./shape.v2", "runtime"], in: module,
        environment: ["GOARCH": architecture, "GOOS": "linux"])
      listings[architecture] = try CompilerListing(build.standardError)
    }
    // Plugins need cgo.
    _ = try toolchain.run(
      ["build", "-o", "host.exe", "./host"], in: module, environment: ["CGO_ENABLED": "1"])
    let table = try toolchain.run(["tool", "nm", "-size", "host.exe"], in: module)
    programSymbols = Self.symbols(in: table.standardOutput)
  }

  /// Descriptors of types and of pointers to them.
  static func descriptors(
    of types: [GoType], in universe: Universe,
    defining packages: [Package] = [Corpus.shape, Corpus.geometry]
  ) throws -> DescriptorSet {
    var builder = DescriptorBuilder(
      universe: universe, release: .go1_27, definedPackages: Set(packages.map(\.path)))
    for type in types {
      builder.require(type)
      builder.require(.pointer(type))
    }
    return try builder.build()
  }

  /// Lines of address, size, letter and name, as `go tool nm -size` prints them.
  private static func symbols(in table: Data) -> [String: Int] {
    var sizes: [String: Int] = [:]
    for line in table.split(separator: UInt8(ascii: "\n")) {
      let columns = String(decoding: line, as: UTF8.self).split(
        separator: " ", maxSplits: 3, omittingEmptySubsequences: true)
      guard columns.count == 4, let size = Int(columns[1]) else { continue }
      sizes[String(columns[3])] = size
    }
    return sizes
  }
}
