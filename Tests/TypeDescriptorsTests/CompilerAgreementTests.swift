import GoRelease
import GoTypes
import Symbols
import Testing
import TypeDescriptors

/// What the library writes is what cmd/compile writes, byte for byte.
@Suite struct CompilerAgreementTests {
  private func comparison(
    _ target: CompilerTarget
  ) throws -> (oracle: CompilerOracle, listing: CompilerListing) {
    let oracle = try CompilerOracle.shared(target.release)
    return (oracle, try #require(oracle.listings[target.architecture]))
  }

  @Test(arguments: CompilerTarget.all)
  func everyDescriptorIsOneOfTheCompilers(target: CompilerTarget) throws {
    let (oracle, listing) = try comparison(target)
    for descriptor in oracle.ours.descriptors {
      #expect(listing.symbols[descriptor.symbol.name] != nil, "\(descriptor.symbol.name)")
    }
    #expect(oracle.ours.descriptors.count > 2500)
  }

  @Test(arguments: CompilerTarget.all)
  func descriptorBytesAreTheCompilers(target: CompilerTarget) throws {
    let (oracle, listing) = try comparison(target)
    var equal = 0
    for descriptor in oracle.ours.descriptors {
      let bytes = listing.symbols[descriptor.symbol.name]?.bytes
      #expect(descriptor.symbol.bytes == bytes, "\(descriptor.symbol.name)")
      if descriptor.symbol.bytes == bytes { equal += 1 }
    }
    #expect(equal == oracle.ours.descriptors.count)
  }

  @Test(arguments: CompilerTarget.all)
  func descriptorRelocationsAreTheCompilers(target: CompilerTarget) throws {
    let (oracle, listing) = try comparison(target)
    let names = Dictionary(uniqueKeysWithValues: oracle.ours.names.map { ($0.name, $0) })
    for descriptor in oracle.ours.descriptors {
      guard let theirs = listing.symbols[descriptor.symbol.name] else { continue }
      let expected = listing.comparable(theirs.relocations)
      let found = comparable(
        descriptor.symbol.relocations, of: descriptor.type, names: names, like: expected)
      #expect(found == expected, "\(descriptor.symbol.name)")
    }
  }

  /// For one that has no place in the bytes: a named map type keeps that of its syntax.
  @Test(arguments: CompilerTarget.all)
  func whatADescriptorKeepsIsWritten(target: CompilerTarget) throws {
    let (oracle, listing) = try comparison(target)
    let written = Set(oracle.ours.descriptors.map(\.symbol.name))
    var kept = 0
    for descriptor in oracle.ours.descriptors {
      for relocation in listing.symbols[descriptor.symbol.name]?.relocations ?? []
      where relocation.width == 0 {
        #expect(written.contains(relocation.target), "\(descriptor.symbol.name)")
        kept += 1
      }
    }
    #expect(kept >= 2)
  }

  @Test(arguments: CompilerTarget.all)
  func theSameDescriptorsMayBeDefinedTwice(target: CompilerTarget) throws {
    let (oracle, listing) = try comparison(target)
    for descriptor in oracle.ours.descriptors {
      guard let theirs = listing.symbols[descriptor.symbol.name] else { continue }
      #expect(descriptor.isDuplicable == theirs.isDuplicable, "\(descriptor.symbol.name)")
    }
  }

  @Test(arguments: CompilerTarget.all)
  func namesAreTheCompilersUnderItsSymbols(target: CompilerTarget) throws {
    let (oracle, listing) = try comparison(target)
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

  @Test(arguments: CompilerTarget.all)
  func masksAndProgramsAreTheCompilers(target: CompilerTarget) throws {
    let (oracle, listing) = try comparison(target)
    for mask in oracle.ours.masks {
      #expect(mask.bytes == listing.symbols[mask.name]?.bytes, "\(mask.name)")
    }
    #expect(oracle.ours.masks.count > 100)
  }

  @Test(arguments: CompilerTarget.all)
  func largeTypesHaveAProgramOrAWordForTheirMask(target: CompilerTarget) throws {
    let (oracle, listing) = try comparison(target)
    for word in oracle.ours.maskWords {
      #expect(word.bytes == listing.symbols[word.name]?.bytes, "\(word.name)")
      #expect(word.bytes == [UInt8](repeating: 0, count: 8))
    }
    let programs = oracle.ours.masks.filter { $0.name.hasPrefix("type:.gcprog.") }
    #expect(programs.isEmpty != oracle.ours.maskWords.isEmpty)
    #expect(programs.count + oracle.ours.maskWords.count > 10)
  }

  @Test(arguments: CompilerTarget.all)
  func closuresAreTheCompilers(target: CompilerTarget) throws {
    let (oracle, listing) = try comparison(target)
    // Plain memory is compared and hashed by functions of the runtime that find its size in the
    // closure.
    var runtimes = 0
    for closure in oracle.ours.closures {
      let theirs = try #require(listing.symbols[closure.name], "\(closure.name)")
      let function = try #require(closure.relocations.first?.target)
      #expect(function == theirs.relocations.first?.target, "\(closure.name)")
      #expect(closure.bytes == theirs.bytes, "\(closure.name)")
      if function.hasPrefix("runtime.") { runtimes += 1 }
    }
    #expect(runtimes > 20)
    #expect(oracle.ours.closures.count > 100)
    #expect(
      oracle.ours.closures.count
        == runtimes + oracle.ours.equalities.count + oracle.ours.hashes.count)
  }

  /// A signature is the name of its function where functions are named so; in other releases, the
  /// same signatures are made of the same types.
  @Test func equalitySignaturesAreThoseOfTheCompilersFunctions() throws {
    let (oracle, listing) = try comparison(.init(release: "1.27", architecture: "amd64"))
    var pieces: Set<Character> = []
    for equality in oracle.ours.equalities {
      let text = equality.signature.text
      #expect(equality.functionName == "type:.eq." + text)
      #expect(listing.symbols["type:.eqfunc." + text] != nil)
      pieces.formUnion(text.filter { !$0.isNumber })
    }
    #expect(pieces == ["M", "K", "F", "G", "S", "I", "E", "[", "]"])
  }

  @Test(arguments: CompilerTarget.releases)
  func everyFunctionThatHashesAMapsKeyIsMet(release: String) throws {
    let oracle = try CompilerOracle.shared(release)
    #expect(oracle.ours.hashes.count > 10)
    let hashes = oracle.ours.runtimeClosures.filter { $0.contains("hash") }
    #expect(
      hashes
        == [
          "c128", "c64", "f32", "f64", "inter", "mem0", "mem128", "mem16", "mem32", "mem64", "mem8",
          "nilinter", "str",
        ].map { name in
          name.hasPrefix("mem") ? "runtime.memhash\(name.dropFirst(3))·f" : "runtime.\(name)hash·f"
        }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }

  @Test(arguments: CompilerTarget.releases)
  func everyKindIsCompared(release: String) throws {
    let oracle = try CompilerOracle.shared(release)
    let kinds = Set(oracle.ours.descriptors.map { $0.symbol.bytes[23] & 0x1f })
    #expect(kinds == Set(UInt8(1)...26))
  }

  @Test(arguments: CompilerTarget.releases)
  func typesStandInTheOrderThatTheRuntimeSearches(release: String) throws {
    let oracle = try CompilerOracle.shared(release)
    let strings = oracle.ours.descriptors.map { Array($0.string.utf8) }
    #expect(zip(strings, strings.dropFirst()).allSatisfy { !$1.lexicographicallyPrecedes($0) })
  }
}

/// The names of descriptors in a linked program that can open plugins.
@Suite struct DynamicNameTests {
  @Test(arguments: CompilerTarget.releases)
  func programsKnowEveryDescriptorByItsDynamicName(release: String) throws {
    let oracle = try CompilerOracle.shared(release)
    var shortened = 0
    let required = Set(oracle.types.map(DescribedType.type))
    for descriptor in oracle.ours.descriptors where required.contains(descriptor.type) {
      let dynamic = TypeSymbol.dynamicName(
        descriptor.symbol.name, rules: oracle.release.typeRules)
      if dynamic != descriptor.symbol.name { shortened += 1 }
      #expect(
        oracle.programSymbols[dynamic] == descriptor.symbol.bytes.count,
        "\(descriptor.symbol.name) as \(dynamic)")
    }
    #expect(shortened > 500)
  }

  @Test(arguments: CompilerTarget.releases)
  func closuresKeepTheirPointWhenShortened(release: String) throws {
    let oracle = try CompilerOracle.shared(release)
    for closure in oracle.ours.closures {
      let dynamic = TypeSymbol.dynamicName(closure.name, rules: oracle.release.typeRules)
      #expect(dynamic.hasPrefix("type:."))
      #expect(oracle.programSymbols[dynamic] != nil, "\(closure.name) as \(dynamic)")
    }
  }
}
