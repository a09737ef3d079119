internal import CLLVM

extension Function {
  /// Takes another function's blocks over, in their order; that one is a declaration afterwards.
  /// Its parameters are still used in them: the caller replaces them. Debug info moves along.
  public func takeBody(of other: Function) {
    for block in other.blocks {
      LLVMRemoveBasicBlockFromParent(block.ref)
      LLVMAppendExistingBasicBlock(ref, block.ref)
    }
    subprogram = other.subprogram
    other.subprogram = nil
  }
}
