import GoTypes

/// Go 1.26, as its own sources say it (internal/abi, runtime/symtab.go, runtime/runtime2.go).
extension GoRelease {
  public static let go1_26 = GoRelease(
    name: "1.26", types: .internalABI(map: .slots("internal/abi.MapType")),
    typeRules: .internalABI(
      language: LanguageVersion(major: 1, minor: 26), gcPrograms: false, directFlag: true,
      hash: .firstByteInverted, maps: .groups),
    functionTable: .lineTable(.magic1_20(hasTextStart: false, wrapperID: 23)),
    modules: .go1_26, code: .go1_26)
}
