import GoRelease
import GoTypes
import Symbols
import Testing
import TypeDescriptors

/// What the library writes is what cmd/compile writes, byte for byte.
@Suite struct CompilerAgreementTests {
  static let architectures = ["amd64", "arm64"]

  let oracle: CompilerOracle

  init() throws { oracle = try CompilerOracle.shared.get() }

  private func listing(_ architecture: String) throws -> CompilerListing {
    try #require(oracle.listings[architecture])
  }

  @Test(arguments: architectures)
  func everyDescriptorIsOneOfTheCompilers(architecture: String) throws {
    let listing = try listing(architecture)
    for descriptor in oracle.ours.descriptors {
      #expect(listing.symbols[descriptor.symbol.name] != nil, "\(descriptor.symbol.name)")
    }
    #expect(oracle.ours.descriptors.count > 2000)
  }

  @Test(arguments: architectures)
  func descriptorBytesAreTheCompilers(architecture: String) throws {
    let listing = try listing(architecture)
    var equal = 0
    for descriptor in oracle.ours.descriptors {
      let bytes = listing.symbols[descriptor.symbol.name]?.bytes
      #expect(descriptor.symbol.bytes == bytes, "\(descriptor.symbol.name)")
      if descriptor.symbol.bytes == bytes { equal += 1 }
    }
    #expect(equal == oracle.ours.descriptors.count)
  }

  @Test(arguments: architectures)
  func descriptorRelocationsAreTheCompilers(architecture: String) throws {
    let listing = try listing(architecture)
    let names = Dictionary(uniqueKeysWithValues: oracle.ours.names.map { ($0.name, $0) })
    for descriptor in oracle.ours.descriptors {
      guard let theirs = listing.symbols[descriptor.symbol.name] else { continue }
      let expected = listing.comparable(theirs.relocations)
      let found = comparable(
        descriptor.symbol.relocations, of: descriptor.type, names: names, like: expected)
      #expect(found == expected, "\(descriptor.symbol.name)")
    }
  }

  @Test(arguments: architectures)
  func namesAreTheCompilersUnderItsSymbols(architecture: String) throws {
    let listing = try listing(architecture)
    var compared = 0
    for name in oracle.ours.names where !name.name.hasPrefix("type:.namedata./") {
      let theirs = try #require(listing.symbols[name.name], "\(name.name)")
      #expect(name.bytes == theirs.bytes, "\(name.name)")
      #expect(theirs.relocations.isEmpty)
      #expect(name.relocations.isEmpty)
      compared += 1
    }
    #expect(compared > 1000)
  }

  @Test(arguments: architectures)
  func masksAreTheCompilers(architecture: String) throws {
    let listing = try listing(architecture)
    for mask in oracle.ours.masks {
      #expect(mask.bytes == listing.symbols[mask.name]?.bytes, "\(mask.name)")
    }
    #expect(oracle.ours.masks.count > 100)
  }

  @Test(arguments: architectures)
  func equalityClosuresAreTheCompilers(architecture: String) throws {
    let listing = try listing(architecture)
    for (closure, signature) in zip(oracle.ours.closures, oracle.ours.equalities) {
      let theirs = try #require(listing.symbols[closure.name], "\(closure.name)")
      // Plain memory is compared by a function of the runtime, which hosts need not export.
      if case .memory = signature.pieces.first, signature.pieces.count == 1 { continue }
      #expect(closure.relocations.map(\.target) == theirs.relocations.map(\.target))
    }
    #expect(oracle.ours.closures.count > 100)
    #expect(oracle.ours.closures.count == oracle.ours.equalities.count)
  }

  @Test(arguments: architectures)
  func equalitySignaturesAreThoseOfTheCompilersFunctions(architecture: String) throws {
    let listing = try listing(architecture)
    let place = try #require(GoRelease.go1_27.types.common[.equal])
    var pieces: Set<Character> = []
    for descriptor in oracle.ours.descriptors {
      let theirs = listing.symbols[descriptor.symbol.name]?.relocations.first {
        $0.offset == place.offset
      }
      let ours = descriptor.symbol.relocations.first { $0.offset == place.offset }
      #expect(ours?.target == theirs?.target, "\(descriptor.symbol.name)")
    }
    for (closure, signature) in zip(oracle.ours.closures, oracle.ours.equalities) {
      #expect(closure.name == "type:.eqfunc." + signature.text)
      pieces.formUnion(signature.text.filter { !$0.isNumber })
    }
    #expect(pieces == ["M", "K", "F", "G", "S", "I", "E", "[", "]"])
  }

  @Test func everyKindThatIsWrittenIsCompared() throws {
    let kinds = Set(oracle.ours.descriptors.map { $0.symbol.bytes[23] })
    // bool, the numbers, array, channel, function, interface, pointer to unsafe.Pointer; no map.
    #expect(kinds == Set(UInt8(1)...26).subtracting([21]))
  }

  @Test func typesStandInTheOrderThatTheRuntimeSearches() {
    let strings = oracle.ours.descriptors.map { Array($0.string.utf8) }
    #expect(zip(strings, strings.dropFirst()).allSatisfy { !$1.lexicographicallyPrecedes($0) })
  }
}

/// The names of descriptors in a linked program that can open plugins.
@Suite struct DynamicNameTests {
  let oracle: CompilerOracle

  init() throws { oracle = try CompilerOracle.shared.get() }

  @Test func programsKnowEveryDescriptorByItsDynamicName() {
    var shortened = 0
    let required = Set(oracle.types.map(DescribedType.type))
    for descriptor in oracle.ours.descriptors where required.contains(descriptor.type) {
      let dynamic = TypeSymbol.dynamicName(
        descriptor.symbol.name, rules: GoRelease.go1_27.typeRules)
      if dynamic != descriptor.symbol.name { shortened += 1 }
      #expect(
        oracle.programSymbols[dynamic] == descriptor.symbol.bytes.count,
        "\(descriptor.symbol.name) as \(dynamic)")
    }
    #expect(shortened > 500)
  }

  @Test func closuresKeepTheirPointWhenShortened() {
    for closure in oracle.ours.closures {
      let dynamic = TypeSymbol.dynamicName(closure.name, rules: GoRelease.go1_27.typeRules)
      #expect(dynamic.hasPrefix("type:."))
      #expect(oracle.programSymbols[dynamic] != nil, "\(closure.name) as \(dynamic)")
    }
  }
}
