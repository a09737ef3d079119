import Foundation
import GoTypes
import Synchronization
import TestSupport

/// The corpus as a Go module, and what Go says of it; built once for all tests.
struct CorpusOracle {
  struct Method: Decodable, Equatable {
    var name: String
    var pkgPath: String
  }

  /// What a descriptor holds.
  struct Descriptor: Decodable {
    var string: String
    var size, ptrBytes, align: Int64
    var comparable, isDirect, hasMask, hasMethodTable: Bool
    var equalFunction: String
    var pointerWords, offsets: [Int64]?
    var methods: [Method]?
    var hash, hashOfLinkString: UInt32
  }

  /// A method as go/types finds it.
  struct Selection: Decodable, Equatable {
    var name, pkgPath, signature: String
    var path: [Int]?
    var indirect, pointerReceiver: Bool
  }

  var universe: Universe
  var entries: [Corpus.Entry]
  var descriptors: [Descriptor]
  var methodSets: [[Selection]]
  /// Whether the release decides by size and pointer words what an interface holds directly.
  var isRuleByWord: Bool
  /// The names of the type symbols that the compiler emitted for package geometry.
  var typeSymbols: Set<String>

  func isInterface(_ type: GoType) -> Bool {
    if case .interface = universe.underlying(type) { true } else { false }
  }

  /// The releases that are asked: all that have the same notation and layouts.
  static let releases = ["1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27"]

  private static let known = Mutex<[String: Result<CorpusOracle, any Error>]>([:])

  /// What a release says; it is asked once.
  static func of(_ release: String) throws -> CorpusOracle {
    try known.withLock { known in
      let result = known[release] ?? Result { try CorpusOracle(release: release) }
      known[release] = result
      return try result.get()
    }
  }

  private init(release: String) throws {
    let go = try GoToolchain(release: release)
    universe = try Corpus.universe()
    entries = try Corpus.entries(in: &universe)
    let links = entries.map { [universe] in universe.string($0.type, qualifier: .packagePath) }
    let module = try GoModule(files: [
      "go.mod": "module example.com\n\ngo 1.21\n",
      "shape.v2/declarations.go": Self.source(Corpus.shapeDeclarations, in: Corpus.shape),
      "geometry/declarations.go": Self.source(Corpus.geometryDeclarations, in: Corpus.geometry),
      "geometry/list.go": Self.header(Corpus.geometry)
        + Corpus.types.enumerated().map { "var zz\($0) \($1)\n" }.joined(),
      "geometry/reflect.go": "package geometry\n\nimport (\n\"reflect\"\n\"unsafe\"\n"
        + "\"example.com/shape.v2\"\n)\n\nvar _ unsafe.Pointer\nvar _ shape.Base\n"
        + "var Types = []reflect.Type{\n"
        + Corpus.types.map { "reflect.TypeOf((*\(Self.wrapped($0)))(nil)).Elem(),\n" }.joined()
        + "}\n",
      "dump/main.go": reflectProgram,
      "dump/empty.s": "",
      "check/main.go": methodSetProgram,
      "links.json": String(decoding: try JSONEncoder().encode(links), as: UTF8.self),
    ])
    let decoder = JSONDecoder()
    // Go exports what it encodes, so its keys begin with a capital.
    decoder.keyDecodingStrategy = .custom { path in
      let key = path.last?.stringValue ?? ""
      return GoKey(stringValue: key.prefix(1).lowercased() + key.dropFirst())
    }
    descriptors = try decoder.decode(
      [Descriptor].self,
      from: try go.run(["run", "./dump", "links.json"], in: module).standardOutput)
    methodSets = try decoder.decode(
      [[Selection]].self,
      from: try go.run(
        [
          "run", "./check", Corpus.shape.path, "shape.v2", Corpus.geometry.path, "geometry",
        ], in: module
      ).standardOutput)
    let version = try go.run(["env", "GOVERSION"], in: module).standardOutput
    isRuleByWord = !["go1.21", "go1.22", "go1.23", "go1.24", "go1.25"].contains {
      String(decoding: version, as: UTF8.self).hasPrefix($0)
    }
    let listing = try go.run(["build", "-gcflags=-S", "./geometry"], in: module)
    typeSymbols = Set(
      listing.errorText.split(separator: "\n").compactMap { line in
        guard line.hasPrefix("type:"), let end = line.range(of: " SRODATA ") else { return nil }
        return String(line[line.index(line.startIndex, offsetBy: 5)..<end.lowerBound])
      })
  }

  /// A type expression that can follow a star.
  private static func wrapped(_ type: String) -> String { "(\(type))" }

  private static func header(_ package: Package) -> String {
    var text = "package \(package.name)\n\nimport \"unsafe\"\n"
    if package == Corpus.geometry {
      text += "import \"example.com/shape.v2\"\nvar _ shape.Base\n"
    }
    return text + "var _ unsafe.Pointer\n\n"
  }

  /// The declarations as a Go file: functions get bodies.
  private static func source(_ declarations: [String], in package: Package) -> String {
    let lines = declarations.joined(separator: "\n").split(separator: "\n")
    return header(package)
      + lines.map { line in
        line.split(separator: "; func").enumerated().map { index, part in
          let text = index == 0 ? String(part) : "func" + part
          return text.hasPrefix("func") ? text + " { panic(0) }" : text
        }.joined(separator: "\n")
      }.joined(separator: "\n")
  }
}

private struct GoKey: CodingKey {
  var stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
