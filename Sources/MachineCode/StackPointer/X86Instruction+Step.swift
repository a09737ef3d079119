extension X86Instruction {
  /// What the instruction at `start` does to the stack pointer, to RBP and to the flow.
  static func step(
    _ code: RawSpan, at start: Int, end: Int, from state: StackState, opcodes: Span<X86Opcode>
  ) -> InstructionStep {
    guard let instruction = decode(code, at: start, end: end, opcodes: opcodes) else {
      return InstructionStep(length: 0, state: state, flow: .undecodable)
    }
    var step = InstructionStep(length: instruction.length, state: state)
    if instruction.effect == .special {
      instruction.applySpecial(code, next: start &+ instruction.length, to: &step)
    } else if instruction.effect != .none {
      instruction.write(instruction.effect, to: &step)
    }
    return step
  }

  /// Notes which registers are written: RSP in a way not followed, or RBP.
  func write(_ effect: X86Opcode.Effect, to step: inout InstructionStep) {
    switch effect {
    case .none, .special: break
    case .reg: write(register: reg, to: &step)
    case .regByte: write(byteRegister: reg, to: &step)
    case .rm: if isRegisterForm { write(register: rm, to: &step) }
    case .rmByte: if isRegisterForm { write(byteRegister: rm, to: &step) }
    case .both:
      write(register: reg, to: &step)
      write(.rm, to: &step)
    case .bothByte:
      write(byteRegister: reg, to: &step)
      write(.rmByte, to: &step)
    case .low:
      write(register: low, to: &step)
      // 90 without REX.B is NOP, or PAUSE with F3.
      if opcode == 0x90, map == .oneByte, rex & 1 == 0 { step.flow = .padding }
    case .lowByte: write(byteRegister: low, to: &step)
    case .vvvv: write(register: vvvv, to: &step)
    case .regAndVvvv:
      write(register: reg, to: &step)
      write(register: vvvv, to: &step)
    case .regIfScalar:
      if !prefixes.isDisjoint(with: [.rep, .repne]) { write(register: reg, to: &step) }
    case .rmUnlessF3: if !prefixes.contains(.rep) { write(.rm, to: &step) }
    case .rmIfNoPrefix:
      if prefixes.isDisjoint(with: [.operandSize, .repne]) { write(.rm, to: &step) }
    }
  }

  private func write(register: UInt8, to step: inout InstructionStep) {
    if register == Self.rsp { step.flow = .stackPointerWrite }
    if register == Self.rbp { step.state.frame = .unknown }
  }

  /// Without a REX prefix, byte registers 4 … 7 are AH, CH, DH and BH (Intel SDM volume 1,
  /// 3.4.1.1).
  private func write(byteRegister: UInt8, to step: inout InstructionStep) {
    if rex != 0 || byteRegister < 4 { write(register: byteRegister, to: &step) }
  }
}
