extension ARM64Instruction {
  private var isVector: Bool { bits(26, 1) == 1 }

  /// Loads and stores (Arm ARM C4.1.94).
  func applyLoadOrStore(_ step: inout InstructionStep, _ framePointerSave: Int?) {
    switch bits(28, 2) {
    case 0b00: applyStructureOrExclusive(&step)
    case 0b01: applyLiteralOrTag(&step)
    case 0b10: applyPair(&step, framePointerSave)
    default: applySingle(&step, framePointerSave)
    }
  }

  /// LD1 … ST4, whose post-indexed forms (bit 23) are not followed; exclusives, CAS, ordered.
  private func applyStructureOrExclusive(_ step: inout InstructionStep) {
    if isVector {
      if bits(23, 1) == 1 { writeOrStackPointer(rn, &step) }
    } else {
      write(rd, &step)
      write(rt2, &step)
      write(rm, &step)
    }
  }

  /// LDR (literal); memory tags, LDAPUR and STLUR, memory copy and set.
  private func applyLiteralOrTag(_ step: inout InstructionStep) {
    guard !isVector else { return }
    let mode = bits(10, 2)
    if bits(24, 1) == 0 {
      write(rd, &step)
    } else if bits(21, 1) == 1, bits(30, 2) == 3 {
      // STG and its kin: 01 is post-indexed, 11 pre-indexed, by granules of 16 bytes.
      if mode & 1 == 1 { moveBase(by: signedBits(12, 9) &* 16, &step) }
      if mode == 0 { write(rd, &step) }
    } else {
      // With mode 10: LDIAPP, STILP, LDAPR and STLR, some with writeback.
      if mode == 2, rn == Self.sp { step.flow = .stackPointerWrite }
      write(rd, &step)
      write(rn, &step)
      write(rt2, &step)
      write(rm, &step)
    }
  }

  private func applyPair(_ step: inout InstructionStep, _ framePointerSave: Int?) {
    let opcode = bits(30, 2)
    let isLoad = bits(22, 1) == 1
    let scale =
      isVector
      ? min(4 << Int(opcode), 16)
      : opcode == 0 ? 4 : opcode == 1 ? (isLoad ? 4 : 16) : 8
    let offset = signedBits(15, 7) &* scale
    let mode = bits(23, 2)  // 1 post-indexed, 3 pre-indexed
    let slot = access(offset, isPost: mode == 1, writesBack: mode & 1 == 1, &step)
    guard !isVector else { return }
    let isWide = opcode == 2
    transfer(rd, slot, isLoad, isWide, &step, framePointerSave)
    transfer(rt2, slot.map { $0 &- 8 }, isLoad, isWide, &step, framePointerSave)
  }

  private func applySingle(_ step: inout InstructionStep, _ framePointerSave: Int?) {
    let size = bits(30, 2)
    let opcode = bits(22, 2)
    let isLoad = opcode != 0
    var slot: Int?
    if bits(24, 1) == 1 {
      let scale = isVector && opcode & 2 == 2 ? 4 : Int(size)
      slot = access(Int(bits(10, 12)) << scale, isPost: false, writesBack: false, &step)
    } else if bits(21, 1) == 0 {
      let mode = bits(10, 2)  // 1 post-indexed, 3 pre-indexed
      slot = access(signedBits(12, 9), isPost: mode == 1, writesBack: mode & 1 == 1, &step)
    } else {
      applyAtomicOrAuthenticated(&step)
      // Register offsets and atomics: the address is not known.
      if isVector { return }
      return write(rd, &step)
    }
    guard !isVector else { return }
    transfer(rd, slot, isLoad, size == 3 && opcode < 2, &step, framePointerSave)
  }

  private func applyAtomicOrAuthenticated(_ step: inout InstructionStep) {
    guard !isVector else { return }
    // LDRAA and LDRAB with writeback.
    if bits(10, 2) == 3 { writeOrStackPointer(rn, &step) }
    // LD64B fills eight registers.
    if word & 0xFFFF_FC00 == 0xF83F_D000, rd >= 22 { step.state.frame = .unknown }
  }

  /// - Returns: how far below the entry stack pointer the accessed word lies, when SP is the base.
  private func access(
    _ offset: Int, isPost: Bool, writesBack: Bool, _ step: inout InstructionStep
  ) -> Int? {
    let slot = step.state.delta &- (isPost ? 0 : offset)
    if writesBack { moveBase(by: offset, &step) }
    return rn == Self.sp ? slot : nil
  }

  private func moveBase(by offset: Int, _ step: inout InstructionStep) {
    if rn == Self.sp { step.state.delta &-= offset }
    write(rn, &step)
  }

  /// x29 is saved to, or loaded from, the slot; other registers do not matter.
  private func transfer(
    _ register: UInt32, _ slot: Int?, _ isLoad: Bool, _ isWide: Bool,
    _ step: inout InstructionStep, _ framePointerSave: Int?
  ) {
    guard register == Self.x29 else { return }
    if isLoad {
      let isRestore = isWide && slot != nil && slot == framePointerSave
      step.state.frame = isRestore ? .caller : .unknown
    } else if isWide, let slot, step.state.frame == .caller {
      step.framePointerSave = slot
    }
  }
}
