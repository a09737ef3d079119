import Testing

@testable import MachineCode

/// Every row of every line program is what other readers make of it.
@Suite struct LineProgramTests {
  static let assembly: [ObjectFileSample] = (2...4).map {
    .assembly(
      "every opcode, dwarf \($0)",
      LineProgramAssembly(version: $0, program: LineProgramAssembly.everyOpcode).source)
  }
  /// Opcode 10 and up are special here: no prologue, epilogue and ISA.
  static let fewerOpcodes = ObjectFileSample.assembly(
    "opcode_base 10",
    LineProgramAssembly(
      version: 2, lineRange: 245,
      opcodeLengths: Array(LineProgram.standardOpcodeLengths.prefix(9))
        .map { Int($0) },
      program: ".byte 10, 11, 12, 200, 255, 8, 1"
    ).source)

  /// The rows of the sequences with code, in the program's order, with file registers.
  static func rows(_ folder: ObjectFileFolder) throws -> [OracleRow] {
    let object = try ObjectFile(folder.bytes("sample"))
    let units = try LineUnits(DebugSections(lines: object))
    var reader = LineUnitReader(units, lowestAddress: 0)
    var rows: [OracleRow] = []
    for unit in 0..<units.count {
      try reader.read(unit)
      for sequence in reader.sequences {
        for place in sequence.rowRange {
          let row = reader.rows[place]
          rows.append(row.endsSequence ? .end(at: row.address) : OracleRow(row, "\(row.file)"))
        }
      }
    }
    return rows
  }

  /// The oracle's: of several rows with one address the last, without sequences without code.
  static func expected(_ folder: ObjectFileFolder) throws -> [OracleRow] {
    let rows = try LineProgramOracle.dwarfdump(folder)
    return rows.split(whereSeparator: \.ends).map {
      LineProgramTableTests.settled(rows[$0.startIndex...$0.endIndex])
    }.filter { $0.count > 1 }.flatMap { $0 }
  }

  @Test(arguments: ObjectFileSample.compiled + assembly + [fewerOpcodes])
  func rowsAreLLVMs(_ sample: ObjectFileSample) throws {
    let folder = try sample.make()
    let expected = try Self.expected(folder)
    #expect(!expected.isEmpty)
    #expect(try Self.rows(folder) == expected)
  }

  @Test(arguments: ["amd64", "arm64"]) func rowsOfAGoProgramAreLLVMs(
    _ architecture: String
  ) throws {
    let folder = try ObjectFileSample.go(architecture).make()
    let expected = try Self.expected(folder)
    let rows = try Self.rows(folder)
    #expect(expected.count > 10_000)
    let first = zip(rows, expected).first { $0 != $1 }
    #expect(first == nil)
    #expect(rows.count == expected.count)
  }
}

extension OracleRow {
  init(_ row: LineTable.Row, _ file: String) {
    self.init(address: row.address, line: UInt64(row.line), file: file, ends: row.endsSequence)
  }

  static func end(at address: UInt64) -> OracleRow {
    OracleRow(address: address, line: 0, file: "", ends: true)
  }
}
