/// The header of one unit's line program (DWARF 5 §6.2.4; DWARF 2–4 §6.2.4), without its tables.
///
/// Offsets are in `.debug_line`. `init` checks what walking relies on: the parts follow each other
/// within the unit.
struct LineProgram: Sendable {
  static let section = ".debug_line"

  /// Where the unit starts, and where the next one does.
  let offset: Int
  let end: Int
  let version: UInt16
  let is64Bit: Bool
  let parameters: SpecialOpcodeAdvances.Parameters
  /// Where `standard_opcode_lengths` start: one byte for each opcode from 1 below `opcodeBase`.
  let opcodeLengths: Int
  /// Where the directory table starts.
  let tables: Int
  /// Where the first opcode is.
  let program: Int

  /// How many operands the standard opcodes 1 to 12 have (DWARF 5 §6.2.5.2).
  static let standardOpcodeLengths: [UInt8] = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1]
}

extension LineProgram {
  /// Reads the header at `offset`.
  init(_ bytes: RawSpan, at offset: Int) throws(LineProgramError) {
    let section = Self.section
    self.offset = offset
    var whole = DebugCursor(bytes, at: offset, section: section)
    (is64Bit, end) = try whole.readUnitLength()

    var cursor = DebugCursor(bytes.extracting(0..<end), at: whole.offset, section: section)
    version = try cursor.read(UInt16.self)
    guard (2...5).contains(version) else {
      throw .unsupportedVersion(section: section, offset: offset, version: version)
    }
    if version >= 5 {
      let addressSize = try cursor.readByte()
      let segmentSelectorSize = try cursor.readByte()
      guard addressSize == 8, segmentSelectorSize == 0 else {
        throw .unsupportedAddress(section: section, offset: offset)
      }
    }
    let headerLengthOffset = cursor.offset
    let headerLength = try cursor.readOffset(is64Bit: is64Bit)
    guard headerLength <= UInt64(end &- cursor.offset) else {
      throw .badLength(section: section, offset: headerLengthOffset)
    }
    program = cursor.offset &+ Int(headerLength)

    var parameters = SpecialOpcodeAdvances.Parameters()
    parameters.minimumInstructionLength = try cursor.readByte()
    if version >= 4 {
      let count = try cursor.readByte()
      guard count <= 1 else {
        throw .severalOperations(section: section, offset: offset, count: count)
      }
    }
    // default_is_stmt: every row counts here, wherever a debugger would stop.
    _ = try cursor.readByte()
    parameters.lineBase = Int8(bitPattern: try cursor.readByte())
    parameters.lineRange = try cursor.readByte()
    parameters.opcodeBase = try cursor.readByte()
    guard parameters.lineRange > 0, parameters.opcodeBase > 0 else {
      throw .badOpcodeParameters(section: section, offset: offset)
    }
    self.parameters = parameters
    opcodeLengths = cursor.offset
    for opcode in 1..<Int(parameters.opcodeBase) {
      let length = try cursor.readByte()
      guard
        opcode > Self.standardOpcodeLengths.count
          || length == Self.standardOpcodeLengths[opcode &- 1]
      else {
        throw .unsupportedOpcodeLength(section: section, offset: offset, opcode: opcode)
      }
    }
    tables = cursor.offset
    guard tables <= program else {
      throw .badLength(section: section, offset: headerLengthOffset)
    }
  }
}
