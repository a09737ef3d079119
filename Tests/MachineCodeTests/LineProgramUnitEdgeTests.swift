import Testing

@testable import MachineCode

/// What compilers seldom emit, in units made byte by byte.
@Suite struct LineProgramUnitEdgeTests {
  typealias Bytes = LineProgramBytes

  static func read(_ unit: LineProgramBytes, lowest: UInt64 = 1) throws -> LineUnitReader {
    var reader = try LineUnitReader(unit.bytes, lowestAddress: lowest)
    try reader.read(0)
    return reader
  }

  @Test func unitsAreFoundByTheirOffsets() throws {
    let first = LineProgramBytes(version: 5, program: Bytes.sequence(0x1000)).bytes
    let second = LineProgramBytes(version: 3, is64Bit: true, program: Bytes.sequence(0x2000)).bytes
    let third = LineProgramBytes(version: 2, program: Bytes.sequence(0x3000)).bytes
    var reader = try LineUnitReader(first + second + third)
    let units = reader.units
    let offsets = [0, first.count, first.count + second.count]
    #expect(units.units.map(\.offset) == offsets)
    #expect(units.units.map(\.end) == offsets.dropFirst() + [units.debug.line.count])
    #expect(units.units.map(\.version) == [5, 3, 2])
    for (index, offset) in offsets.enumerated() {
      #expect(units.unit(at: UInt64(offset)) == index)
      #expect(units.unit(at: UInt64(offset) + 1) == nil)
      try reader.read(index)
      #expect(reader.sequences.map(\.start) == [UInt64(index + 1) << 12])
    }
    #expect(units.unit(at: .max) == nil)
  }

