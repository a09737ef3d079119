/// What a walk meets besides rows. Offsets are in `.debug_line`.
struct LineMarks {
  /// One run of increasing addresses.
  struct Sequence {
    /// Its rows; the last ends it.
    var rows: Range<Int>
    /// Its part of `addressOperands`.
    var addressOperands: Range<Int>
  }

  var sequences: [Sequence] = []
  /// The operands of DW_LNE_set_address, in order.
  var addressOperands: [Int] = []
  /// The entries that DW_LNE_define_file adds to the file table.
  var fileDefinitions: [Int] = []

  mutating func removeAll() {
    sequences.removeAll(keepingCapacity: true)
    addressOperands.removeAll(keepingCapacity: true)
    fileDefinitions.removeAll(keepingCapacity: true)
  }
}

extension LineProgram {
  /// Runs the program and appends every row, in the program's order, with the file register as
  /// `file` and with line 0 and repeated addresses as they come; sets `marks` to what it meets
  /// besides.
  ///
  /// `bytes` is the section that the header was read from. The loop is the hot one of reading
  /// lines: no call in it that is not inlined, no allocation for a row. Room is made before it,
  /// once for a unit: for as many rows as the program has bytes.
  func walk(
    _ bytes: RawSpan, into rows: inout [LineTable.Row], _ marks: inout LineMarks
  ) throws(LineProgramError) {
    let first = rows.count
    marks.removeAll()
    // Each opcode takes a byte and makes one row at most.
    try rows.append(addingCapacity: end &- program) {
      (rows: inout OutputSpan<LineTable.Row>) throws(LineProgramError) in
      try walk(bytes, into: &rows, after: first, &marks)
    }
  }

  @inline(__always)
  private func walk(
    _ bytes: RawSpan, into rows: inout OutputSpan<LineTable.Row>, after first: Int,
    _ marks: inout LineMarks
  ) throws(LineProgramError) {
    // A local, read through a span: the subscript of a stored array would copy the array.
    let advances = specialOpcodeAdvances()
    let special = advances.span
    let opcodeBase = opcodeBase
    var sequenceStart = 0
    var sequenceOperands = 0
    var address: UInt64 = 0
    var file: UInt32 = 1
    var line: UInt32 = 1
    do throws(ReadError) {
      var cursor = ByteCursor(bytes.extracting(0..<end), at: program)
      while !cursor.isAtEnd {
        let opcode = try cursor.readByte()
        if opcode >= opcodeBase {
          let advance = special[Int(opcode)]
          address &+= UInt64(advance.address)
          line &+= UInt32(bitPattern: Int32(advance.line))
          rows.append(LineTable.Row(address: address, file: file, line: line))
          continue
        }
        switch opcode {
        case 0:  // extended: a length, then an opcode and its operands
          let start = cursor.offset
          let length = try cursor.readULEB()
          let operand = cursor.offset &+ 1
          guard length > 0, length <= UInt64(end &- cursor.offset) else {
            throw .badLength(start)
          }
          let next = cursor.offset &+ Int(length)
          switch try cursor.readByte() {
          case 1:  // DW_LNE_end_sequence
            rows.append(LineTable.Row(endAt: address, line: line))
            marks.sequences.append(
              LineMarks.Sequence(
                rows: first &+ sequenceStart..<first &+ rows.count,
                addressOperands: sequenceOperands..<marks.addressOperands.count))
            sequenceStart = rows.count
            sequenceOperands = marks.addressOperands.count
            (address, file, line) = (0, 1, 1)
          case 2:  // DW_LNE_set_address
            guard length == 9 else { throw .badLength(start) }
            address = try cursor.read(UInt64.self)
            marks.addressOperands.append(operand)
          case 3 where version < 5:  // DW_LNE_define_file
            marks.fileDefinitions.append(operand)
          default:  // DW_LNE_set_discriminator and what vendors add
            break
          }
          try cursor.seek(to: next)
        case 1:  // DW_LNS_copy
          rows.append(LineTable.Row(address: address, file: file, line: line))
        case 2:  // DW_LNS_advance_pc
          address &+= try cursor.readULEB() &* UInt64(minimumInstructionLength)
        case 3:  // DW_LNS_advance_line
          line &+= UInt32(truncatingIfNeeded: try cursor.readSLEB())
        case 4:  // DW_LNS_set_file
          file = UInt32(truncatingIfNeeded: min(try cursor.readULEB(), LineTable.Row.noFile))
        case 5, 12:  // DW_LNS_set_column, DW_LNS_set_isa
          try cursor.skipLEB()
        case 6, 7, 10, 11:  // negate_stmt, set_basic_block, set_prologue_end, set_epilogue_begin
          break
        case 8:  // DW_LNS_const_add_pc
          address &+= UInt64(special[255].address)
        case 9:  // DW_LNS_fixed_advance_pc
          address &+= UInt64(try cursor.read(UInt16.self))
        default:  // unknown: skipped by the number of operands that the header states
          let operands = bytes.load(at: opcodeLengths &+ Int(opcode) &- 1, as: UInt8.self) ?? 0
          for _ in 0..<operands { try cursor.skipLEB() }
        }
      }
    } catch {
      throw LineProgramError(error, section: Self.section)
    }
    guard sequenceStart == rows.count else {
      throw .unterminatedSequence(section: Self.section, offset: offset)
    }
  }
  /// How far each special opcode moves the address and the line (DWARF 5 §6.2.5.1). The entry of
  /// opcode 255 is also what DW_LNS_const_add_pc adds.
  private func specialOpcodeAdvances() -> InlineArray<256, SpecialOpcodeAdvance> {
    var advances = InlineArray<256, SpecialOpcodeAdvance>(
      repeating: SpecialOpcodeAdvance(address: 0, line: 0))
    for opcode in Int(opcodeBase)...255 {
      let (operations, lines) =
        (opcode &- Int(opcodeBase)).quotientAndRemainder(dividingBy: Int(lineRange))
      advances[opcode] = SpecialOpcodeAdvance(
        address: UInt16(operations &* Int(minimumInstructionLength)),
        line: Int16(Int(lineBase) &+ lines))
    }
    return advances
  }
}

/// In bytes and lines.
private struct SpecialOpcodeAdvance {
  var address: UInt16
  var line: Int16
}
