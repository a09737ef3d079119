extension X86Instruction {
  /// The opcodes that move the stack pointer, copy it to or from RBP, change the flow, or mean
  /// different things by their ModRM byte.
  func applySpecial(_ code: RawSpan, next: Int, to step: inout InstructionStep) {
    switch map {
    case .oneByte: applyOneByte(code, next, &step)
    case .map0F: apply0F(code, next, &step)
    default: step.flow = .undecodable
    }
  }

  private func applyOneByte(_ code: RawSpan, _ next: Int, _ step: inout InstructionStep) {
    switch opcode {
    case 0x50...0x57, 0x68, 0x6A, 0x9C: push(&step)
    case 0x58...0x5F:
      pop(&step)
      write(.low, to: &step)
    case 0x9D: pop(&step)
    case 0x70...0x7F, 0xE0...0xE3: branch(.conditionalJump, code, next, &step)
    case 0x80, 0x81, 0x83: applyGroup1(code, next, &step)
    case 0x89: move(from: reg, to: rm, &step)
    case 0x8B: move(from: rm, to: reg, &step)
    case 0x8D: loadAddress(code, next, &step)
    case 0x8F:
      guard group == 0 else {
        step.flow = .undecodable
        return
      }
      pop(&step)
      write(.rm, to: &step)
    case 0xC3, 0xC2:
      // RET imm16 takes the caller's arguments away: not Go's convention, nor C's.
      let isPlain = opcode == 0xC3 || code.codeInteger(endingAt: next, size: 2) == 0
      step.flow = isPlain ? .functionReturn : .farReturn
    case 0xC6, 0xC7:
      if group == 0 {
        write(opcode == 0xC6 ? .rmByte : .rm, to: &step)
      } else if modRM == 0xF8 {
        // XABORT; XBEGIN, whose immediate is where an aborted transaction goes on.
        if opcode == 0xC7 { branch(.conditionalJump, code, next, &step) }
      } else {
        step.flow = .undecodable
      }
    case 0xC8: enter(code, next, &step)
    case 0xC9: leave(&step)
    case 0xCA, 0xCB, 0xCF: step.flow = .farReturn
    case 0xCC: step.flow = .breakpoint
    case 0xE8: branch(.call, code, next, &step)
    case 0xE9, 0xEB: branch(.jump, code, next, &step)
    case 0xF4: step.flow = .stop
    case 0xF6, 0xF7:
      if group == 2 || group == 3 { write(opcode == 0xF6 ? .rmByte : .rm, to: &step) }
    case 0xFE:
      guard group < 2 else {
        step.flow = .undecodable
        return
      }
      write(.rmByte, to: &step)
    case 0xFF: applyGroup5(next, &step)
    default: step.flow = .undecodable
    }
  }

  private func apply0F(_ code: RawSpan, _ next: Int, _ step: inout InstructionStep) {
    switch opcode {
    // SLDT, STR; SMSW.
    case 0x00: if group < 2 { write(.rm, to: &step) }
    case 0x01: if group == 4 { write(.rm, to: &step) }
    case 0x07, 0x35, 0xAA: step.flow = .farReturn
    case 0x0B, 0xB9, 0xFF: step.flow = .stop
    // RDSSPD, RDSSPQ; ENDBR64 and the rest are hints.
    case 0x1E:
      if isRegisterForm, group == 1, prefixes.contains(.rep) { write(.rm, to: &step) }
    case 0x1F: step.flow = .padding
    case 0x80...0x8F: branch(.conditionalJump, code, next, &step)
    case 0xA0, 0xA8: push(&step)
    case 0xA1, 0xA9: pop(&step)
    // RDFSBASE, RDGSBASE.
    case 0xAE:
      if isRegisterForm, group < 2, prefixes.contains(.rep) { write(.rm, to: &step) }
    // POPCNT.
    case 0xB8:
      guard prefixes.contains(.rep) else {
        step.flow = .undecodable
        return
      }
      write(.reg, to: &step)
    // BT writes nothing; BTS, BTR and BTC do.
    case 0xBA:
      guard group >= 4 else {
        step.flow = .undecodable
        return
      }
      if group > 4 { write(.rm, to: &step) }
    // RDRAND, RDSEED, RDPID.
    case 0xC7: if isRegisterForm, group >= 6 { write(.rm, to: &step) }
    default: step.flow = .undecodable
    }
  }

  /// ADD, OR, ADC, SBB, AND, SUB, XOR, CMP with an immediate.
  private func applyGroup1(_ code: RawSpan, _ next: Int, _ step: inout InstructionStep) {
    guard group != 7 else { return }
    guard isRegisterForm, rm == Self.rsp, isWide, opcode != 0x80, group == 0 || group == 5 else {
      return write(opcode == 0x80 ? .rmByte : .rm, to: &step)
    }
    let immediate = code.codeInteger(endingAt: next, size: immediateSize)
    step.state.delta &+= group == 5 ? immediate : 0 &- immediate
  }

  /// INC, DEC, CALL, far CALL, JMP, far JMP, PUSH.
  private func applyGroup5(_ next: Int, _ step: inout InstructionStep) {
    switch group {
    case 0, 1: write(.rm, to: &step)
    case 2, 3:
      guard group == 2 || !isRegisterForm else {
        step.flow = .undecodable
        return
      }
      indirect(.indirectCall, next, &step)
    case 4, 5:
      guard group == 4 || !isRegisterForm else {
        step.flow = .undecodable
        return
      }
      if isIndexed {
        step.flow = .tableJump
      } else {
        indirect(.indirectJump, next, &step)
      }
    case 6: push(&step)
    default: step.flow = .undecodable
    }
  }
}
