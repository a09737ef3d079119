/// What a `StackPointerTracker` asks of an architecture.
protocol InstructionStepper {
  /// The longest instruction, in bytes.
  static var maxLength: Int { get }

  /// What the instruction at `start` does, reading nothing at or beyond `end`.
  ///
  /// - Parameter framePointerSave: where the caller's frame pointer is known to be saved, as a
  ///   distance in bytes below the stack pointer at entry.
  func step(
    _ code: RawSpan, at start: Int, end: Int, from state: StackState, framePointerSave: Int?
  ) -> InstructionStep

  /// The length of the instruction at `start` if it is one of the many that neither touch the stack
  /// and frame pointers nor change the flow, and this is easily seen; else 0.
  func plainLength(_ code: RawSpan, at start: Int, end: Int) -> Int
}

extension InstructionStepper {
  /// The bytes of the instruction at `start`, for an error: as many as there may be of them when
  /// they are no instruction.
  func bytes(_ code: RawSpan, at start: Int, end: Int) -> [UInt8] {
    let state = StackState(delta: 0, frame: .unknown)
    let length = step(code, at: start, end: end, from: state, framePointerSave: nil).length
    let stop = min(end, start &+ (length > 0 ? length : Self.maxLength))
    return start < stop ? code.codeBytes(start..<stop) : []
  }
}

struct X86Stepper: InstructionStepper {
  static let maxLength = X86Instruction.maxLength

  let opcodes: [X86Opcode]
  let plain = X86PlainOpcodes.all

  @inline(__always)
  func plainLength(_ code: RawSpan, at start: Int, end: Int) -> Int {
    X86PlainOpcodes.length(code, at: start, end: end, plain.span)
  }

  @inline(__always)
  func step(
    _ code: RawSpan, at start: Int, end: Int, from state: StackState, framePointerSave: Int?
  ) -> InstructionStep {
    X86Instruction.frequentStep(code, at: start, end: end, from: state)
      ?? X86Instruction.step(code, at: start, end: end, from: state, opcodes: opcodes.span)
  }
}

struct ARM64Stepper: InstructionStepper {
  static let maxLength = ARM64Instruction.length

  @inline(__always)
  func plainLength(_ code: RawSpan, at start: Int, end: Int) -> Int {
    guard start &+ ARM64Instruction.length <= end else { return 0 }
    let instruction = ARM64Instruction(word: code.codeWord(at: start), start: start)
    return instruction.isPlain ? ARM64Instruction.length : 0
  }

  @inline(__always)
  func step(
    _ code: RawSpan, at start: Int, end: Int, from state: StackState, framePointerSave: Int?
  ) -> InstructionStep {
    ARM64Instruction.step(
      code, at: start, end: end, from: state, framePointerSave: framePointerSave)
  }
}
