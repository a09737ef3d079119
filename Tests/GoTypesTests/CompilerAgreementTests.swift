import Foundation
import GoTypes
import Testing

/// What the stock compiler put into descriptors is what we compute.
@Suite struct CompilerAgreementTests {
  private func forEachType(
    _ oracle: CorpusOracle,
    _ body: (Corpus.Entry, CorpusOracle.Descriptor) throws -> Void
  ) rethrows {
    #expect(oracle.entries.count == oracle.descriptors.count)
    for (entry, descriptor) in zip(oracle.entries, oracle.descriptors) {
      try body(entry, descriptor)
    }
  }

  @Test(arguments: CorpusOracle.releases)
  func stringsAreThoseOfReflect(release: String) throws {
    let oracle = try CorpusOracle.of(release)
    forEachType(oracle) { entry, descriptor in
      #expect(oracle.universe.string(entry.type, qualifier: .packageName) == descriptor.string)
    }
  }

  @Test(arguments: CorpusOracle.releases)
  func linkStringsHashToTheDescriptorsTypeHash(release: String) throws {
    let oracle = try CorpusOracle.of(release)
    forEachType(oracle) { entry, descriptor in
      let link = oracle.universe.string(entry.type, qualifier: .packagePath)
      #expect(descriptor.hashOfLinkString == descriptor.hash, "\(link)")
    }
  }

  @Test(arguments: CorpusOracle.releases)
  func linkStringsNameTheCompilersTypeSymbols(release: String) throws {
    let oracle = try CorpusOracle.of(release)
    for entry in oracle.entries {
      // Predeclared types live in the runtime; types of shape in its own package.
      let link = oracle.universe.string(entry.type, qualifier: .packagePath)
      switch entry.type {
      case .basic, .pointer(.basic), .slice(.basic), .named(.error), .interface(InterfaceType()):
        continue
      case .named(let name), .pointer(.named(let name)):
        if name.packagePath != Corpus.geometry.path { continue }
      default: break
      }
      #expect(oracle.typeSymbols.contains(link), "\(link)")
    }
  }

  @Test(arguments: CorpusOracle.releases)
  func sizesAndAlignmentsAreTheCompilers(release: String) throws {
    let oracle = try CorpusOracle.of(release)
    try forEachType(oracle) { entry, descriptor in
      let layout = try oracle.universe.layout(of: entry.type)
      #expect(layout.size == descriptor.size, "\(entry.expression)")
      #expect(layout.alignment == descriptor.align, "\(entry.expression)")
      #expect(layout.pointerBytes == descriptor.ptrBytes, "\(entry.expression)")
    }
  }

  @Test(arguments: CorpusOracle.releases)
  func fieldOffsetsAreTheCompilers(release: String) throws {
    let oracle = try CorpusOracle.of(release)
    try forEachType(oracle) { entry, descriptor in
      guard case .structure(let structure) = oracle.universe.underlying(entry.type) else { return }
      let offsets = try oracle.universe.fieldOffsets(of: structure)
      #expect(offsets == descriptor.offsets ?? [], "\(entry.expression)")
    }
  }

  @Test(arguments: CorpusOracle.releases)
  func pointerWordsAreTheBitsOfTheMask(release: String) throws {
    let oracle = try CorpusOracle.of(release)
    try forEachType(oracle) { entry, descriptor in
      guard descriptor.hasMask else { return }
      let words = try oracle.universe.pointerWords(of: entry.type, limit: 1 << 20)
      #expect(words == descriptor.pointerWords ?? [], "\(entry.expression)")
    }
  }

  @Test(arguments: CorpusOracle.releases)
  func comparabilityIsTheCompilers(release: String) throws {
    let oracle = try CorpusOracle.of(release)
    try forEachType(oracle) { entry, descriptor in
      let layout = try oracle.universe.layout(of: entry.type)
      #expect(layout.isComparable == descriptor.comparable, "\(entry.expression)")
    }
  }

