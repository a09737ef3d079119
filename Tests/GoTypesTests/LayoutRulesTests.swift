import GoTypes
import Testing

/// Go 1.2 lays some types out in other ways than the newest release.
@Suite struct LayoutRulesTests {
  private let package = Package(path: "main", name: "main")
  private let old = LayoutRules(
    complex64Alignment: 8, padsZeroSizedEnd: false, comparesOneAsElement: false)

  private func layouts(_ text: String) throws -> (old: TypeLayout, new: TypeLayout) {
    let universe = Universe(layoutRules: old)
    let type = try universe.parseType(text, in: package)
    return (try universe.layout(of: type), try Universe().layout(of: type))
  }

  @Test func complex64IsAlignedAsAWord() throws {
    let (old, new) = try layouts("struct { a int32; c complex64 }")
    #expect((old.size, old.alignment) == (16, 8))
    #expect((new.size, new.alignment) == (12, 4))
  }

  @Test func aZeroSizedEndTakesNoRoom() throws {
    let (old, new) = try layouts("struct { a int64; e struct{} }")
    #expect((old.size, new.size) == (8, 16))
  }

  @Test func arraysOfOneAreComparedInALoop() throws {
    let (old, new) = try layouts("[1]string")
    #expect((old.equality, new.equality) == (.special, .string))
  }

  @Test func arraysOfNoneAreComparedWhateverTheirElements() throws {
    let (old, new) = try layouts("[0]func()")
    #expect((old.equality, new.equality) == (.memory, .none))
  }
}
