/// Go 1.8, the first release with plugins.
extension GoRelease {
  public static let go1_8 = GoRelease(
    name: "1.8", types: .go1_8, typeRules: .go1_8, functionTable: .symbols(.go1_8),
    modules: .go1_8, code: .go1_8)
}
