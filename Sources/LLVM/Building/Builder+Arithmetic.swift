internal import CLLVM

/// What is promised of an integer operation; the result is poison if the promise is broken.
public struct Wrapping: OptionSet, Hashable, Sendable {
  public var rawValue: UInt8
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// `nuw`: no unsigned overflow.
  public static let noUnsigned = Wrapping(rawValue: 1)
  /// `nsw`: no signed overflow.
  public static let noSigned = Wrapping(rawValue: 2)
}

extension Builder {
  /// Any operation of two operands of one type.
  public func binary(
    _ opcode: Opcode, _ left: some IRValue, _ right: some IRValue, name: String = ""
  ) -> Value {
    assert(left.type == right.type, "\(opcode) of \(left.type) and \(right.type)")
    return Value(LLVMBuildBinOp(ref, opcode.raw, left.ref, right.ref, name))
  }

  private func binary(
    _ opcode: Opcode, _ left: some IRValue, _ right: some IRValue, _ wrapping: Wrapping,
    _ name: String
  ) -> Value {
    let result = binary(opcode, left, right, name: name)
    // A folded result is a constant, which has no flags.
    if !wrapping.isEmpty, LLVMIsAInstruction(result.ref) != nil {
      if wrapping.contains(.noUnsigned) { LLVMSetNUW(result.ref, 1) }
      if wrapping.contains(.noSigned) { LLVMSetNSW(result.ref, 1) }
    }
    return result
  }

  public func add(
    _ left: some IRValue, _ right: some IRValue, _ wrapping: Wrapping = [], name: String = ""
  ) -> Value { binary(.add, left, right, wrapping, name) }

  public func sub(
    _ left: some IRValue, _ right: some IRValue, _ wrapping: Wrapping = [], name: String = ""
  ) -> Value { binary(.sub, left, right, wrapping, name) }

  public func mul(
    _ left: some IRValue, _ right: some IRValue, _ wrapping: Wrapping = [], name: String = ""
  ) -> Value { binary(.mul, left, right, wrapping, name) }

  public func shl(
    _ left: some IRValue, _ right: some IRValue, _ wrapping: Wrapping = [], name: String = ""
  ) -> Value { binary(.shl, left, right, wrapping, name) }

  public func udiv(_ left: some IRValue, _ right: some IRValue, name: String = "") -> Value {
    binary(.udiv, left, right, name: name)
  }

  public func sdiv(_ left: some IRValue, _ right: some IRValue, name: String = "") -> Value {
    binary(.sdiv, left, right, name: name)
  }

  public func urem(_ left: some IRValue, _ right: some IRValue, name: String = "") -> Value {
    binary(.urem, left, right, name: name)
  }

  public func srem(_ left: some IRValue, _ right: some IRValue, name: String = "") -> Value {
    binary(.srem, left, right, name: name)
  }

  public func lshr(_ left: some IRValue, _ right: some IRValue, name: String = "") -> Value {
    binary(.lshr, left, right, name: name)
  }

  public func ashr(_ left: some IRValue, _ right: some IRValue, name: String = "") -> Value {
    binary(.ashr, left, right, name: name)
  }

  public func and(_ left: some IRValue, _ right: some IRValue, name: String = "") -> Value {
    binary(.and, left, right, name: name)
  }

  public func or(_ left: some IRValue, _ right: some IRValue, name: String = "") -> Value {
    binary(.or, left, right, name: name)
  }

  public func xor(_ left: some IRValue, _ right: some IRValue, name: String = "") -> Value {
    binary(.xor, left, right, name: name)
  }

  public func fadd(_ left: some IRValue, _ right: some IRValue, name: String = "") -> Value {
    binary(.fadd, left, right, name: name)
  }

  public func fsub(_ left: some IRValue, _ right: some IRValue, name: String = "") -> Value {
    binary(.fsub, left, right, name: name)
  }

  public func fmul(_ left: some IRValue, _ right: some IRValue, name: String = "") -> Value {
    binary(.fmul, left, right, name: name)
  }

  public func fdiv(_ left: some IRValue, _ right: some IRValue, name: String = "") -> Value {
    binary(.fdiv, left, right, name: name)
  }

  public func frem(_ left: some IRValue, _ right: some IRValue, name: String = "") -> Value {
    binary(.frem, left, right, name: name)
  }

  public func neg(_ operand: some IRValue, name: String = "") -> Value {
    Value(LLVMBuildNeg(ref, operand.ref, name))
  }

  public func not(_ operand: some IRValue, name: String = "") -> Value {
    Value(LLVMBuildNot(ref, operand.ref, name))
  }

  public func fneg(_ operand: some IRValue, name: String = "") -> Value {
    Value(LLVMBuildFNeg(ref, operand.ref, name))
  }

  /// The operand, or if it is poison or undef, one fixed arbitrary value.
  public func freeze(_ operand: some IRValue, name: String = "") -> Value {
    Value(LLVMBuildFreeze(ref, operand.ref, name))
  }

  public func compare(
    _ predicate: IntegerPredicate, _ left: some IRValue, _ right: some IRValue, name: String = ""
  ) -> Value {
    assert(left.type == right.type, "icmp of \(left.type) and \(right.type)")
    return Value(LLVMBuildICmp(ref, predicate.raw, left.ref, right.ref, name))
  }

  public func compare(
    _ predicate: FloatPredicate, _ left: some IRValue, _ right: some IRValue, name: String = ""
  ) -> Value {
    assert(left.type == right.type, "fcmp of \(left.type) and \(right.type)")
    return Value(LLVMBuildFCmp(ref, predicate.raw, left.ref, right.ref, name))
  }

  /// `then` if the condition is true, else `otherwise`, both evaluated.
  public func select(
    _ condition: some IRValue, _ then: some IRValue, _ otherwise: some IRValue, name: String = ""
  ) -> Value {
    assert(then.type == otherwise.type, "select of \(then.type) and \(otherwise.type)")
    return Value(LLVMBuildSelect(ref, condition.ref, then.ref, otherwise.ref, name))
  }
}
