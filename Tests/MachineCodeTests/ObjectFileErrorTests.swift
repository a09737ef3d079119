import Foundation
import MachineCode
import Testing

/// What is not read is refused by name, not misread.
@Suite struct ObjectFileErrorTests {
  static func bytes(_ sample: ObjectFileSample = .gcc(dwarf: 5, .relocatable)) throws -> [UInt8] {
    try sample.make().bytes("sample")
  }

  @Test(
    arguments: [
      (0, 0x7e, ObjectFileError.notELF),
      (4, 1, .unsupportedClass(1)),
      (5, 2, .unsupportedByteOrder(2)),
      (16, 4, .unsupportedKind(4)),
      (18, 40, .unsupportedMachine(40)),
    ] as [(Int, UInt8, ObjectFileError)])
  func otherFilesAreRefusedByWhatTheyAre(
    offset: Int, value: UInt8, error: ObjectFileError
  ) throws {
    var bytes = try Self.bytes()
    bytes[offset] = value
    #expect(throws: error) { try ObjectFile(bytes) }
  }

  @Test func emptyInputIsNoELFFile() {
    #expect(throws: ObjectFileError.notELF) { try ObjectFile([]) }
  }

  @Test func countsBeyondTheFileAreRefusedBeforeMemoryIsTaken() throws {
    var bytes = try Self.bytes()
    // e_shnum 0: the count is in the null section's size.
    let table = bytes[40..<48].enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    bytes.replaceSubrange(60..<62, with: [0, 0])
    bytes.replaceSubrange((table + 32)..<(table + 40), with: [0, 0, 0, 0, 0, 0, 0, 0x10])
    #expect(throws: ObjectFileError.truncated(what: "the section header table", offset: table)) {
      try ObjectFile(bytes)
    }
  }

  @Test func relocationsWithoutAddendsAreRefused() throws {
    let original = try Self.bytes()
    let object = try ObjectFile(original)
    let table = try #require(object.section(named: ".rela.debug_line"))
    // Where the section headers start: e_shoff.
    let headers = original[40..<48].enumerated()
      .reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
    var bytes = original
    bytes[headers + 64 * table.index + 4] = 9
    let changed = try ObjectFile(bytes)
    let section = try #require(changed.section(named: ".debug_line"))
    #expect(throws: ObjectFileError.unsupportedRelocationSection(".rela.debug_line")) {
      try changed.relocations(for: section)
    }
  }

  @Test func relocationsOfCodeAreNotApplied() throws {
    let object = try ObjectFile(Self.bytes())
    let section = try #require(object.section(named: ".text._start"))
    let call = try #require(try object.relocations(for: section).first)
    let error = ObjectFileError.unsupportedRelocation(
      section: section.name, offset: Int(call.offset), type: call.type)
    #expect(throws: error) { try object.relocatedContents(of: section) }
  }

  @Test func valuesThatDoNotFitTheirFieldAreRefused() throws {
    let object = try ObjectFile(
      Self.bytes(.assembly("overflow", ".section .debug_x\n.2byte target + 0x12345\n")))
    let section = try #require(object.section(named: ".debug_x"))
    #expect(
      throws: ObjectFileError.relocationOverflow(section: ".debug_x", offset: 0, value: 0x12345)
    ) {
      try object.relocatedContents(of: section)
    }
  }

  @Test func sectionsWithoutBytesHaveEmptyContents() throws {
    let object = try ObjectFile(Self.bytes())
    let section = try #require(object.section(named: ".bss"))
    #expect(section.size > 0)
    #expect(try object.contents(of: section).isEmpty)
  }

  @Test func sectionsOfAnotherFileAreRefused() throws {
    let object = try ObjectFile(Self.bytes())
    let other = try ObjectFile(Self.bytes(.systemLibrary))
    let section = try #require(other.sections.last)
    #expect(throws: ObjectFileError.self) { try object.contents(of: section) }
  }
}
