import GoTypes
import Testing

/// What the stock compiler put into descriptors is what we compute.
@Suite struct CompilerAgreementTests {
  let oracle: CorpusOracle

  init() throws { oracle = try CorpusOracle.shared.get() }

  private func forEachType(
    _ body: (Corpus.Entry, CorpusOracle.Descriptor) throws -> Void
  ) rethrows {
    #expect(oracle.entries.count == oracle.descriptors.count)
    for (entry, descriptor) in zip(oracle.entries, oracle.descriptors) {
      try body(entry, descriptor)
    }
  }

  @Test func stringsAreThoseOfReflect() {
    forEachType { entry, descriptor in
      #expect(oracle.universe.string(entry.type, qualifier: .packageName) == descriptor.string)
    }
  }

  @Test func linkStringsHashToTheDescriptorsTypeHash() {
    forEachType { entry, descriptor in
      let link = oracle.universe.string(entry.type, qualifier: .packagePath)
      #expect(descriptor.hashOfLinkString == descriptor.hash, "\(link)")
    }
  }

  @Test func linkStringsNameTheCompilersTypeSymbols() {
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

  @Test func sizesAndAlignmentsAreTheCompilers() throws {
    try forEachType { entry, descriptor in
      let layout = try oracle.universe.layout(of: entry.type)
      #expect(layout.size == descriptor.size, "\(entry.expression)")
      #expect(layout.alignment == descriptor.align, "\(entry.expression)")
      #expect(layout.pointerBytes == descriptor.ptrBytes, "\(entry.expression)")
    }
  }

  @Test func fieldOffsetsAreTheCompilers() throws {
    try forEachType { entry, descriptor in
      guard case .structure(let structure) = oracle.universe.underlying(entry.type) else { return }
      let offsets = try oracle.universe.fieldOffsets(of: structure)
      #expect(offsets == descriptor.offsets ?? [], "\(entry.expression)")
    }
  }

  @Test func pointerWordsAreTheBitsOfTheMask() throws {
    try forEachType { entry, descriptor in
      guard descriptor.hasMask else { return }
      let words = try oracle.universe.pointerWords(of: entry.type, limit: 1 << 20)
      #expect(words == descriptor.pointerWords ?? [], "\(entry.expression)")
    }
  }

  @Test func comparabilityIsTheCompilers() throws {
    try forEachType { entry, descriptor in
      let layout = try oracle.universe.layout(of: entry.type)
      #expect(layout.isComparable == descriptor.comparable, "\(entry.expression)")
    }
  }

  @Test func equalityIsThatOfTheRuntimesFunction() throws {
    let functions: [TypeLayout.Equality: String] = [
      .none: "", .memory: "runtime.memequal", .string: "runtime.strequal",
      .interface: "runtime.interequal", .emptyInterface: "runtime.nilinterequal",
      .float32: "runtime.f32equal", .float64: "runtime.f64equal", .complex64: "runtime.c64equal",
      .complex128: "runtime.c128equal", .special: "",
    ]
    try forEachType { entry, descriptor in
      let equality = try oracle.universe.layout(of: entry.type).equality
      let name = try #require(functions[equality])
      #expect(
        descriptor.equalFunction.hasPrefix(name), "\(entry.expression) has \(equality)")
      #expect(descriptor.equalFunction.isEmpty == (equality == .none), "\(entry.expression)")
    }
  }

  @Test func directInterfaceTypesAreTheCompilers() throws {
    try forEachType { entry, descriptor in
      let layout = try oracle.universe.layout(of: entry.type)
      let isByWord = oracle.isRuleByWord
      #expect(
        (isByWord ? layout.isPointerWord : layout.isDirectInterface) == descriptor.isDirect,
        "\(entry.expression)")
    }
  }

  @Test func methodTablesHaveOurMethodsInOurOrder() {
    forEachType { entry, descriptor in
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
  @Test func methodSetsAreThoseOfGoTypes() throws {
    let oracle = try CorpusOracle.shared.get()
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
      #expect(sorted(ours) == sorted(selections), "\(entry.expression)")
    }
  }
}
