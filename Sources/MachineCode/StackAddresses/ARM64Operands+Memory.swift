/// Loads and stores (Arm ARM C4.1.94).
extension ARM64Operands {
  private var isVector: Bool { bits(26, 1) == 1 }

  func describeLoadOrStore(_ operation: inout AddressOperation) {
    switch bits(28, 2) {
    case 0b00: if isVector { describeStructure(&operation) } else { describeExclusive(&operation) }
    case 0b01: describeLiteralOrTag(&operation)
    case 0b10: describePair(&operation)
    default: describeSingle(&operation)
    }
  }

  /// Notes the base, at a displacement.
  private func setBase(_ displacement: Int, size: Int, _ operation: inout AddressOperation) {
    operation.uses.formUnion(registerOrStackPointer(5))
    operation.base = UInt8(truncatingIfNeeded: bits(5, 5))
    operation.displacement = Int32(truncatingIfNeeded: displacement)
    operation.size = UInt8(truncatingIfNeeded: size)
  }

  /// LD1 … ST4: a store writes at least a byte.
  private func describeStructure(_ operation: inout AddressOperation) {
    setBase(0, size: 1, &operation)
    operation.isStore = bits(22, 1) == 0
    if bits(23, 1) == 1 {
      operation.uses.formUnion(rm)
      operation.base = AddressOperation.noBase
      moveBase(&operation)
    }
  }

  /// Exclusive and ordered accesses, compare and swap. Rs is in the place of Rm.
  private func describeExclusive(_ operation: inout AddressOperation) {
    let isLoad = bits(22, 1) == 1
    let isPair = bits(21, 1) == 1
    let isOrdered = bits(23, 1) == 1
    setBase(0, size: isPair && !isOrdered ? 16 : 1 << Int(bits(30, 2)), &operation)
    if isOrdered && isPair {  // CAS
      operation.uses.formUnion(rm.union(rd))
      operation.sources = rd
      operation.writes = rm
      operation.isLoad = true
      operation.isStore = true
    } else if !isOrdered && isPair && !is64Bit {  // CASP
      let loaded = pairOfRegisters(16)
      operation.uses.formUnion(loaded.union(pairOfRegisters(0)))
      operation.sources = pairOfRegisters(0)
      operation.writes = loaded
      operation.isLoad = true
      operation.isStore = true
    } else if isLoad {
      operation.writes = isPair ? rd.union(rt2) : rd
      operation.isLoad = true
      if !isPair, operation.size == 8 { operation.kind = .move }
    } else {
      operation.sources = isPair ? rd.union(rt2) : rd
      // The status of a store that may fail.
      operation.isStore = true
      if isOrdered {
        if operation.size == 8 { operation.kind = .move }
      } else {
        // What it stores is followed no further than the register that gets the status.
        operation.writes = rm
      }
    }
  }

  private func pairOfRegisters(_ low: UInt32) -> GeneralRegisters {
    let number = bits(low, 5) & 30
    let registers = GeneralRegisters(rawValue: 3 << number)
    return number == 30 ? GeneralRegisters(rawValue: 1 << 30) : registers
  }

  /// LDR (literal); memory tags; LDAPUR and STLUR; memory copy and set.
  private func describeLiteralOrTag(_ operation: inout AddressOperation) {
    if bits(24, 1) == 0 {
      // LDR (literal); PRFM with 11.
      if !isVector, bits(30, 2) != 3 { operation.writes = rd }
      return
    }
    if bits(21, 1) == 1 {
      operation.uses = registerOrStackPointer(5).union(registerOrStackPointer(0))
      if bits(30, 2) == 3 {  // STG and its kin, LDG
        if bits(10, 2) == 0, bits(22, 2) != 0 { operation.writes = rd }
        if bits(10, 2) & 1 == 1 { moveBase(&operation) }
      }
      return
    }
    if bits(10, 2) == 0 {
      let isLoad = bits(22, 2) != 0
      setBase(instruction.signedBits(12, 9), size: isVector ? 1 : 1 << Int(bits(30, 2)), &operation)
      transfer(isLoad: isLoad, isWhole: bits(30, 2) == 3, &operation)
    } else {
      // Memory copy and set, which change their registers, and pairs with ordering.
      operation.uses = registerOrStackPointer(5).union(rd).union(rm)
    }
  }

