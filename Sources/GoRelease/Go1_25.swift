import GoTypes

/// Go 1.25, as its own sources say it (internal/abi, runtime/symtab.go, runtime/runtime2.go).
extension GoRelease {
  public static let go1_25 = GoRelease(
    name: "1.25", types: .internalABI(map: .slots("internal/abi.SwissMapType")),
    typeRules: .internalABI(
      language: LanguageVersion(major: 1, minor: 25), gcPrograms: false, directFlag: false,
      hash: .firstByteInverted, maps: .groups),
    functionTable: .lineTable(.magic1_20(hasTextStart: true, wrapperID: 23)),
    modules: .go1_23, code: .go1_22)
}
