/// What running a line program leaves, in memory that programs share. Offsets are in `.debug_line`.
struct LineWalk: Sendable {
  /// The rows of the sequences. What stands between two sequences' rows means nothing.
  var rows: [LineTable.Row] = []
  var sequences: [LineUnitReader.Sequence] = []
  /// The operands of DW_LNE_set_address in the sequences, in order.
  var addressOperands: [Int] = []
  /// The entries that DW_LNE_define_file adds to the file table.
  var fileDefinitions: [Int] = []
  /// How many sequences were left out.
  var omitted = 0

  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    sequences.removeAll(keepingCapacity: true)
    addressOperands.removeAll(keepingCapacity: true)
    fileDefinitions.removeAll(keepingCapacity: true)
    omitted = 0
  }
}

extension LineProgram {
  /// Runs the program. Of several rows with one address the last stays. Left out are sequences
  /// without code, and those that start below `lowest` or where linkers put code that they discard:
  /// at the two highest addresses.
  ///
  /// `bytes` is the section that the header was read from. Room is made before the loop: for as many
  /// rows as the program has bytes, of which only that part is ever touched that rows fill.
  func run(
    _ bytes: RawSpan, lowest: UInt64, _ advances: SpecialOpcodeAdvances,
    into walk: inout LineWalk
  ) throws(LineProgramError) {
    walk.removeAll()
    var rows: [LineTable.Row] = []
    swap(&rows, &walk.rows)
    defer { swap(&rows, &walk.rows) }
    // Each opcode takes a byte and makes one row at most. The row before each sequence, which means
    // nothing, is paid for by DW_LNE_end_sequence, which takes three bytes; one is for the first.
    try rows.append(addingCapacity: end &- program &+ 1) {
      (rows: inout OutputSpan<LineTable.Row>) throws(LineProgramError) in
      try unsafe rows.withUnsafeMutableBufferPointer {
        (buffer, count) throws(LineProgramError) in
        guard let base = buffer.baseAddress else { return }
        try unsafe run(
          bytes, lowest: lowest, advances, into: base, capacity: buffer.count, &count, &walk)
      }
    }
  }

  /// The loop is the hot one of reading lines: no call in it that is not inlined, no allocation for
  /// a row, no branch to tell whether a row replaces the one before.
  @inline(__always)
  private func run(
    _ bytes: RawSpan, lowest: UInt64, _ advances: SpecialOpcodeAdvances,
    into rows: UnsafeMutablePointer<LineTable.Row>, capacity: Int, _ count: inout Int,
    _ walk: inout LineWalk
  ) throws(LineProgramError) {
    guard capacity > 0 else { return }
    let special = advances.entries.span
    // The row before the next sequence's first, which means nothing.
    var before = unsafe rows
    unsafe before.initialize(to: LineTable.Row())
    var state = unsafe LineState(row: before, offset: program)
    var firstOperand = 0
    var failure: LineProgramError?
    do throws(ReadError) {
      var cursor = ByteCursor(bytes.extracting(0..<end), at: program)
      sequences: while true {
        let opcode = try unsafe runStandardOpcodes(cursor.bytes, special, &state)
        try cursor.seek(to: state.offset)
        guard opcode >= 0 else { break }
        guard opcode == 0 else {
          // Unknown: passed over by the number of operands that the header states.
          let operands = bytes.load(at: opcodeLengths &+ opcode &- 1, as: UInt8.self) ?? 0
          for _ in 0..<operands { try cursor.skipLEB() }
          state.offset = cursor.offset
          continue
        }
        // Extended: a length, then an opcode and its operands.
        let start = cursor.offset
        let length = try cursor.readULEB()
        let operand = cursor.offset &+ 1
        guard length > 0, length <= UInt64(end &- cursor.offset) else {
          throw .badLength(start)
        }
        let next = cursor.offset &+ Int(length)
        switch try cursor.readByte() {
        case 1:  // DW_LNE_end_sequence
          let end = state.address
          unsafe state.appendEnd()
          let sequence = unsafe UnsafeBufferPointer(start: before + 1, count: state.row - before)
          if unsafe keeps(sequence, lowest: lowest) {
            if unsafe state.mayDecrease, let decreased = unsafe firstDecrease(sequence) {
              failure = .addressDecreases(
                section: Self.section, offset: offset, address: decreased)
              break sequences
            }
            let start = unsafe before - rows &+ 1
            walk.sequences.append(
              LineUnitReader.Sequence(
                start: unsafe sequence[0].address, end: end,
                rowRange: start..<start &+ sequence.count,
                addressOperands: firstOperand..<walk.addressOperands.count))
            unsafe before = state.row + 1
            unsafe before.initialize(to: LineTable.Row())
          } else {
            walk.omitted &+= 1
          }
          state = unsafe LineState(row: before, offset: next)
          firstOperand = walk.addressOperands.count
        case 2:  // DW_LNE_set_address
          guard length == 9 else {
            failure = .unsupportedAddress(section: Self.section, offset: start)
            break sequences
          }
          unsafe state.setAddress(try cursor.read(UInt64.self), hasRows: state.row > before)
          walk.addressOperands.append(operand)
        case 3 where version < 5:  // DW_LNE_define_file
          walk.fileDefinitions.append(operand)
        default:  // DW_LNE_set_discriminator and what vendors add
          break
        }
        state.offset = next
      }
    } catch {
      throw LineProgramError(error, section: Self.section)
    }
    if let failure { throw failure }
    guard unsafe state.row == before else {
      throw .unterminatedSequence(section: Self.section, offset: offset)
    }
    count = unsafe before - rows &+ 1
  }

