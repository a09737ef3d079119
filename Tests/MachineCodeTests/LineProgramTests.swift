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

  /// Rows in the program's order, with file registers.
  static func rows(_ folder: ObjectFileFolder) throws -> [OracleRow] {
    let object = try ObjectFile(folder.bytes("sample"))
    let content = try object.debugContents(".debug_line")
    let bytes = content.span.bytes
    var rows: [LineTable.Row] = []
    var marks = LineMarks()
    var offset = 0
    while offset < bytes.byteCount {
      let program = try LineProgram(bytes, at: offset)
      try program.walk(bytes, into: &rows, &marks)
      offset = program.end
    }
    return rows.map { $0.endsSequence ? .end(at: $0.address) : OracleRow($0, "\($0.file)") }
  }

  @Test(arguments: ObjectFileSample.compiled + assembly + [fewerOpcodes])
  func rowsAreLLVMs(_ sample: ObjectFileSample) throws {
    let folder = try sample.make()
    let expected = try LineProgramOracle.dwarfdump(folder)
    #expect(!expected.isEmpty)
    #expect(try Self.rows(folder) == expected)
  }

  @Test(arguments: ["amd64", "arm64"]) func rowsOfAGoProgramAreLLVMs(
    _ architecture: String
  ) throws {
    let folder = try ObjectFileSample.go(architecture).make()
    let expected = try LineProgramOracle.dwarfdump(folder)
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
