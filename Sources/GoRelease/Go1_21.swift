import GoTypes

/// Go 1.21, as its own sources say it (internal/abi, runtime/symtab.go, runtime/runtime2.go).
extension GoRelease {
  public static let go1_21 = GoRelease(
    name: "1.21", types: .internalABI(map: .buckets, itab: .runtime),
    typeRules: .internalABI(
      language: LanguageVersion(major: 1, minor: 21), gcPrograms: true, directFlag: false,
      hash: .inverted, maps: .go1_21,
      madeUpPointersAreCompared: true, anyIsNamed: false),
    functionTable: .lineTable(.magic1_20(hasTextStart: true, wrapperID: 21)),
    modules: .go1_21, code: .go1_21)
}