  @Test(arguments: CorpusOracle.releases)
  func equalityIsThatOfTheRuntimesFunction(release: String) throws {
    let oracle = try CorpusOracle.of(release)
    let functions: [TypeLayout.Equality: String] = [
      .none: "", .memory: "runtime.memequal", .string: "runtime.strequal",
      .interface: "runtime.interequal", .emptyInterface: "runtime.nilinterequal",
      .float32: "runtime.f32equal", .float64: "runtime.f64equal", .complex64: "runtime.c64equal",
      .complex128: "runtime.c128equal", .special: "",
    ]
    try forEachType(oracle) { entry, descriptor in
      let equality = try oracle.universe.layout(of: entry.type).equality
      let name = try #require(functions[equality])
      #expect(
        descriptor.equalFunction.hasPrefix(name), "\(entry.expression) has \(equality)")
      #expect(descriptor.equalFunction.isEmpty == (equality == .none), "\(entry.expression)")
    }
  }

  @Test(arguments: CorpusOracle.releases)
  func directInterfaceTypesAreTheCompilers(release: String) throws {
    let oracle = try CorpusOracle.of(release)
    try forEachType(oracle) { entry, descriptor in
      let layout = try oracle.universe.layout(of: entry.type)
      let isByWord = oracle.isRuleByWord
      #expect(
        (isByWord ? layout.isPointerWord : layout.isDirectInterface) == descriptor.isDirect,
        "\(entry.expression)")
    }
  }

  @Test(arguments: CorpusOracle.releases)
  func methodTablesHaveOurMethodsInOurOrder(release: String) throws {
    let oracle = try CorpusOracle.of(release)
    forEachType(oracle) { entry, descriptor in
      guard descriptor.hasMethodTable else { return }
      let methods = oracle.universe.methodSet(of: entry.type).map {
        CorpusOracle.Method(
          name: $0.method.name, pkgPath: $0.method.isExported ? "" : $0.method.packagePath)
      }
      #expect(methods == descriptor.methods ?? [], "\(entry.expression)")
    }
  }
}

/// What go/types, the reference implementation of the language's rules, says of method sets.
@Suite struct MethodSetAgreementTests {
  @Test(arguments: CorpusOracle.releases)
  func methodSetsAreThoseOfGoTypes(release: String) throws {
    let oracle = try CorpusOracle.of(release)
    var universe = oracle.universe
    #expect(oracle.entries.count == oracle.methodSets.count)
    for (entry, selections) in zip(oracle.entries, oracle.methodSets) {
      var isPointer = false
      if case .pointer = entry.type { isPointer = true }
      let ours = oracle.universe.methodSet(of: entry.type).map { entry in
        let signature = GoType.function(entry.method.signature)
        // go/types counts a pointer to the whole value and an interface as indirections too.
        let isOfInterface = entry.receiver.map { oracle.isInterface(.named($0)) } ?? true
        return CorpusOracle.Selection(
          name: entry.method.name,
          pkgPath: entry.method.isExported ? "" : entry.method.packagePath,
          signature: oracle.universe.string(
            signature, qualifier: .source(in: Corpus.geometry)),
          path: entry.path, indirect: entry.isIndirect || isPointer || isOfInterface,
          pointerReceiver: entry.hasPointerReceiver)
      }
      func sorted(_ list: [CorpusOracle.Selection]) -> [CorpusOracle.Selection] {
        list.sorted { ($0.name, $0.pkgPath) < ($1.name, $1.pkgPath) }.map {
          var selection = $0
          selection.path = $0.path ?? []
          return selection
        }
      }
      var theirs = sorted(selections)
      for (index, selection) in sorted(ours).enumerated() where index < theirs.count {
        // go/types writes what stood in the declaration, such as an alias: the type is what counts.
        if selection.signature == theirs[index].signature { continue }
        let signature = theirs[index].signature.replacingOccurrences(
          of: "shape.private", with: "shape.Alias")
        let type = try universe.resolveType(signature, in: Corpus.geometry)
        theirs[index].signature = universe.string(type, qualifier: .source(in: Corpus.geometry))
      }
      #expect(sorted(ours) == theirs, "\(entry.expression)")
    }
  }
}
