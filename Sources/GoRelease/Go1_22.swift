import GoTypes

/// Go 1.22, as its own sources say it (internal/abi, runtime/symtab.go, runtime/runtime2.go).
extension GoRelease {
  public static let go1_22 = GoRelease(
    name: "1.22", types: .internalABI(map: .buckets, itab: .runtime),
    typeRules: .internalABI(
      language: LanguageVersion(major: 1, minor: 22), gcPrograms: true, directFlag: false,
      hash: .inverted, maps: .go1_22),
    functionTable: .lineTable(.magic1_20(hasTextStart: true, wrapperID: 22)),
    modules: .go1_21, code: .go1_22)
}
