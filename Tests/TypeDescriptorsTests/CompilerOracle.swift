import Foundation
import GoRelease
import GoTypes
import Synchronization
import TestSupport
import Testing
import TypeDescriptors

/// A release and an architecture to compare with.
struct CompilerTarget: Sendable, CustomTestStringConvertible {
  var release, architecture: String

  var testDescription: String { "\(release) \(architecture)" }

  static let releases = ["1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27"]

  /// All releases, and both ends of their row on the other architecture: the compiler has no switch
  /// for it where it writes descriptors.
  static let all =
    releases.map { CompilerTarget(release: $0, architecture: "amd64") }
    + ["1.21", "1.27"].map { CompilerTarget(release: $0, architecture: "arm64") }
}

/// Everything that the differential tests compare for one release: the corpus, what the compiler
/// makes of it, and what the library does. Made once; every test looks at the same.
struct CompilerOracle: Sendable {
  var release: GoRelease
  var universe: Universe
  /// The types of the expressions, then the declared ones.
  var types: [GoType]
  var ours: DescriptorSet
  /// By GOARCH. Descriptors of predeclared types are those of package runtime.
  var listings: [String: CompilerListing]
  /// Symbols of a program that can open plugins, with their sizes in bytes.
  var programSymbols: [String: Int]

  private static let made = Mutex<[String: Result<CompilerOracle, any Error>]>([:])

  /// That of a release such as `1.24`.
  static func shared(_ name: String) throws -> CompilerOracle {
    try made.withLock { made in
      let result =
        made[name] ?? Result { try CompilerOracle(release: try GoRelease(named: name)) }
      made[name] = result
      return try result.get()
    }
  }

  private init(release: GoRelease) throws {
    self.release = release
    var universe = try Corpus.universe(for: release)
    let expressions =
      try Corpus.expressions + Corpus.instances + RandomTypes.expressions(800, in: universe)
    types = try expressions.map { try universe.resolveType($0, in: Corpus.geometry) }
    self.universe = universe
    for package in [Corpus.shape, Corpus.geometry] {
      types += universe.typeDeclarations(in: package.path).map { .named($0.name) }
    }
    ours = try Self.descriptors(of: types, in: universe, release: release)

    let toolchain = try GoToolchain(release: release.name)
    let module = try GoModule(
      files: Corpus.module(universe, expressions: expressions, release: release.name))
    listings = [:]
    for architecture in CompilerTarget.all.filter({ $0.release == release.name }).map(
      \.architecture)
    {
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
    of types: [GoType], in universe: Universe, release: GoRelease = .go1_27,
    defining packages: [Package] = [Corpus.shape, Corpus.geometry]
  ) throws -> DescriptorSet {
    var builder = DescriptorBuilder(
      universe: universe, release: release, definedPackages: Set(packages.map(\.path)))
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
