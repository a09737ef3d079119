import GoTypes

/// Go 1.27, as its own sources say it (internal/abi, runtime/symtab.go, runtime/runtime2.go).
extension GoRelease {
  public static let go1_27 = GoRelease(
    name: "1.27", types: .internalABI(map: .strides),
    typeRules: .internalABI(
      language: LanguageVersion(major: 1, minor: 27), gcPrograms: false, directFlag: true,
      hash: .firstByteInverted, maps: .groups,
      longestMask: 128, functions: .signatures),
    functionTable: .lineTable(.magic1_20(hasTextStart: false, wrapperID: 23)),
    modules: .go1_27, code: .go1_26)
}