  private func describePair(_ operation: inout AddressOperation) {
    let opcode = bits(30, 2)
    let isLoad = bits(22, 1) == 1
    let mode = bits(23, 2)  // 1 post-indexed, 3 pre-indexed
    let isTagged = opcode == 1 && !isLoad && !isVector
    let size = isVector ? min(4 << Int(opcode), 16) : opcode == 0 || (opcode == 1 && isLoad) ? 4 : 8
    let offset = instruction.signedBits(15, 7) &* (isTagged ? 16 : size)
    setBase(mode == 1 ? 0 : offset, size: size, &operation)
    if mode & 1 == 1 { operation.writeback = Int32(truncatingIfNeeded: offset) }
    operation.first = UInt8(truncatingIfNeeded: bits(0, 5))
    operation.second = UInt8(truncatingIfNeeded: bits(10, 5))
    operation.isLoad = isLoad && !isVector
    operation.isStore = !isLoad
    if isVector {
      // Two vectors, one behind the other.
      operation.size = UInt8(truncatingIfNeeded: 2 * size)
    } else if isLoad {
      operation.kind = .loadPair
      operation.writes = rd.union(rt2)
    } else {
      operation.kind = .storePair
      operation.sources = rd.union(rt2)
    }
  }

  private func describeSingle(_ operation: inout AddressOperation) {
    let opcode = bits(22, 2)
    let isWhole = bits(30, 2) == 3
    let scale = isVector && opcode & 2 == 2 ? 4 : Int(bits(30, 2))
    let isLoad = isVector ? opcode & 1 == 1 : opcode != 0
    let isPrefetch = !isVector && isWhole && opcode >= 2
    if bits(24, 1) == 1 {
      setBase(Int(bits(10, 12)) << scale, size: 1 << scale, &operation)
    } else if bits(21, 1) == 0 {
      let mode = bits(10, 2)  // 1 post-indexed, 3 pre-indexed
      let offset = instruction.signedBits(12, 9)
      setBase(mode == 1 ? 0 : offset, size: 1 << scale, &operation)
      if mode & 1 == 1 { operation.writeback = Int32(truncatingIfNeeded: offset) }
    } else if bits(10, 2) == 2 {
      // With an index.
      operation.uses = registerOrStackPointer(5).union(rm)
    } else {
      return describeAtomic(&operation)
    }
    if isPrefetch { return }
    transfer(isLoad: isLoad, isWhole: isWhole, &operation)
  }

  /// One register to or from memory.
  private func transfer(isLoad: Bool, isWhole: Bool, _ operation: inout AddressOperation) {
    operation.isStore = !isLoad
    guard !isVector else { return }
    operation.isLoad = isLoad
    if isLoad { operation.writes = rd } else { operation.sources = rd }
    if isWhole { operation.kind = .move }
  }

  /// Atomic operations, of 64 bytes among them, and loads with an authenticated address.
  private func describeAtomic(_ operation: inout AddressOperation) {
    setBase(0, size: 1 << Int(bits(30, 2)), &operation)
    guard !isVector else {
      operation.base = AddressOperation.noBase
      return
    }
    if bits(10, 2) & 1 == 1 {  // LDRAA, LDRAB
      operation.base = AddressOperation.noBase
      operation.isLoad = true
      operation.writes = rd
      let offset = (instruction.signedBits(12, 9) | (bits(22, 1) == 1 ? -512 : 0)) &* 8
      if bits(10, 2) == 3 { operation.writeback = Int32(truncatingIfNeeded: offset) }
    } else if has(0xFFFF_FC00, 0xF83F_D000) {  // LD64B
      operation.isLoad = true
      operation.writes = eightRegisters
    } else if has(0xFFFF_FC00, 0xF83F_9000) || has(0xFFE0_EC00, 0xF820_A000) {
      // ST64B; ST64BV and ST64BV0, whose Rs gets a status.
      operation.isStore = true
      operation.size = 64
      operation.uses.formUnion(eightRegisters)
      operation.writes = bits(12, 4) == 0b1001 ? [] : rm
    } else if bits(12, 4) == 0b1100 {  // LDAPR
      operation.isLoad = true
      operation.writes = rd
    } else {
      operation.isLoad = true
      operation.isStore = true
      operation.sources = rm
      operation.writes = rd
    }
  }

  private var eightRegisters: GeneralRegisters {
    GeneralRegisters(
      rawValue: UInt32(truncatingIfNeeded: UInt64(0xFF) << UInt64(bits(0, 5))) & ~(1 << 31))
  }

  /// The base becomes an address at an unknown distance; SP is followed elsewhere.
  private func moveBase(_ operation: inout AddressOperation) {
    operation.sources.formUnion(registerOrStackPointer(5))
    operation.writes.formUnion(registerOrStackPointer(5))
  }
}
