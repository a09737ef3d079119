import GoTypes

/// Go 1.23, as its own sources say it (internal/abi, runtime/symtab.go, runtime/runtime2.go).
extension GoRelease {
  public static let go1_23 = GoRelease(
    name: "1.23", types: .internalABI(map: .buckets),
    typeRules: .internalABI(
      language: LanguageVersion(major: 1, minor: 23), gcPrograms: true, directFlag: false,
      hash: .inverted, maps: .go1_22),
    functionTable: .lineTable(.magic1_20(hasTextStart: true, wrapperID: 22)),
    modules: .go1_23, code: .go1_22)
}
