/// Why a function's stack pointer could not be followed. Offsets are within the function; deltas
/// are bytes below the stack pointer at entry; `bytes` are those of the instruction at fault.
public enum StackPointerError: Error, Sendable, Equatable {
  /// The function's range (offsets in the section) does not lie in the section's bytes, or is too
  /// large.
  case functionOutsideSection(function: Range<Int>, sectionSize: Int)
  /// An arm64 function starts or ends between instructions.
  case misalignedFunction(function: Range<Int>)
  /// No instruction that is known, or one that is cut off by the function's end.
  case undecodable(offset: Int, bytes: [UInt8])
  /// The stack pointer is written by an amount that the instruction does not state.
  case stackPointerWrite(offset: Int, bytes: [UInt8])
  /// The instruction sets the stack pointer above its value at entry.
  case aboveEntry(offset: Int, bytes: [UInt8], delta: Int)
  /// The instruction makes a frame of 2 GiB or more.
  case frameTooLarge(offset: Int, bytes: [UInt8], delta: Int)
  /// The instruction is reached with one delta first, and with another from the instruction at
  /// `source`.
  case differentDeltas(offset: Int, bytes: [UInt8], first: Int, second: Int, source: Int)
  /// The flow goes on past the function's last byte.
  case flowPastEnd(offset: Int, bytes: [UInt8])
  /// The flow goes into the middle of another instruction.
  case intoInstruction(offset: Int, bytes: [UInt8], target: Int)
  /// A jump to addresses that the instructions do not tell.
  case indirectJump(offset: Int, bytes: [UInt8])
  /// A return with the stack pointer elsewhere than at entry.
  case unbalancedReturn(offset: Int, bytes: [UInt8], delta: Int)
  /// A jump out of the function with the stack pointer elsewhere than at entry.
  case unbalancedTailCall(offset: Int, bytes: [UInt8], delta: Int)
  /// The caller's x29 is saved in two places.
  case differentFramePointerSaves(offset: Int, bytes: [UInt8], first: Int, second: Int)
}

extension StackPointerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .functionOutsideSection(let function, let size):
      "function at \(function) of a section of \(size) bytes: correct its symbol's value and size"
    case .misalignedFunction(let function):
      "arm64 function at \(function) is not aligned to 4 bytes: correct its symbol's value and size"
    case .undecodable(let offset, let bytes):
      Self.place(offset, bytes) + "unknown instruction: compile for the base architecture"
        + " (without APX or SME) and keep data out of code"
    case .stackPointerWrite(let offset, let bytes):
      Self.place(offset, bytes) + "sets the stack pointer by an unknown amount: avoid dynamic"
        + " alloca, over-aligned locals, scalable vectors on the stack and callee-popped arguments"
    case .aboveEntry(let offset, let bytes, let delta):
      Self.place(offset, bytes) + "sets the stack pointer \(0 &- delta) bytes above its value at"
        + " entry: use a calling convention whose caller removes the arguments"
    case .frameTooLarge(let offset, let bytes, let delta):
      Self.place(offset, bytes) + "makes a frame of \(delta) bytes: move large locals to the heap"
    case .differentDeltas(let offset, let bytes, let first, let second, let source):
      Self.place(offset, bytes) + "reached with the stack pointer \(first) bytes below entry, and"
        + " \(second) from +0x\(Self.hex(source)): compile without stack probes and alloca,"
        + " and with a trap after calls that do not return (-trap-unreachable)"
    case .flowPastEnd(let offset, let bytes):
      Self.place(offset, bytes) + "the flow runs past the function's end: end it with a return or"
        + " a trap (-trap-unreachable), or correct its symbol's size"
    case .intoInstruction(let offset, let bytes, let target):
      Self.place(offset, bytes) + "goes on in the middle of an instruction, at"
        + " +0x\(Self.hex(target)): keep data and overlapping instructions out of code"
    case .indirectJump(let offset, let bytes):
      Self.place(offset, bytes) + "indirect jump: compile with jump tables off"
        + " (\"no-jump-tables\", -fno-jump-tables) and without computed gotos"
    case .unbalancedReturn(let offset, let bytes, let delta):
      Self.place(offset, bytes) + "returns with the stack pointer \(delta) bytes below entry:"
        + " correct the assembly"
    case .unbalancedTailCall(let offset, let bytes, let delta):
      Self.place(offset, bytes) + "jumps out of the function with the stack pointer \(delta) bytes"
        + " below entry: compile without hot/cold splitting"
    case .differentFramePointerSaves(let offset, let bytes, let first, let second):
      Self.place(offset, bytes) + "saves x29 at \(second) bytes below entry, and elsewhere at"
        + " \(first): compile without shrink-wrapping"
    }
  }

  private static func place(_ offset: Int, _ bytes: [UInt8]) -> String {
    let text = bytes.map { ($0 < 16 ? "0" : "") + hex(Int($0)) }.joined(separator: " ")
    return "+0x\(hex(offset)) (\(text)): "
  }

  private static func hex(_ value: Int) -> String {
    String(value, radix: 16)
  }
}
