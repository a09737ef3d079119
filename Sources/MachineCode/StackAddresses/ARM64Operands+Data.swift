/// Data processing in general registers.
extension ARM64Operands {
  /// With an immediate (Arm ARM C4.1.92).
  func describeImmediate(_ operation: inout AddressOperation) {
    switch bits(23, 3) {
    case 0b000, 0b001: operation.writes = rd  // ADR, ADRP
    case 0b010:  // ADD, SUB
      operation.sources = registerOrStackPointer(5)
      let setsFlags = bits(29, 1) == 1
      operation.writes = setsFlags ? rd : registerOrStackPointer(0)
      guard is64Bit else { return }
      let immediate = Int32(bits(10, 12)) << (bits(22, 1) == 1 ? 12 : 0)
      operation.kind = .move
      operation.addend = bits(30, 1) == 1 ? -immediate : immediate
    case 0b011:  // ADDG, SUBG; SMAX and its kin
      let isTagged = bits(22, 1) == 0
      operation.sources = isTagged ? registerOrStackPointer(5) : rn
      operation.writes = isTagged ? registerOrStackPointer(0) : rd
    case 0b100:  // AND, ORR, EOR; ANDS
      operation.sources = rn
      operation.writes = bits(29, 2) == 3 ? rd : registerOrStackPointer(0)
    case 0b101:  // MOVN, MOVZ; MOVK keeps the rest of the register
      operation.writes = rd
      if bits(29, 2) == 3 { operation.sources = rd }
    case 0b110:  // SBFM, UBFM; BFM likewise
      operation.writes = rd
      operation.sources = bits(29, 2) == 1 ? rn.union(rd) : rn
    default:  // EXTR; with one source, pointer authentication
      operation.writes = rd
      operation.sources = bits(29, 2) == 0 ? rn.union(rm) : rn.union(rd)
    }
  }

  /// With registers (Arm ARM C4.1.95).
  func describeRegister(_ operation: inout AddressOperation) {
    operation.writes = rd
    operation.sources = rn.union(rm)
    if bits(28, 1) == 0 {
      if bits(24, 1) == 0 {
        describeLogical(&operation)
      } else {
        operation.kind = bits(30, 1) == 1 ? .difference : .sum
        operation.first = rn.first ?? AddressOperation.nothing
        operation.second = rm.first ?? AddressOperation.nothing
        if bits(21, 1) == 1 {  // ADD, SUB (extended register)
          operation.first = UInt8(truncatingIfNeeded: bits(5, 5))
          operation.sources = registerOrStackPointer(5).union(rm)
          if bits(29, 1) == 0 { operation.writes = registerOrStackPointer(0) }
        }
      }
      return
    }
    switch bits(21, 4) {
    case 0b0000: describeWithCarry(&operation)
    case 0b0010:  // CCMN, CCMP
      operation.writes = []
      operation.sources = []
      operation.uses = bits(11, 1) == 1 ? rn : rn.union(rm)
    case 0b0110:
      if bits(30, 1) == 1 { describeOneSource(&operation) } else { describeTag(&operation) }
    case 0b1010, 0b1110: break  // SMULH, UMULH
    case 0b1000...0b1111: operation.sources = rn.union(rm).union(rt2)  // MADD and its kin
    default: break
    }
  }

  /// AND, ORR, EOR and their kin. ORR with the zero register is MOV.
  private func describeLogical(_ operation: inout AddressOperation) {
    let isCopy = has(0xFFE0_FFE0, 0xAA00_03E0)
    if isCopy { operation.kind = .move }
    // EOR of a register with itself does not depend on it.
    if has(0x7FE0_FC00, 0x4A00_0000), rn == rm { operation.sources = [] }
  }

  /// ADC, SBC; ADDPT, SUBPT; RMIF, SETF.
  private func describeWithCarry(_ operation: inout AddressOperation) {
    if bits(10, 6) == 0 { return }
    if bits(13, 3) == 1 {
      operation.sources = registerOrStackPointer(5).union(rm)
      operation.writes = registerOrStackPointer(0)
    } else {
      operation.writes = []
      operation.sources = []
      operation.uses = rn
    }
  }

  private func describeOneSource(_ operation: inout AddressOperation) {
    // PACIA and its kin change the register, by another that may be SP.
    if bits(16, 5) == 1 {
      operation.sources = rd
      operation.uses = rd.union(registerOrStackPointer(5))
    } else {
      operation.sources = rn
    }
  }

  /// Two sources; those of memory tags know the stack pointer.
  private func describeTag(_ operation: inout AddressOperation) {
    switch bits(10, 6) {
    case 0b000000, 0b000101:  // SUBP, GMI
      operation.sources = registerOrStackPointer(5).union(
        bits(10, 6) == 0 ? registerOrStackPointer(16) : rm)
      if bits(10, 6) == 0 {
        operation.kind = .difference
        operation.first = UInt8(truncatingIfNeeded: bits(5, 5))
        operation.second = UInt8(truncatingIfNeeded: bits(16, 5))
      }
    case 0b000100:  // IRG
      operation.sources = registerOrStackPointer(5).union(rm)
      operation.writes = registerOrStackPointer(0)
    case 0b001100: operation.sources = rn.union(registerOrStackPointer(16))  // PACGA
    default: break
    }
  }
}
