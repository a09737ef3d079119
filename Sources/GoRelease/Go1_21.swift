/// Go 1.21, as its own sources say it (internal/abi, runtime/symtab.go, runtime/runtime2.go).
extension GoRelease {
  public static let go1_21 = GoRelease(
    name: "1.21", types: .internalABI(map: .buckets, itab: .runtime),
    typeRules: .internalABI(
      gcPrograms: true, directFlag: false, hash: .sha256OfLinkString(.inverted),
      gcData: .masks(padding: 1, longest: 16384)),
    functionTable: .lineTable(.magic1_20(hasTextStart: true, wrapperID: 21)),
    modules: .go1_21, code: .go1_27)
}
