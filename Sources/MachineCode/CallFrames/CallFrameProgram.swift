import Symbols

/// Call frame instructions being run (DWARF 5 §6.4.2), as far as the canonical frame address goes.
struct CallFrameProgram {
  let section: CallFrameError.Section
  private let codeAlignment: UInt64
  private let dataAlignment: Int64
  private let addressSize: UInt8
  private let pointerEncoding: CallFramePointer
  private let stackPointer: UInt64
  private let framePointer: UInt64
  private let returnRegister: UInt64
  private let bias: Int64
  /// Where the section is loaded.
  private let base: UInt64
  /// The function's address and size; instructions of no function have size 0, and may not advance.
  private let start: UInt64
  private let size: UInt32

  init(
    _ architecture: Architecture, _ common: CallFrameCommon, base: UInt64, start: UInt64,
    size: UInt32
  ) {
    section = common.section
    codeAlignment = UInt64(common.codeAlignment)
    dataAlignment = common.dataAlignment
    (addressSize, pointerEncoding) = (common.addressSize, common.pointerEncoding)
    stackPointer = architecture.dwarfStackPointer
    framePointer = architecture.dwarfFramePointer
    returnRegister = common.returnRegister
    bias = architecture.callFrameBias
    (self.base, self.start, self.size) = (base, start, size)
  }

  /// Runs the instructions from an offset up to the end of `bytes`, or up to the function's end.
  ///
  /// The loop keeps its state in registers: nothing of it is handed to a function by reference
  /// that is not inlined.
  ///
  /// - Parameters:
  ///   - state: before the first instruction, and behind the last.
  ///   - rows: a row for each change; room for one more than there are bytes of instructions.
  /// - Returns: how many rows there are.
  @inline(__always)
  func run(
    _ bytes: RawSpan, from offset: Int, _ state: inout CallFrameState,
    _ rows: inout MutableSpan<CallFrameRow>, _ remembered: inout [CallFrameState]
  ) throws(CallFrameError) -> Int {
    var cursor = CallFrameCursor(bytes, section, at: offset)
    // Zeros at the end fill the entry up, or belong to the instruction before them.
    var end = bytes.byteCount
    while end > offset, bytes.codeByte(at: end &- 1) == 0 { end &-= 1 }
    var current = state
    var value = value(of: current)
    var count = 0
    var last = Int32.max
    var place: UInt32 = 0
    while cursor.offset < end {
      let code = try cursor.readByte()
      // In bytes. Both factors are of 32 bits, but for what `far` looks at.
      let advance: UInt64
      if code & 0xc0 == 0x40 {
        advance = UInt64(code & 0x3f) &* codeAlignment
      } else if code == 0x0e || code == 0x13 {  // DW_CFA_def_cfa_offset, _sf
        current.offset =
          code == 0x0e
          ? Int64(bitPattern: try cursor.readULEB()) : try cursor.readSLEB() &* dataAlignment
        if current.register == CallFrameState.expression {
          throw cursor.error(.noFrameAddress, at: cursor.offset)
        }
        value = self.value(of: current)
        continue
      } else if code >= 0x80 {
        // DW_CFA_offset has a number, DW_CFA_restore has none.
        if code < 0xc0 { try cursor.skipLEB() }
        continue
      } else {
        switch code {
        case 0x00: continue  // DW_CFA_nop
        case 0x02: advance = UInt64(try cursor.readByte()) &* codeAlignment
        case 0x03: advance = UInt64(try cursor.read(UInt16.self)) &* codeAlignment
        case 0x04: advance = UInt64(try cursor.read(UInt32.self)) &* codeAlignment
        // DW_CFA_offset_extended, _register, _offset_extended_sf, _val_offset, _val_offset_sf,
        // _GNU_negative_offset_extended.
        case 0x05, 0x09, 0x11, 0x14, 0x15, 0x2f:
          try cursor.skipLEB()
          try cursor.skipLEB()
          continue
        // DW_CFA_restore_extended, _same_value, _GNU_args_size.
        case 0x06, 0x08, 0x2e:
          try cursor.skipLEB()
          continue
        case 0x07:  // DW_CFA_undefined
          if try cursor.readULEB() == returnRegister {
            current.outermostFrom = min(current.outermostFrom, place)
          }
          continue
        case 0x01, 0x1d:
          let far = try far(code, bytes, cursor.offset, place)
          try cursor.seek(to: far.end)
          advance = far.advance
        default:
          let rare = try rare(code, bytes, cursor.offset, current, &remembered)
          try cursor.seek(to: rare.end)
          current = rare.state
          value = self.value(of: current)
          continue
        }
      }
      if advance == 0 { continue }
      if value != last {
        rows[count] = CallFrameRow(offset: place, value: value)
        (count, last) = (count &+ 1, value)
      }
      guard advance < UInt64(size &- place) else {
        // What follows is not about the function.
        if size > 0 {
          state = current
          return count
        }
        throw cursor.error(.badAdvance, at: cursor.offset)
      }
      place &+= UInt32(truncatingIfNeeded: advance)
    }
    if value != last {
      rows[count] = CallFrameRow(offset: place, value: value)
      count &+= 1
    }
    state = current
    return count
  }

