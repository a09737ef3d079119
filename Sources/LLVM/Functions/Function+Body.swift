internal import CLLVM

extension Function {
  /// The blocks in order, the entry first; none for a declaration. A snapshot.
  public var blocks: [BasicBlock] {
    list(LLVMGetFirstBasicBlock(ref), LLVMGetNextBasicBlock).map { BasicBlock($0) }
  }

  /// The entry block, or nil for a declaration.
  public var entry: BasicBlock? { LLVMGetFirstBasicBlock(ref).map { BasicBlock($0) } }

  /// All instructions, block by block. A snapshot.
  public var instructions: [Instruction] { blocks.flatMap(\.instructions) }

  /// Adds an empty block at the end; LLVM appends a number to a name already taken, and cuts a name
  /// at a zero byte.
  public func appendBlock(_ name: String = "") -> BasicBlock {
    BasicBlock(LLVMAppendBasicBlockInContext(type.context.ref, ref, name))
  }

  /// Checks the rules of the IR for this function. `Module.verify()` says what is wrong.
  public var isValid: Bool { LLVMVerifyFunction(ref, LLVMReturnStatusAction) == 0 }
}
