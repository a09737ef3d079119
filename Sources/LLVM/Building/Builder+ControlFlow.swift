internal import CLLVM

extension Builder {
  @discardableResult
  public func branch(to block: BasicBlock) -> Instruction {
    Instruction(LLVMBuildBr(ref, block.ref))
  }

  @discardableResult
  public func branch(
    if condition: some IRValue, to then: BasicBlock, else otherwise: BasicBlock
  ) -> Instruction {
    assert(condition.type.integerWidth == 1, "branch on \(condition.type)")
    return Instruction(LLVMBuildCondBr(ref, condition.ref, then.ref, otherwise.ref))
  }

  /// Goes to the block of the case that equals `value`. The cases are distinct integer constants of
  /// the value's type.
  @discardableResult
  public func `switch`(
    _ value: some IRValue, cases: [(constant: Constant, block: BasicBlock)],
    default otherwise: BasicBlock
  ) -> Instruction {
    let result = Instruction(
      LLVMBuildSwitch(ref, value.ref, otherwise.ref, UInt32(clamping: cases.count)))
    for (constant, block) in cases {
      assert(constant.type == value.type, "case \(constant) of a switch on \(value.type)")
      LLVMAddCase(result.ref, constant.ref, block.ref)
    }
    return result
  }

  /// A value by the block that control comes from. More can be added with `addIncoming`.
  public func phi(
    _ type: IRType, _ incoming: [(value: Value, block: BasicBlock)] = [], name: String = ""
  ) -> Instruction {
    let phi = Instruction(LLVMBuildPhi(ref, type.ref, name))
    for (value, block) in incoming { addIncoming(to: phi, value, from: block) }
    return phi
  }

  public func addIncoming(to phi: Instruction, _ value: some IRValue, from block: BasicBlock) {
    assert(phi.opcode == .phi && phi.type == value.type, "\(value.type) into \(phi)")
    withReferences([value.ref]) { values, count in
      withReferences([block.ref]) { blocks, _ in LLVMAddIncoming(phi.ref, values, blocks, count) }
    }
  }

  @discardableResult
  public func ret() -> Instruction { Instruction(LLVMBuildRetVoid(ref)) }

  @discardableResult
  public func ret(_ value: some IRValue) -> Instruction {
    Instruction(LLVMBuildRet(ref, value.ref))
  }

  @discardableResult
  public func unreachable() -> Instruction { Instruction(LLVMBuildUnreachable(ref)) }
}
