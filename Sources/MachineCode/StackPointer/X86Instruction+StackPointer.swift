extension X86Instruction {
  /// PUSH and POP move eight bytes, or two with an operand size prefix.
  private var stackSlotSize: Int { prefixes.contains(.operandSize) && !isWide ? 2 : 8 }

  func push(_ step: inout InstructionStep) {
    step.state.delta &+= stackSlotSize
  }

  func pop(_ step: inout InstructionStep) {
    step.state.delta &-= stackSlotSize
  }

  /// MOV between general registers, or a store or load when the rm operand is memory.
  func move(from source: UInt8, to target: UInt8, _ step: inout InstructionStep) {
    guard isRegisterForm, isWide else { return write(opcode == 0x89 ? .rm : .reg, to: &step) }
    switch (source, target) {
    case (Self.rsp, Self.rbp): step.state.frame = FramePointer(distance: step.state.delta)
    case (Self.rbp, Self.rsp): setStackPointer(fromFrame: step.state.frame, plus: 0, &step)
    case (Self.rsp, Self.rsp), (Self.rbp, Self.rbp): break
    default: write(opcode == 0x89 ? .rm : .reg, to: &step)
    }
  }

  /// LEA of RSP or RBP from either, plus a constant.
  func loadAddress(_ code: RawSpan, _ next: Int, _ step: inout InstructionStep) {
    guard !isRegisterForm else {
      step.flow = .undecodable
      return
    }
    guard reg == Self.rsp || reg == Self.rbp else { return }
    guard isWide, !prefixes.contains(.addressSize), let base = plainBase else {
      return write(.reg, to: &step)
    }
    let displacement =
      displacementSize == 0 ? 0 : code.codeInteger(endingAt: next, size: displacementSize)
    switch (base, reg) {
    case (Self.rsp, Self.rsp): step.state.delta &-= displacement
    case (Self.rbp, Self.rsp):
      setStackPointer(fromFrame: step.state.frame, plus: displacement, &step)
    case (Self.rsp, Self.rbp):
      step.state.frame = FramePointer(distance: step.state.delta &- displacement)
    case (Self.rbp, Self.rbp):
      guard let distance = step.state.frame.distance else { return }
      step.state.frame = FramePointer(distance: distance &- displacement)
    default: write(.reg, to: &step)
    }
  }

  /// ENTER without nested frames: push rbp; mov rbp, rsp; sub rsp, imm16.
  func enter(_ code: RawSpan, _ next: Int, _ step: inout InstructionStep) {
    guard code.codeByte(at: next &- 1) & 31 == 0, !prefixes.contains(.operandSize) else {
      step.flow = .stackPointerWrite
      return
    }
    let size = code.codeInteger(endingAt: next &- 1, size: 2) & 0xFFFF
    step.state.delta &+= 8
    step.state.frame = FramePointer(distance: step.state.delta)
    step.state.delta &+= size
  }

  /// LEAVE: mov rsp, rbp; pop rbp.
  func leave(_ step: inout InstructionStep) {
    guard !prefixes.contains(.operandSize) else {
      step.flow = .stackPointerWrite
      return
    }
    setStackPointer(fromFrame: step.state.frame, plus: 8, &step)
    step.state.frame = .unknown
  }

  /// The stack pointer becomes the frame pointer plus a constant.
  private func setStackPointer(
    fromFrame frame: FramePointer, plus displacement: Int, _ step: inout InstructionStep
  ) {
    guard let distance = frame.distance else {
      step.flow = .stackPointerWrite
      return
    }
    step.state.delta = distance &- displacement
  }

  /// A direct call or jump: its displacement is the instruction's last bytes.
  func branch(
    _ flow: InstructionStep.Flow, _ code: RawSpan, _ next: Int, _ step: inout InstructionStep
  ) {
    step.flow = flow
    step.target = next &+ code.codeInteger(endingAt: next, size: immediateSize)
    step.operand = next &- immediateSize
  }

  /// A call or jump through a register or memory. When the memory is named by a relocation, that
  /// is the operand.
  func indirect(_ flow: InstructionStep.Flow, _ next: Int, _ step: inout InstructionStep) {
    step.flow = flow
    step.operand = isRIPRelative ? next &- 4 : -1
  }
}
