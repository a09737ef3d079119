import GoTypes

/// Go 1.24, as its own sources say it (internal/abi, runtime/symtab.go, runtime/runtime2.go).
extension GoRelease {
  public static let go1_24 = GoRelease(
    name: "1.24", types: .internalABI(map: .slots("internal/abi.SwissMapType")),
    typeRules: .internalABI(
      language: LanguageVersion(major: 1, minor: 24), gcPrograms: false, directFlag: false,
      hash: .middle, maps: .groups),
    functionTable: .lineTable(.magic1_20(hasTextStart: true, wrapperID: 22)),
    modules: .go1_23, code: .go1_22)
}
