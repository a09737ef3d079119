import GoRelease
import GoTypes
import Symbols
import Testing
import TypeDescriptors

/// The types of twelve standard packages, emitted anew from their declarations.
struct Go18Emission {
  let vectors: Go18Vectors
  let universe: Go18Universe
  /// By symbol, the descriptors that each package's compile emits.
  private(set) var emitted: [String: DescriptorSet.Descriptor] = [:]
  /// Names and import paths.
  private(set) var names: [String: Symbol] = [:]
  /// Descriptors that the sets hold besides those.
  private(set) var others: Set<String> = []

  static let shared = Result { try Go18Emission() }

  private init() throws {
    vectors = try Go18Vectors(file: "types.jsonl.gz")
    universe = try Go18Universe(vectors)
    for path in Go18Externals.order {
      var builder = DescriptorBuilder(
        universe: universe.universe, release: .go1_8, definedPackages: [path])
      for vector in vectors.symbols where vector.pkg == path {
        if let type = universe.types[vector.sym] { builder.require(type) }
      }
      let set = try builder.build()
      let own = Set(vectors.symbols.filter { $0.pkg == path }.map(\.sym))
      for descriptor in set.descriptors {
        if own.contains(descriptor.symbol.name) {
          emitted[descriptor.symbol.name] = descriptor
        } else {
          others.insert(descriptor.symbol.name)
        }
      }
      for name in set.names { names[name.name] = name }
    }
  }
}

@Suite struct Go18VectorTests {
  private let emission: Go18Emission

  init() throws { emission = try Go18Emission.shared.get() }

  @Test func theDescriptorsOfTheStandardPackagesAreTheCompilersByteForByte() throws {
    var differing: [String: Int] = [:]
    var examples: [String] = []
    for vector in emission.vectors.symbols {
      guard let found = emission.emitted[vector.sym] else {
        differing["missing", default: 0] += 1
        if examples.count < 40 { examples.append("missing \(vector.sym)") }
        continue
      }
      if let difference = difference(vector, found.symbol) {
        differing[String(difference.prefix(24)), default: 0] += 1
        if examples.count < 40 {
          examples.append("\(vector.pkg ?? "") \(vector.sym): \(difference)")
        }
      }
    }
    #expect(emission.vectors.symbols.count == 6888)
    #expect(differing.isEmpty, "\(differing)\n\(examples.joined(separator: "\n"))")
  }

  @Test func fourNamesAloneAreNotCalledAsTheCompilerNumbersThem() {
    let numbered = emission.vectors.symbols.flatMap { vector in
      vector.rel.filter { reference in
        let prefix = "type..namedata.\(vector.pkg ?? "")."
        return reference.target.hasPrefix(prefix)
          && Int(reference.target.dropFirst(prefix.count)) != nil
      }
    }
    #expect(numbered.count == 4)
    let ours = emission.names.values.filter { $0.bytes[0] & 4 != 0 }
    // error embedded, twice, regexp/syntax's Inst.op promoted, reflect's common in an interface.
    #expect(
      Set(ours.map { Array($0.bytes.dropFirst(3)) }) == [
        [0, 0, 0, 0], Array("op".utf8) + [0, 0, 0, 0], Array("common".utf8) + [0, 0, 0, 0],
      ])
    #expect(
      Set(ours.map { $0.relocations.map(\.target) }) == [
        ["type..importpath.go.builtin."], ["type..importpath.regexp/syntax."],
        ["type..importpath.reflect."],
      ])
  }

  @Test func nothingBesidesIsWrittenButPredeclaredTypes() {
    let known = Set(emission.vectors.symbols.map(\.sym))
    let basics = Set(BasicKind.allCases.map { "type." + $0.rawValue } + ["type.error"])
    let others = emission.others.filter { sym in
      var base = sym
      while base.hasPrefix("type.*") { base = "type." + base.dropFirst(6) }
      return !known.contains(sym) && !basics.contains(base)
    }
    #expect(others.isEmpty, "\(others.sorted().prefix(20))")
  }

  private func difference(_ vector: Go18Vectors.Symbol, _ symbol: Symbol) -> String? {
    vector.difference(from: symbol) { isNumberedName($0, of: vector, $1) }
  }

  /// The compiler numbers names with a package path by a counter of the whole compile
  /// (`type..namedata.net.0`); here they are called by what they hold.
  private func isNumberedName(
    _ theirs: Go18Vectors.Reference, of vector: Go18Vectors.Symbol, _ ours: Go18Vectors.Reference
  ) -> Bool {
    let prefix = "type..namedata.\(vector.pkg ?? "")."
    guard theirs.target.hasPrefix(prefix), Int(theirs.target.dropFirst(prefix.count)) != nil,
      let name = emission.names[ours.target], name.bytes[0] == 4, name.relocations.count == 1
    else { return false }
    var renamed = theirs
    renamed.target = ours.target
    return renamed == ours
  }
}
