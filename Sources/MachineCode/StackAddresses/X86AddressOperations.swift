/// Takes x86-64 instructions apart as `X86Instruction` does, which says what they write, and adds
/// what they read.
struct X86AddressOperations: AddressOperationDecoder {
  let opcodes = X86OpcodeMap.all
  let reads = X86OperandReads.all
  let convention = RegisterConvention.x86_64
  let quantum = 1

  func operation(
    _ code: RawSpan, at start: Int, end: Int, delta: Int
  ) -> AddressOperation? {
    guard let instruction = X86Instruction.decode(code, at: start, end: end, opcodes: opcodes.span)
    else { return nil }
    let next = start &+ instruction.length
    var operation = AddressOperation()
    operation.length = UInt8(truncatingIfNeeded: instruction.length)
    if instruction.effect == .special {
      var step = InstructionStep(
        length: instruction.length, state: StackState(delta: delta, frame: .unknown))
      instruction.applySpecial(code, next: next, to: &step)
      operation.flow = step.flow
      operation.target = Int32(clamping: step.target)
    }
    let entry = opcodes[instruction.map.rawValue &* 256 &+ Int(instruction.opcode)]
    var operands = X86Operands(instruction, hasModRM: entry.form.hasModRM)
    let immediateSize = instruction.immediateSize
    if immediateSize == 1 || immediateSize == 2 || immediateSize == 4 {
      operands.immediate = code.codeInteger(endingAt: next, size: immediateSize)
    }
    if instruction.displacementSize > 0 {
      operands.displacement = code.codeInteger(
        endingAt: next &- immediateSize, size: instruction.displacementSize)
      operands.hasScaledDisplacement =
        instruction.displacementSize == 1 && Self.isEVEX(code, start, next)
    }
    operands.find(reads.span)
    operands.describe(&operation)
    return operation
  }

  /// EVEX counts displacements of one byte in units that depend on the instruction.
  private static func isEVEX(_ code: RawSpan, _ start: Int, _ end: Int) -> Bool {
    for offset in start..<end {
      switch code.codeByte(at: offset) {
      case 0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, 0x67: continue
      case 0x62: return true
      default: return false
      }
    }
    return false
  }
}