  /// What a row says of a state.
  @inline(__always)
  private func value(of state: CallFrameState) -> Int32 {
    let limit = Int64(CallFrameRow.limit)
    guard state.offset > bias &- limit, state.offset < Int64(Int32.max) else {
      return CallFrameRow.unknown
    }
    let distance = Int32(truncatingIfNeeded: state.offset &- bias)
    if state.register == stackPointer { return distance }
    guard state.register == framePointer, distance >= 0, distance < CallFrameRow.limit else {
      return CallFrameRow.unknown
    }
    return CallFrameRow.unknown &+ 1 &+ distance
  }

  /// DW_CFA_set_loc and DW_CFA_MIPS_advance_loc8: how far to go on, in bytes.
  @inline(never)
  private func far(
    _ code: UInt8, _ bytes: RawSpan, _ offset: Int, _ place: UInt32
  ) throws(CallFrameError) -> (advance: UInt64, end: Int) {
    var cursor = CallFrameCursor(bytes, section, at: offset)
    if code == 0x1d {
      let (advance, overflow) = try cursor.read(UInt64.self)
        .multipliedReportingOverflow(by: codeAlignment)
      return (overflow ? .max : advance, cursor.offset)
    }
    let target = try cursor.readPointer(pointerEncoding, addressSize: addressSize, base: base)
    let current = start &+ UInt64(place)
    guard target >= current else { throw cursor.error(.badAdvance, at: offset) }
    return (target &- current, cursor.offset)
  }

  /// Remembering more states than this at once is refused.
  private static let rememberedLimit = 1000

  /// The instructions that are less frequent.
  @inline(never)
  private func rare(
    _ code: UInt8, _ bytes: RawSpan, _ offset: Int, _ before: CallFrameState,
    _ remembered: inout [CallFrameState]
  ) throws(CallFrameError) -> (state: CallFrameState, end: Int) {
    var cursor = CallFrameCursor(bytes, section, at: offset)
    var state = before
    switch code {
    case 0x0a:  // DW_CFA_remember_state
      guard remembered.count < Self.rememberedLimit else {
        throw cursor.error(.tooManyRemembered, at: offset)
      }
      remembered.append(state)
    case 0x0b:  // DW_CFA_restore_state
      guard let last = remembered.popLast() else {
        throw cursor.error(.nothingRemembered, at: offset)
      }
      state = last
    case 0x0c:  // DW_CFA_def_cfa
      state.register = try cursor.readULEB()
      state.offset = Int64(bitPattern: try cursor.readULEB())
    case 0x12:  // DW_CFA_def_cfa_sf
      state.register = try cursor.readULEB()
      state.offset = try cursor.readSLEB() &* dataAlignment
    case 0x0d:  // DW_CFA_def_cfa_register
      guard state.register != CallFrameState.expression else {
        throw cursor.error(.noFrameAddress, at: offset)
      }
      state.register = try cursor.readULEB()
    case 0x0f:  // DW_CFA_def_cfa_expression
      try cursor.skipBlock()
      state.register = CallFrameState.expression
    case 0x10, 0x16:  // DW_CFA_expression, _val_expression
      try cursor.skipLEB()
      try cursor.skipBlock()
    // DW_CFA_AARCH64_negate_ra_state_with_pc; DW_CFA_GNU_window_save, which is
    // DW_CFA_AARCH64_negate_ra_state there.
    case 0x2c, 0x2d: break
    default: throw cursor.error(.unknownInstruction(code), at: offset)
    }
    return (state, cursor.offset)
  }
}
