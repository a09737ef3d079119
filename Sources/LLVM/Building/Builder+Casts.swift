internal import CLLVM

extension Builder {
  /// Any conversion; `opcode` must be one (`Opcode.isCast`).
  public func cast(
    _ opcode: Opcode, _ operand: some IRValue, to type: IRType, name: String = ""
  ) -> Value {
    assert(opcode.isCast, "\(opcode) is no cast")
    return Value(LLVMBuildCast(ref, opcode.raw, operand.ref, type.ref, name))
  }

  public func trunc(_ operand: some IRValue, to type: IRType, name: String = "") -> Value {
    cast(.trunc, operand, to: type, name: name)
  }

  public func zext(_ operand: some IRValue, to type: IRType, name: String = "") -> Value {
    cast(.zext, operand, to: type, name: name)
  }

  public func sext(_ operand: some IRValue, to type: IRType, name: String = "") -> Value {
    cast(.sext, operand, to: type, name: name)
  }

  public func fpTrunc(_ operand: some IRValue, to type: IRType, name: String = "") -> Value {
    cast(.fpTrunc, operand, to: type, name: name)
  }

  public func fpExt(_ operand: some IRValue, to type: IRType, name: String = "") -> Value {
    cast(.fpExt, operand, to: type, name: name)
  }

  public func ptrToInt(_ operand: some IRValue, to type: IRType, name: String = "") -> Value {
    cast(.ptrToInt, operand, to: type, name: name)
  }

  public func intToPtr(_ operand: some IRValue, to type: IRType, name: String = "") -> Value {
    cast(.intToPtr, operand, to: type, name: name)
  }

  public func bitCast(_ operand: some IRValue, to type: IRType, name: String = "") -> Value {
    cast(.bitCast, operand, to: type, name: name)
  }

  /// The same address in another address space; itself if it is there already.
  public func addressSpaceCast(
    _ operand: some IRValue, to type: IRType, name: String = ""
  ) -> Value {
    operand.type == type ? operand.value : cast(.addressSpaceCast, operand, to: type, name: name)
  }

  /// An integer at another width: cut, or widened by zeros or by its sign.
  public func integerCast(
    _ operand: some IRValue, to type: IRType, signed: Bool, name: String = ""
  ) -> Value {
    Value(LLVMBuildIntCast2(ref, operand.ref, type.ref, signed ? 1 : 0, name))
  }
}
