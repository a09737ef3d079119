/// A set of general registers, by the numbers that instructions give them: on x86-64 0 … 15 (RSP is
/// 4, RBP 5), on arm64 0 … 30 and 31 for SP. The zero register is in no set.
struct GeneralRegisters: OptionSet {
  var rawValue: UInt32

  init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  @inline(__always)
  init(_ register: UInt8) {
    rawValue = 1 &<< UInt32(register)
  }

  /// The lowest number in the set; nil when it is empty.
  var first: UInt8? {
    isEmpty ? nil : UInt8(truncatingIfNeeded: rawValue.trailingZeroBitCount)
  }

  @inline(__always)
  func forEach(_ body: (UInt8) -> Void) {
    var rest = rawValue
    while rest != 0 {
      body(UInt8(truncatingIfNeeded: rest.trailingZeroBitCount))
      rest &= rest &- 1
    }
  }
}

/// What following stack addresses needs to know of an architecture's registers and of C's calling
/// convention (System V psABI, 3.2.1; AAPCS64, 6.1.1).
struct RegisterConvention {
  let stackPointer: UInt8
  /// RBP and x29. What a callee saves of it, the runtime adjusts when it moves the stack.
  let framePointer: UInt8
  /// Calls keep these, besides the frame pointer.
  let calleeSaved: GeneralRegisters
  /// Calls may take arguments here.
  let arguments: GeneralRegisters
  let names: @Sendable (UInt8) -> String

  static let x86_64 = RegisterConvention(
    stackPointer: X86Instruction.rsp, framePointer: X86Instruction.rbp,
    // RBX, R12 … R15.
    calleeSaved: GeneralRegisters(rawValue: 1 << 3 | 0xF << 12),
    // RDI, RSI, RDX, RCX, R8, R9.
    arguments: GeneralRegisters(rawValue: 0b11_1100_0110),
    names: { number in
      let low = ["rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi"]
      return number < 8 ? low[Int(number)] : "r\(number)"
    })

  static let arm64 = RegisterConvention(
    stackPointer: UInt8(ARM64Instruction.sp), framePointer: UInt8(ARM64Instruction.x29),
    // x19 … x28.
    calleeSaved: GeneralRegisters(rawValue: 0x3FF << 19),
    // x0 … x8.
    arguments: GeneralRegisters(rawValue: 0x1FF),
    names: { $0 == 31 ? "sp" : "x\($0)" })
}
