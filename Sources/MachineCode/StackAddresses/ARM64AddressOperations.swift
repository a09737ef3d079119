/// Finds the general registers and the memory that AArch64 instructions read and write. The groups
/// are those of the Arm ARM, section C4.1, as in `ARM64Instruction`, which tells lengths and flow.
///
/// SVE and SME instructions are taken to write no general register (but ADDVL and its kin), and to
/// read one only for addresses.
struct ARM64AddressOperations: AddressOperationDecoder {
  let convention = RegisterConvention.arm64
  let quantum = ARM64Instruction.length

  func operation(
    _ code: RawSpan, at start: Int, end: Int, delta: Int
  ) -> AddressOperation? {
    let step = ARM64Instruction.step(
      code, at: start, end: end, from: StackState(delta: delta, frame: .unknown),
      framePointerSave: nil)
    guard step.length > 0 else { return nil }
    var operation = AddressOperation()
    operation.length = UInt8(ARM64Instruction.length)
    operation.flow = step.flow
    operation.target = Int32(clamping: step.target)
    let operands = ARM64Operands(ARM64Instruction(word: code.codeWord(at: start), start: start))
    operands.describe(&operation)
    return operation
  }
}

/// The operands of one AArch64 instruction.
struct ARM64Operands {
  let instruction: ARM64Instruction

  init(_ instruction: ARM64Instruction) {
    self.instruction = instruction
  }

  func describe(_ operation: inout AddressOperation) {
    switch bits(25, 4) {
    case 0b0010: describeScalable(&operation)
    case 0b1000, 0b1001: describeImmediate(&operation)
    case 0b1010, 0b1011: describeBranch(&operation)
    case 0b0101, 0b1101: describeRegister(&operation)
    case 0b0111, 0b1111: describeVector(&operation)
    case 0b0100, 0b0110, 0b1100, 0b1110: describeLoadOrStore(&operation)
    default: break
    }
    operation.uses.formUnion(operation.sources)
  }

  @inline(__always)
  func bits(_ low: UInt32, _ count: UInt32) -> UInt32 {
    instruction.bits(low, count)
  }

  @inline(__always)
  func has(_ mask: UInt32, _ value: UInt32) -> Bool {
    instruction.word & mask == value
  }

  /// A register whose number 31 is the zero register.
  @inline(__always)
  func register(_ low: UInt32) -> GeneralRegisters {
    let number = bits(low, 5)
    return number == 31 ? [] : GeneralRegisters(UInt8(truncatingIfNeeded: number))
  }

  /// A register whose number 31 is the stack pointer.
  @inline(__always)
  func registerOrStackPointer(_ low: UInt32) -> GeneralRegisters {
    GeneralRegisters(UInt8(truncatingIfNeeded: bits(low, 5)))
  }

  var rd: GeneralRegisters { register(0) }
  var rn: GeneralRegisters { register(5) }
  var rt2: GeneralRegisters { register(10) }
  var rm: GeneralRegisters { register(16) }
  var is64Bit: Bool { bits(31, 1) == 1 }

  private func describeScalable(_ operation: inout AddressOperation) {
    if has(0xFFA0_F000, 0x0420_5000) {  // ADDVL, ADDPL, ADDSVL, ADDSPL
      operation.sources = registerOrStackPointer(16)
      operation.writes = registerOrStackPointer(0)
    } else if is64Bit {
      // Loads and stores.
      operation.uses = registerOrStackPointer(5).union(rm)
    }
  }

  private func describeBranch(_ operation: inout AddressOperation) {
    if has(0x7C00_0000, 0x3400_0000) {  // CBZ, CBNZ, TBZ, TBNZ
      operation.uses = rd
    } else if has(0x7F00_0000, 0x7400_0000) {  // CB<cc> with a register
      operation.uses = rd.union(rm)
    } else if has(0x7F00_0000, 0x7500_0000) {  // CB<cc> with an immediate
      operation.uses = rd
    } else if has(0xFE00_0000, 0xD600_0000) {  // BR, BLR, RET
      // RETAA and RETAB read x30, and write 31 here.
      operation.uses = rn
      if bits(24, 1) == 1 { operation.uses.formUnion(rd) }
    } else if has(0xFF00_0000, 0xD500_0000) {  // MSR, MRS, SYS
      if bits(21, 1) == 1 { operation.writes = rd } else { operation.uses = rd }
    }
  }

  /// Only conversions and moves between files touch general registers.
  private func describeVector(_ operation: inout AddressOperation) {
    let opcode = bits(16, 3)
    if has(0x7F20_FC00, 0x1E20_0000) {
      // SCVTF, UCVTF, FMOV to a vector register; the rest to a general one.
      if opcode == 2 || opcode == 3 || opcode == 7 {
        operation.sources = rn
      } else {
        operation.writes = rd
      }
    } else if has(0x7F20_0000, 0x1E00_0000) {
      if opcode & 6 == 2 { operation.sources = rn } else { operation.writes = rd }
    } else if has(0xBFE0_EC00, 0x0E00_2C00) {  // UMOV, SMOV
      operation.writes = rd
    } else if has(0xBFE0_FC00, 0x0E00_0C00) || has(0xFFE0_FC00, 0x4E00_1C00) {  // DUP, INS
      operation.sources = rn
    }
  }
}
