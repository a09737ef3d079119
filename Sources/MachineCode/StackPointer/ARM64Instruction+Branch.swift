extension ARM64Instruction {
  /// Branches, exception generation and system instructions (Arm ARM C4.1.93).
  func applyBranch(_ step: inout InstructionStep) {
    if word & 0x7C00_0000 == 0x1400_0000 {  // B, BL
      jump(word >> 31 == 1 ? .call : .jump, signedBits(0, 26), &step)
    } else if word >> 24 == 0x54 || word & 0x7E00_0000 == 0x3400_0000 {  // B.cond, BC; CBZ, CBNZ
      jump(.conditionalJump, signedBits(5, 19), &step)
    } else if word & 0x7E00_0000 == 0x3600_0000 {  // TBZ, TBNZ
      jump(.conditionalJump, signedBits(5, 14), &step)
    } else if word & 0x7E00_0000 == 0x7400_0000 {  // CB<cc>, CBB<cc>, CBH<cc>
      jump(.conditionalJump, signedBits(5, 9), &step)
    } else if word >> 25 == 0x6B {
      applyBranchToRegister(&step)
    } else if word >> 24 == 0xD4 {
      applyException(&step)
    } else if word >> 24 == 0xD5 {
      if word == 0xD503_201F { step.flow = .padding }
      if bits(21, 1) == 1 { write(rd, &step) }  // MRS, SYSL
    } else if word & 0xFFC0_001F == 0x5500_001F {  // RETAASPPC, RETABSPPC
      step.flow = .functionReturn
    } else {
      step.flow = .undecodable
    }
  }

  private func jump(_ flow: InstructionStep.Flow, _ words: Int, _ step: inout InstructionStep) {
    step.flow = flow
    step.target = start &+ words &* 4
    step.operand = start
  }

  private func applyBranchToRegister(_ step: inout InstructionStep) {
    step.operand = -1
    switch bits(21, 4) {
    case 0b0000, 0b1000: step.flow = .indirectJump  // BR, BRAA, BRAB
    case 0b0001, 0b1001: step.flow = .indirectCall  // BLR, BLRAA, BLRAB
    case 0b0010: step.flow = .functionReturn  // RET, RETAA, RETAB
    case 0b0100, 0b0101: step.flow = .farReturn  // ERET, DRPS
    default: step.flow = .undecodable
    }
  }

  private func applyException(_ step: inout InstructionStep) {
    switch bits(21, 3) {
    // BRK: 0 is what Go's assembler writes for a breakpoint, 0xF000 what LLVM writes for
    // llvm.debugtrap; a debugger resumes after both. Other numbers are traps.
    case 0b001: step.flow = bits(5, 16) == 0 || bits(5, 16) == 0xF000 ? .breakpoint : .stop
    case 0b010: step.flow = .stop  // HLT
    default: break  // SVC and the like
    }
  }
}
