extension ARM64Instruction {
  /// Data processing with an immediate (Arm ARM C4.1.92).
  func applyImmediate(_ step: inout InstructionStep) {
    switch bits(23, 3) {
    case 0b010: applyAddOrSubtract(&step)
    // ADDG, SUBG; with bit 22 the minimum and maximum of CSSC, whose register 31 is zero.
    case 0b011 where bits(22, 1) == 0: writeOrStackPointer(rd, &step)
    // AND, ORR, EOR; ANDS has no stack pointer.
    case 0b100 where bits(29, 2) != 3: writeOrStackPointer(rd, &step)
    default: write(rd, &step)
    }
  }

  /// ADD and SUB, which MOV to and from SP is one of.
  private func applyAddOrSubtract(_ step: inout InstructionStep) {
    let setsFlags = bits(29, 1) == 1
    let is64Bit = bits(31, 1) == 1
    guard !setsFlags else { return write(rd, &step) }
    guard is64Bit, rd == Self.sp || rd == Self.x29 else { return writeOrStackPointer(rd, &step) }
    let immediate = Int(bits(10, 12)) << (bits(22, 1) == 1 ? 12 : 0)
    // Addresses grow as distances below the entry stack pointer shrink.
    let change = bits(30, 1) == 1 ? immediate : 0 &- immediate
    switch (rn, rd) {
    case (Self.sp, Self.sp): step.state.delta &+= change
    case (Self.x29, Self.sp):
      guard let distance = step.state.frame.distance else {
        step.flow = .stackPointerWrite
        return
      }
      step.state.delta = distance &+ change
    case (Self.sp, _): step.state.frame = FramePointer(distance: step.state.delta &+ change)
    case (Self.x29, _):
      guard let distance = step.state.frame.distance else { return write(rd, &step) }
      step.state.frame = FramePointer(distance: distance &+ change)
    default: writeOrStackPointer(rd, &step)
    }
  }
}
