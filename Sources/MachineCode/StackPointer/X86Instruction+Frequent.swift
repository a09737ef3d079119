extension X86Instruction {
  /// What the most frequent instructions do that move the stack pointer or change the flow, without
  /// prefixes: pushes, pops, direct branches and returns. `step` has the last word on all others.
  @inline(__always)
  static func frequentStep(
    _ code: RawSpan, at start: Int, end: Int, from state: StackState
  ) -> InstructionStep? {
    guard start < end else { return nil }
    let first = code.codeByte(at: start)
    switch first {
    case 0x50...0x57:
      var step = InstructionStep(length: 1, state: state)
      step.state.delta &+= 8
      return step
    case 0x58...0x5F where first != 0x58 | rsp:
      var step = InstructionStep(length: 1, state: state)
      step.state.delta &-= 8
      if first == 0x58 | rbp { step.state.frame = .unknown }
      return step
    case 0x70...0x7F: return branch(.conditionalJump, code, start, end, opcode: 1, size: 1, state)
    case 0xEB: return branch(.jump, code, start, end, opcode: 1, size: 1, state)
    case 0xE8: return branch(.call, code, start, end, opcode: 1, size: 4, state)
    case 0xE9: return branch(.jump, code, start, end, opcode: 1, size: 4, state)
    case 0xC3: return InstructionStep(length: 1, state: state, flow: .functionReturn)
    case 0x0F:
      guard start &+ 1 < end, code.codeByte(at: start &+ 1) & 0xF0 == 0x80 else { return nil }
      return branch(.conditionalJump, code, start, end, opcode: 2, size: 4, state)
    default: return nil
    }
  }

  @inline(__always)
  private static func branch(
    _ flow: InstructionStep.Flow, _ code: RawSpan, _ start: Int, _ end: Int, opcode: Int,
    size: Int, _ state: StackState
  ) -> InstructionStep? {
    let next = start &+ opcode &+ size
    guard next <= end else { return nil }
    var step = InstructionStep(length: opcode &+ size, state: state, flow: flow)
    step.target = next &+ code.codeInteger(endingAt: next, size: size)
    step.operand = next &- size
    return step
  }
}
