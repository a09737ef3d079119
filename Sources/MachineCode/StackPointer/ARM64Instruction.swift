/// One AArch64 instruction, classified as far as the stack pointer, x29 and the flow need.
///
/// The groups are those of the Arm ARM, section C4.1 (A64 instruction set encoding). Register 31 is
/// the stack pointer as a base, and as the destination of the few groups named below; elsewhere it
/// is the zero register. An encoding that is not allocated within a group is taken for one that
/// does nothing of interest.
struct ARM64Instruction {
  static let sp: UInt32 = 31
  static let x29: UInt32 = 29
  static let length = 4

  var word: UInt32
  var start: Int

  @inline(__always)
  func bits(_ low: UInt32, _ count: UInt32) -> UInt32 {
    (word >> low) & ((1 << count) &- 1)
  }

  /// The bits as a two's-complement number.
  @inline(__always)
  func signedBits(_ low: UInt32, _ count: UInt32) -> Int {
    Int(Int32(bitPattern: word << (32 &- low &- count)) >> Int32(32 &- count))
  }

  /// The destination, or the (first) register of a load or store.
  var rd: UInt32 { bits(0, 5) }
  /// The first source, or the base of an address.
  var rn: UInt32 { bits(5, 5) }
  /// The second register of a pair.
  var rt2: UInt32 { bits(10, 5) }
  var rm: UInt32 { bits(16, 5) }

  /// What the word at `start` does to the stack pointer, to x29 and to the flow.
  ///
  /// - Parameter framePointerSave: where the caller's x29 is known to be saved, as a distance below
  ///   the stack pointer at entry.
  static func step(
    _ code: RawSpan, at start: Int, end: Int, from state: StackState, framePointerSave: Int?
  ) -> InstructionStep {
    guard start &+ length <= end else {
      return InstructionStep(length: 0, state: state, flow: .undecodable)
    }
    let instruction = ARM64Instruction(word: code.codeWord(at: start), start: start)
    var step = InstructionStep(length: length, state: state)
    switch instruction.bits(25, 4) {
    case 0b0000: instruction.applyReserved(&step)
    case 0b0001, 0b0011: step.flow = .undecodable
    case 0b0010: instruction.applyScalable(&step)
    case 0b1000, 0b1001: instruction.applyImmediate(&step)
    case 0b1010, 0b1011: instruction.applyBranch(&step)
    case 0b0101, 0b1101: instruction.applyRegister(&step)
    case 0b0111, 0b1111: instruction.applyVector(&step)
    default: instruction.applyLoadOrStore(&step, framePointerSave)
    }
    return step
  }

  /// A general register is written, the stack pointer not being one of them.
  @inline(__always)
  func write(_ register: UInt32, _ step: inout InstructionStep) {
    if register == Self.x29 { step.state.frame = .unknown }
  }

  /// A register is written whose number 31 is the stack pointer.
  @inline(__always)
  func writeOrStackPointer(_ register: UInt32, _ step: inout InstructionStep) {
    if register == Self.sp { step.flow = .stackPointerWrite }
    write(register, &step)
  }

  /// UDF, and SME (bit 31 set).
  private func applyReserved(_ step: inout InstructionStep) {
    if word >> 16 == 0 {
      step.flow = .stop
    } else if word >> 31 == 0 {
      step.flow = .undecodable
    } else {
      write(rd, &step)
    }
  }

  private func applyScalable(_ step: inout InstructionStep) {
    // ADDVL, ADDPL, ADDSVL, ADDSPL: by a multiple of the vector length.
    if word & 0xFFA0_F000 == 0x0420_5000 {
      writeOrStackPointer(rd, &step)
    } else {
      write(rd, &step)
    }
  }

  /// Data processing with registers.
  private func applyRegister(_ step: inout InstructionStep) {
    let isExtended = word & 0x3FE0_0000 == 0x0B20_0000  // ADD, SUB (extended register)
    let isChecked = word & 0xBFE0_E000 == 0x9A00_2000  // ADDPT, SUBPT
    let isTagged = word & 0xFFE0_FC00 == 0x9AC0_1000  // IRG
    if isExtended || isChecked || isTagged {
      writeOrStackPointer(rd, &step)
    } else {
      write(rd, &step)
    }
  }

  /// SIMD and floating point: only conversions and moves to general registers write one.
  private func applyVector(_ step: inout InstructionStep) {
    let isConversion = word & 0x7F20_FC00 == 0x1E20_0000
    let isFixedPoint = word & 0x7F20_0000 == 0x1E00_0000
    let isElementMove = word & 0xBFE0_EC00 == 0x0E00_2C00  // UMOV, SMOV
    if isConversion || isFixedPoint || isElementMove {
      write(rd, &step)
    }
  }
}
