import Testing

@testable import MachineCode

/// What is not read is refused, with the place.
@Suite struct LineProgramErrorTests {
  static func error(_ assembly: LineProgramAssembly) throws -> LineProgramError? {
    try error(.assembly("line program", assembly.source))
  }

  static func error(_ sample: ObjectFileSample) throws -> LineProgramError? {
    let object = try ObjectFile(sample.make().bytes("sample"))
    do {
      _ = try LineTable(object: object)
      return nil
    } catch {
      return error
    }
  }

  /// Where the assembly's program starts in `.debug_line`, after the sequence's address.
  static func offset(ofProgram program: String) throws -> Int {
    let folder = try ObjectFileSample.assembly(
      "program", LineProgramAssembly(program: program).source
    ).make()
    let bytes = try DebugSections(lines: ObjectFile(folder.bytes("sample"))).line.bytes
    return try LineProgram(bytes, at: 0).program + 11
  }

  @Test func aPlainProgramIsRead() throws {
    #expect(try Self.error(LineProgramAssembly(program: ".byte 1")) == nil)
  }

  @Test(arguments: [0, 1, 6, 0x1234]) func otherVersionsAreRefused(_ version: Int) throws {
    #expect(
      try Self.error(LineProgramAssembly(version: version, program: ".byte 1"))
        == .unsupportedVersion(section: ".debug_line", offset: 0, version: UInt16(version)))
  }

  @Test func severalOperationsAnInstructionAreRefused() throws {
    #expect(
      try Self.error(LineProgramAssembly(maximumOperations: 3, program: ".byte 1"))
        == .severalOperations(section: ".debug_line", offset: 0, count: 3))
  }

  @Test func parametersOfZeroAreRefused() throws {
    let error = LineProgramError.badOpcodeParameters(section: ".debug_line", offset: 0)
    #expect(try Self.error(LineProgramAssembly(lineRange: 0, program: ".byte 1")) == error)
    #expect(try Self.error(LineProgramAssembly(opcodeBase: 0, program: ".byte 1")) == error)
  }

  @Test func standardOpcodesWithOtherOperandsAreRefused() throws {
    var assembly = LineProgramAssembly(program: ".byte 1")
    assembly.opcodeLengths[2] = 2
    #expect(
      try Self.error(assembly)
        == .unsupportedOpcodeLength(section: ".debug_line", offset: 0, opcode: 3))
  }

  @Test func programsWithoutAnEndAreRefused() throws {
    #expect(
      try Self.error(LineProgramAssembly(end: "", program: ".byte 1"))
        == .unterminatedSequence(section: ".debug_line", offset: 0))
  }

  @Test func filesThatTheTableHasNotAreRefused() throws {
    #expect(
      try Self.error(LineProgramAssembly(program: ".byte 4, 3, 1, 2, 1"))
        == .unknownFile(section: ".debug_line", offset: 0, file: 3))
  }

  @Test func directoriesThatTheTableHasNotAreRefused() throws {
    let files = ".asciz \"three.c\"\n.byte 2, 0, 0"
    #expect(
      try Self.error(LineProgramAssembly(files: files, program: ".byte 4, 3, 1, 2, 1"))
        == .unknownDirectory(section: ".debug_line", offset: 0, directory: 2))
  }

  @Test func addressesThatDecreaseAreRefused() throws {
    let program = ".byte 2, 4, 1, 0, 9, 2\n.8byte code\n.byte 1"
    #expect(
      try Self.error(LineProgramAssembly(program: program))
        == .addressDecreases(section: ".debug_line", offset: 0, address: 0))
  }

  @Test func sequencesInSeveralSectionsAreRefused() throws {
    let program = ".byte 1, 0, 9, 2\n.8byte other+4\n.byte 1, 2, 4"
    let source =
      LineProgramAssembly(program: program).source
      + ".section .text.other, \"ax\", @progbits\nother: .zero 16\n"
    guard case .severalSectionsInSequence = try Self.error(.assembly("sections", source)) else {
      Issue.record("a sequence in two sections was read")
      return
    }
  }

  @Test(arguments: [3, 5, 10]) func addressesOfOtherSizesAreRefused(_ length: Int) throws {
    let program = ".byte 1, 0, \(length), 2\n.zero \(length - 1)"
    let start = try Self.offset(ofProgram: program)
    #expect(
      try Self.error(LineProgramAssembly(program: program))
        == .unsupportedAddress(section: ".debug_line", offset: start + 2))
  }

  @Test(arguments: [".byte 0, 0", ".byte 0, 200, 2"])
  func lengthsThatDoNotFitAreRefused(_ program: String) throws {
    guard case .badLength(".debug_line", _) = try Self.error(LineProgramAssembly(program: program))
    else {
      Issue.record("a length that does not fit was accepted")
      return
    }
  }

  @Test func numbersOfMoreThan64BitsAreRefused() throws {
    let program = ".byte 2, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 2"
    guard
      case .numberTooLarge(".debug_line", _) = try Self.error(LineProgramAssembly(program: program))
    else {
      Issue.record("a number of more than 64 bits was accepted")
      return
    }
  }

  @Test func lineProgramsInPiecesAreRefused() throws {
    let sample = ObjectFileSample.gcc(dwarf: 5, .relocatable, flags: ["-Wa,--gdwarf-sections"])
    guard case .severalLineSections = try Self.error(sample) else {
      Issue.record("the line programs of some functions were passed over")
      return
    }
  }

  /// Files of a few bytes in a long directory must not take the square of the input's size.
  @Test func pathsOutOfProportionAreRefused() throws {
    let files = """
      .asciz "x"
      .byte 2, 0, 0
      """
    let count = 2000
    var source = LineProgramAssembly(
      files: Array(repeating: files, count: count).joined(separator: "\n"),
      program: (0..<count).map { ".byte 4\n.uleb128 \($0 + 3)\n.byte 1, 2, 1" }
        .joined(separator: "\n")
    ).source
    source.replace(
      ".asciz \"sub\"",
      with: ".asciz \"sub\"\n.ascii \"/\"\n.fill 20000, 1, 0x61\n.byte 0")
    #expect(
      try Self.error(.assembly("paths", source))
        == .tooMuch(section: ".debug_line", what: "the paths of its files are"))
  }

  @Test func objectsWithoutLinesHaveAnEmptyTable() throws {
    let object = try ObjectFile(ObjectFileSample.assembly("empty", "nop\n").make().bytes("sample"))
    let table = try LineTable(object: object)
    #expect(table.sequences.isEmpty && table.files.isEmpty)
  }
}
