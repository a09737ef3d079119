import GoTypes

/// What releases since Go 1.21 have in common.
extension TypeRules {
  /// - Parameters:
  ///   - language: what declarations may say.
  ///   - gcPrograms: whether large types have GC programs; otherwise their masks are made on
  ///     demand.
  ///   - directFlag: whether a flag, not the kind, says that interfaces hold the value itself.
  ///   - longestMask: how many words a mask may tell of (internal/abi, MaxPtrmaskBytes).
  static func internalABI(
    language: LanguageVersion, gcPrograms: Bool, directFlag: Bool, hash: SHA256Rule,
    maps: MapStructs,
    madeUpPointersAreCompared: Bool = false, anyIsNamed: Bool = true, longestMask: Int = 16384,
    functions: FunctionNames = .types
  ) -> TypeRules {
    TypeRules(
      flags: .init(
        uncommon: 1, extraStar: 2, named: 4, regularMemory: 8,
        gcMaskOnDemand: gcPrograms ? 0 : 16, directInterface: directFlag ? 32 : 0),
      kindFlags: .init(
        directInterface: directFlag ? 0 : 1 << 5, gcProgram: gcPrograms ? 1 << 6 : 0,
        noPointers: 0),
      kinds: .all, language: language, layout: .newest, notation: .newest,
      maps: .structs(maps), madeUpPointersAreCompared: madeUpPointersAreCompared,
      basicTypesAreTheRuntimes: false, emptyArraysHavePointers: false,
      namedTypesMayRepeat: true, anyIsNamed: anyIsNamed, largestSymbolAlignment: 8,
      symbolPrefix: "type:",
      unnamedReceiverPrefix: "go:",
      longestPlainSymbol: 14, hash: .sha256OfLinkString(hash),
      names: .records(length: .uleb128), comparison: .functions(functions),
      gcData: .masks(padding: 8, longest: longestMask), interfaceTypesArePointers: false,
      itabs: .complete(symbolPrefix: "go:itab."), typesAreLinked: false,
      uncommonPrecedesArrays: true,
      directValues: directFlag ? .pointerWords : .pointerShapes, interfacesHaveCode: false,
      pointersToPointersMustBeWritten: false, unreachableCode: -1,
      unsafePointerHasPackage: true,
      structPackage: .ofFirstUnexportedField, variadicBit: 1 << 15, nameIsExported: 1,
      nameHasTag: 2, nameHasPackage: 4, nameIsEmbedded: 8)
  }
}

extension TypeRules.SHA256Rule {
  /// Up to Go 1.23: every bit of the sum inverted (cmd/internal/notsha256).
  static let inverted = Self(invertedBytes: 32, hashOffset: 0, nameOffset: 0)
  /// Go 1.24.
  static let middle = Self(invertedBytes: 0, hashOffset: 8, nameOffset: 4)
  /// Since Go 1.25: the first byte inverted (cmd/internal/hash).
  static let firstByteInverted = Self(invertedBytes: 1, hashOffset: 0, nameOffset: 0)
}