  /// Whether a sequence has code, and code that is in the file.
  @inline(__always)
  private func keeps(_ rows: UnsafeBufferPointer<LineTable.Row>, lowest: UInt64) -> Bool {
    guard rows.count > 1 else { return false }
    let start = unsafe rows[0].address
    return start >= lowest && start < UInt64.max &- 1
  }

  /// The first address that is less than the one before.
  private func firstDecrease(_ rows: UnsafeBufferPointer<LineTable.Row>) -> UInt64? {
    for place in rows.indices.dropFirst() {
      let address = unsafe rows[place].address
      if unsafe address < rows[place &- 1].address { return address }
    }
    return nil
  }

  /// Runs the opcodes that need nothing but the state, up to one that does: returns that, or -1 at
  /// the end of the program. Apart from the rest, which would take registers from it.
  @inline(never)
  private func runStandardOpcodes(
    _ bytes: RawSpan, _ special: Span<SpecialOpcodeAdvances.Advance>, _ state: inout LineState
  ) throws(ReadError) -> Int {
    // Locals all: what stands in memory would be written at every opcode.
    var cursor = unsafe ByteCursor(bytes, at: state.offset)
    let opcodeBase = parameters.opcodeBase
    let instructionLength = UInt64(parameters.minimumInstructionLength)
    var row = unsafe state.row
    var last = unsafe state.last
    var address = unsafe state.address
    var fileAndLine = unsafe state.fileAndLine
    var high = unsafe state.high
    var reached = -1
    opcodes: while cursor.offset < cursor.bytes.byteCount {
      let opcode = try cursor.readByte()
      if opcode >= opcodeBase {
        // There are 256 entries.
        let advance = unsafe special[unchecked: Int(opcode)]
        address &+= advance.address
        fileAndLine &+= advance.line
        unsafe row += address == last ? 0 : 1
        last = address
        unsafe row.pointee = LineTable.Row(address: address, fileAndLine: fileAndLine)
        continue
      }
      switch opcode {
      case 1:  // DW_LNS_copy
        unsafe row += address == last ? 0 : 1
        last = address
        unsafe row.pointee = LineTable.Row(address: address, fileAndLine: fileAndLine)
      case 2:  // DW_LNS_advance_pc
        let distance = try cursor.readULEB() &* instructionLength
        address &+= distance
        high |= address | distance
      case 3:  // DW_LNS_advance_line
        fileAndLine &+= UInt64(bitPattern: try cursor.readSLEB()) &<< 32
      case 4:  // DW_LNS_set_file
        let file = min(try cursor.readULEB(), LineTable.Row.noFile)
        fileAndLine = fileAndLine & ~0xffff_ffff | file
      case 5, 12:  // DW_LNS_set_column, DW_LNS_set_isa
        try cursor.skipLEB()
      case 6, 7, 10, 11:  // negate_stmt, set_basic_block, set_prologue_end, set_epilogue_begin
        break
      case 8:  // DW_LNS_const_add_pc
        address &+= unsafe special[unchecked: 255].address
      case 9:  // DW_LNS_fixed_advance_pc
        address &+= UInt64(try cursor.read(UInt16.self))
      default:
        reached = Int(opcode)
        break opcodes
      }
    }
    unsafe (state.row, state.last, state.address) = (row, last, address)
    unsafe (state.fileAndLine, state.high, state.offset) = (fileAndLine, high, cursor.offset)
    return reached
  }
}

/// The registers of a line program that rows are made of, and where they go.
@unsafe private struct LineState {
  /// The last row; while a sequence has none, the row before its first.
  var row: UnsafeMutablePointer<LineTable.Row>
  /// The last row's address, or what none has that stays: a sequence's first row there is lost in
  /// the row before it, and the sequence left out.
  var last = UInt64.max
  var address: UInt64 = 0
  /// The line in the high half.
  var fileAndLine: UInt64 = 1 << 32 | 1
  /// All bits of the addresses reached and distances gone, but by advances of up to two bytes: there
  /// are never enough of those to wrap around from a quarter of the address space.
  var high: UInt64 = 0
  /// Where the next opcode is.
  var offset: Int

  init(row: UnsafeMutablePointer<LineTable.Row>, offset: Int) {
    unsafe self.row = row
    unsafe self.offset = offset
  }

  /// Whether some address may be less than the one before.
  var mayDecrease: Bool { unsafe high >= 1 << 62 }

  mutating func setAddress(_ address: UInt64, hasRows: Bool) {
    unsafe self.address = address
    unsafe high |= hasRows ? .max : address
  }

  mutating func appendEnd() {
    unsafe row += address == last ? 0 : 1
    unsafe row.pointee = LineTable.Row(
      endAt: address, line: UInt32(truncatingIfNeeded: fileAndLine >> 32))
  }
}