  @Test(arguments: [0xffff_fff0, 0xffff_fff1, 0xffff_fffe] as [UInt32])
  func reservedLengthsAreRefused(_ length: UInt32) {
    #expect(throws: LineProgramError.badLength(section: ".debug_line", offset: 0)) {
      _ = try LineUnitReader(LineProgramBytes(unitLength: length).bytes)
    }
  }

  @Test func unitsThatReachBeyondTheSectionAreRefused() {
    let first = LineProgramBytes(program: Bytes.sequence(0x1000)).bytes
    let second = LineProgramBytes(version: 5, is64Bit: true, program: Bytes.sequence(0x2000)).bytes
    #expect(throws: LineProgramError.truncated(section: ".debug_line", offset: first.count)) {
      _ = try LineUnitReader(first + second.dropLast())
    }
  }

  @Test func otherAddressesThanOfEightBytesAreRefused() {
    let error = LineProgramError.unsupportedAddress(section: ".debug_line", offset: 0)
    #expect(throws: error) { try Self.read(LineProgramBytes(version: 5, addressSize: 4)) }
    #expect(throws: error) { try Self.read(LineProgramBytes(version: 5, segmentSelectorSize: 2)) }
  }

  @Test func severalOperationsAnInstructionAreRefused() {
    #expect(
      throws: LineProgramError.severalOperations(section: ".debug_line", offset: 0, count: 4)
    ) { try Self.read(LineProgramBytes(maximumOperations: 4)) }
  }

  /// The first program byte is where the header says, if that is behind its tables.
  @Test func headerLengthsThatLieAreRefused() throws {
    let program = Bytes.sequence(0x1000)
    for error in [-45, 1000] {
      #expect(throws: LineProgramError.badLength(section: ".debug_line", offset: 6)) {
        try Self.read(LineProgramBytes(headerLengthError: error, program: program))
      }
    }
    for error in [-1, -20] {
      #expect(throws: LineProgramError.self) {
        try Self.read(LineProgramBytes(headerLengthError: error, program: program))
      }
    }
    let padded = LineProgramBytes(headerLengthError: 3, program: [9, 9, 9] + program)
    #expect(try Self.read(padded).texts == ["1000 1:1", "1001 1:1", "1004 end"])
  }

  @Test func advancesCountInInstructions() throws {
    // Opcode 13 + 7 advances by no instruction and 4 lines, 255 and 8 by 24.
    let program =
      Bytes.setAddress(0x1000) + [20] + Bytes.advance(3) + [1, 255, 8, 1, 9, 2, 0, 1]
      + Bytes.advance(1) + Bytes.end
    let unit = LineProgramBytes(minimumInstructionLength: 4, program: program)
    #expect(
      try Self.read(unit).texts
        == ["1000 1:5", "100c 1:5", "106c 1:4", "10cc 1:4", "10ce 1:4", "10d2 end"])
  }

  @Test func unknownStandardOpcodesArePassedOver() throws {
    let unit = LineProgramBytes(
      opcodeLengths: [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1, 2, 0],
      program: Bytes.setAddress(0x1000) + [13, 0x80, 1, 5, 14, 1] + Bytes.advance(2) + Bytes.end)
    #expect(try Self.read(unit).texts == ["1000 1:1", "1002 end"])
  }

  @Test func opcodesThatTheUnitHasNotAreSpecial() throws {
    // With an opcode_base of 10, opcode 10 moves the line by -3 and 11 by -2.
    let unit = LineProgramBytes(
      opcodeLengths: [0, 1, 1, 1, 1, 0, 0, 0, 1],
      program: Bytes.setAddress(0x1000) + [3, 9, 10] + Bytes.advance(2) + [11] + Bytes.advance(2)
        + Bytes.end)
    #expect(try Self.read(unit).texts == ["1000 1:7", "1002 1:5", "1004 end"])
  }

  @Test func linesWrapAround() throws {
    let unit = LineProgramBytes(
      program: Bytes.setAddress(0x1000) + [3, 0x7b, 1] + Bytes.advance(2) + [3, 6, 1]
        + Bytes.advance(2) + Bytes.end)
    #expect(try Self.read(unit).texts == ["1000 1:4294967292", "1002 1:2", "1004 end"])
  }

  @Test func ofRowsWithOneAddressTheLastCounts() throws {
    let unit = LineProgramBytes(
      program: Bytes.setAddress(0x1000) + [1, 3, 4, 1, 4, 2, 1] + Bytes.advance(2)
        + [1, 17, 18] + Bytes.end + Bytes.setAddress(0x1000) + [1, 3, 8, 1] + Bytes.advance(1)
        + Bytes.end)
    #expect(
      try Self.read(unit).texts == ["1000 2:5", "1002 end", "1000 1:9", "1001 end"])
  }

  @Test func discardedAndEmptyCodeIsLeftOutAndCounted() throws {
    let addresses: [UInt64] = [0, 0xfff, 0x1000, .max, .max - 1, 0x2000]
    let empty = Bytes.setAddress(0x3000) + [1, 1] + Bytes.end
    let unit = LineProgramBytes(
      program: addresses.flatMap(Bytes.sequence) + empty + Bytes.end + Bytes.sequence(0x4000))
    let reader = try Self.read(unit, lowest: 0x1000)
    #expect(reader.sequences.map(\.start) == [0x1000, 0x2000, 0x4000])
    #expect(reader.omittedSequences == 6)
    #expect(
      reader.texts.suffix(3) == ["4000 1:1", "4001 1:1", "4004 end"])
  }

  /// After the end of a sequence another starts at address 0, until its address is set.
  @Test func rowsAfterTheEndAreAnotherSequence() throws {
    let rows = Bytes.copy + Bytes.advance(4) + Bytes.copy
    let whole = LineProgramBytes(program: Bytes.sequence(0x1000) + rows + Bytes.end)
    let reader = try Self.read(whole)
    #expect(reader.sequences.count == 1)
    #expect(reader.omittedSequences == 1)
    #expect(throws: LineProgramError.unterminatedSequence(section: ".debug_line", offset: 0)) {
      try Self.read(LineProgramBytes(program: Bytes.sequence(0x1000) + rows))
    }
  }

  static let decreases: [(program: [UInt8], address: UInt64)] = [
    (Bytes.setAddress(0x1000) + [1] + Bytes.setAddress(0xfff) + [1] + Bytes.end, 0xfff),
    (Bytes.setAddress(0x1000) + [1] + Bytes.advance(.max) + [1] + Bytes.end, 0xfff),
    (Bytes.setAddress(0x1000) + [1] + Bytes.advance(.max) + Bytes.end, 0xfff),
    (Bytes.setAddress(.max - 9) + [1] + Bytes.advance(1) + [1] + [8, 1] + Bytes.end, 15),
  ]

  @Test(arguments: decreases.indices) func addressesThatDecreaseAreRefused(_ index: Int) throws {
    let first = LineProgramBytes(program: Bytes.sequence(0x1000)).bytes
    let (program, address) = Self.decreases[index]
    var reader = try LineUnitReader(first + LineProgramBytes(program: program).bytes)
    try reader.read(0)
    let error = LineProgramError.addressDecreases(
      section: ".debug_line", offset: first.count, address: address)
    #expect(throws: error) { try reader.read(1) }
    #expect("\(error)".contains("+0x\(String(first.count, radix: 16))"))
    try reader.read(0)
    #expect(reader.texts == ["1000 1:1", "1001 1:1", "1004 end"])
  }

  /// Kernels are linked there.
  @Test func addressesNearTheTopAreRead() throws {
    let base: UInt64 = 0xffff_ffff_8100_0000
    let program = Bytes.setAddress(base) + [1, 255, 255] + Bytes.advance(1 << 20) + [1]
    let unit = LineProgramBytes(program: program + Bytes.setAddress(.max - 2) + [1, 8] + Bytes.end)
    #expect(throws: LineProgramError.self) { try Self.read(unit) }
    let whole = LineProgramBytes(program: program + Bytes.setAddress(.max - 2) + [1] + Bytes.end)
    #expect(try Self.read(whole).sequences.map(\.start) == [base])
    #expect(try Self.read(whole).sequences.map(\.end) == [.max - 2])
  }

  @Test(arguments: [[0, 5, 2, 0, 0, 0, 16], [0, 3, 2, 0, 16]] as [[UInt8]])
  func shortAddressesAreRefused(_ opcode: [UInt8]) throws {
    let unit = LineProgramBytes(program: opcode + [1] + Bytes.advance(1) + Bytes.end)
    let offset = unit.bytes.count - unit.program.count + 1
    #expect(throws: LineProgramError.unsupportedAddress(section: ".debug_line", offset: offset)) {
      try Self.read(unit)
    }
  }
}
