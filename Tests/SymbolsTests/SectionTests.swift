import Symbols
import Testing

/// Where a section puts symbols.
@Suite struct SectionAppendTests {
  private func section() -> Section {
    Section(kind: SectionKind(name: ".test", access: .readOnly), alignment: 4)
  }

  @Test func symbolsStandAtMultiplesOfTheirAlignmentAfterZeros() {
    var section = section()
    #expect(section.append(Symbol(name: "a", bytes: [1, 2, 3])) == 0)
    #expect(section.append(Symbol(name: "b", bytes: [4], alignment: 8)) == 8)
    #expect(section.append(Symbol(name: "c", bytes: [5, 6])) == 9)
    #expect(section.bytes == [1, 2, 3, 0, 0, 0, 0, 0, 4, 5, 6])
  }

  @Test func theSectionIsAlignedAsItsMostAlignedSymbol() {
    var section = section()
    section.append(Symbol(name: "a", alignment: 2))
    #expect(section.alignment == 4)
    section.append(Symbol(name: "b", alignment: 32))
    section.append(Symbol(name: "c", alignment: 8))
    #expect(section.alignment == 32)
  }

  @Test func definitionsSayWhereSymbolsAre() {
    var section = section()
    section.append(Symbol(name: "a", bytes: [1], binding: .weak))
    section.append(Symbol(name: "empty", alignment: 8, binding: .hidden))
    section.append(Symbol(name: "b", bytes: [2, 3], alignment: 2, binding: .global))
    #expect(
      section.definitions == [
        Section.Definition(name: "a", offset: 0, size: 1, binding: .weak),
        Section.Definition(name: "empty", offset: 8, size: 0, binding: .hidden),
        Section.Definition(name: "b", offset: 8, size: 2, binding: .global),
      ])
  }

  @Test func relocationsMoveWithTheirSymbol() {
    var section = section()
    section.append(Symbol(name: "a", bytes: [1]))
    let relocation = Relocation(offset: 8, kind: .address, target: "a", addend: -3)
    section.append(
      Symbol(
        name: "b", bytes: [UInt8](repeating: 0, count: 16), relocations: [relocation],
        alignment: 8))
    #expect(
      section.relocations == [Relocation(offset: 16, kind: .address, target: "a", addend: -3)])
  }
}

/// What a section stores for distances.
@Suite struct SectionResolveTests {
  /// A section of 12 bytes, all 0xEE, with relocations.
  private func section(_ relocations: [Relocation]) -> Section {
    var section = Section(kind: SectionKind(name: ".test", access: .writable), alignment: 1)
    section.append(
      Symbol(
        name: "all", bytes: [UInt8](repeating: 0xEE, count: 12), relocations: relocations))
    return section
  }

  @Test func distancesAreStoredLittleEndianWithTheirAddend() throws {
    var section = section([
      Relocation(offset: 0, kind: .regionOffset, target: "far", addend: 2),
      Relocation(offset: 8, kind: .weakRegionOffset, target: "near", addend: -0x11),
    ])
    try section.resolve { ["far": 0x0102_0300, "near": 0x10][$0] }
    #expect(section.bytes == [0x02, 3, 2, 1, 0xEE, 0xEE, 0xEE, 0xEE, 0xFF, 0xFF, 0xFF, 0xFF])
    #expect(section.relocations.isEmpty)
  }

  @Test func addressesAreLeftAsRelocations() throws {
    let address = Relocation(offset: 4, kind: .address, target: "outside", addend: 7)
    var section = section([
      Relocation(offset: 0, kind: .regionOffset, target: "inside"), address,
    ])
    try section.resolve { $0 == "inside" ? 1 : nil }
    #expect(section.relocations == [address])
    #expect(section.bytes == [1, 0, 0, 0] + [UInt8](repeating: 0xEE, count: 8))
  }

  @Test func aWeakDistanceToNothingIsZeroWhateverItsAddend() throws {
    var section = section([
      Relocation(offset: 4, kind: .weakRegionOffset, target: "missing", addend: 9)
    ])
    try section.resolve { _ in nil }
    #expect(Array(section.bytes[4..<8]) == [0, 0, 0, 0])
  }

  @Test func aDistanceToNothingIsAnErrorThatNamesItsPlace() {
    var section = section([Relocation(offset: 8, kind: .regionOffset, target: "missing")])
    let expected = SectionError.undefined(target: "missing", section: ".test", offset: 8)
    #expect(throws: expected) { try section.resolve { _ in nil } }
    #expect(expected.description.contains(".test+8"))
    #expect(expected.description.contains("missing"))
  }

  @Test(arguments: [
    (Int(Int32.max), Int64(0)), (Int(Int32.min), Int64(0)), (0, Int64(Int32.max)),
  ])
  func thirtyTwoBitsHoldADistance(position: Int, addend: Int64) throws {
    var section = section([
      Relocation(offset: 0, kind: .regionOffset, target: "edge", addend: addend)
    ])
    try section.resolve { _ in position }
    let stored = section.bytes.prefix(4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    #expect(Int64(Int32(bitPattern: stored)) == Int64(position) + addend)
  }

  @Test(arguments: [
    (Int(Int32.max) + 1, Int64(0)), (Int(Int32.max), Int64(1)), (Int(Int32.min), Int64(-1)),
    (Int(1) << 40, Int64(1) << 40), (Int.max, Int64.max), (Int.min, Int64.min),
  ])
  func aLongerDistanceIsAnErrorThatNamesItsPlace(position: Int, addend: Int64) {
    var section = section([
      Relocation(offset: 4, kind: .weakRegionOffset, target: "far", addend: addend)
    ])
    #expect(throws: SectionError.outOfRange(target: "far", section: ".test", offset: 4)) {
      try section.resolve { _ in position }
    }
  }
}
