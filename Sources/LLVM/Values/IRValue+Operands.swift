internal import CLLVM

extension IRValue {
  /// The values this one is made of: an instruction's operands, a constant's elements, a global
  /// variable's initializer, an alias's target; empty for a value that is no user of others.
  public var operands: [Value] {
    guard LLVMIsAUser(ref) != nil else { return [] }
    let count = max(0, LLVMGetNumOperands(ref))
    return (0..<UInt32(count)).compactMap { LLVMGetOperand(ref, $0).map(Value.init) }
  }

  public var operandCount: Int {
    LLVMIsAUser(ref) == nil ? 0 : max(0, Int(LLVMGetNumOperands(ref)))
  }

  /// Operand `index`, or nil past the last.
  public func operand(_ index: Int) -> Value? {
    guard index >= 0, index < operandCount else { return nil }
    return LLVMGetOperand(ref, UInt32(index)).map(Value.init)
  }
}
