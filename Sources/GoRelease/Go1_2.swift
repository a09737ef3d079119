/// Go 1.2: programs are linked whole, without modules.
extension GoRelease {
  public static let go1_2 = GoRelease(
    name: "1.2", types: .go1_2, typeRules: .go1_2, functionTable: .symbols(.go1_2), modules: .none,
    code: .go1_2)
}
