internal import CLLVM

/// A straight run of instructions. Valid while its function lives.
public struct BasicBlock: Hashable, CustomStringConvertible {
  let ref: LLVMBasicBlockRef
  init(_ ref: LLVMBasicBlockRef) { self.ref = ref }

  public var name: String {
    var count = 0
    let start = LLVMGetValueName2(LLVMBasicBlockAsValue(ref), &count)
    return copyString(start, count)
  }

  /// Names the block; LLVM appends a number to a name already taken in the function.
  public func setName(_ name: String) {
    withBytes(of: name) { LLVMSetValueName2(LLVMBasicBlockAsValue(ref), $0, $1) }
  }

  /// The function, or nil for a block that was taken out of one.
  public var function: Function? { LLVMGetBasicBlockParent(ref).map { Function($0) } }

  /// The instructions in order. A snapshot: the block may be changed while going through it.
  public var instructions: [Instruction] {
    list(LLVMGetFirstInstruction(ref), LLVMGetNextInstruction).map { Instruction($0) }
  }

  public var first: Instruction? { LLVMGetFirstInstruction(ref).map { Instruction($0) } }
  public var last: Instruction? { LLVMGetLastInstruction(ref).map { Instruction($0) } }

  /// The instruction that leaves the block, or nil while it is unfinished.
  public var terminator: Instruction? {
    LLVMGetBasicBlockTerminator(ref).map { Instruction($0) }
  }

  /// Where the block's first ordinary instruction stands, behind phis and landing pads; nil if it
  /// has none.
  public var firstOrdinary: Instruction? {
    instructions.first { $0.opcode != .phi && !$0.opcode.isPad }
  }

  /// The blocks that the terminator may go to.
  public var successors: [BasicBlock] { terminator?.successors ?? [] }

  public func move(before other: BasicBlock) { LLVMMoveBasicBlockBefore(ref, other.ref) }
  public func move(after other: BasicBlock) { LLVMMoveBasicBlockAfter(ref, other.ref) }

  /// Adds an empty block in front of this one.
  public func insertBlockBefore(_ name: String = "") -> BasicBlock {
    let context = LLVMGetTypeContext(LLVMTypeOf(LLVMBasicBlockAsValue(ref)))
    return BasicBlock(LLVMInsertBasicBlockInContext(context, ref, name))
  }

  /// Deletes the block and all in it; handles into it are dead afterwards.
  /// - Throws: `stillUsed` if a terminator or phi refers to it.
  public func delete() throws(LLVMError) {
    guard LLVMGetFirstUse(LLVMBasicBlockAsValue(ref)) == nil else {
      throw .stillUsed(symbol: name)
    }
    LLVMDeleteBasicBlock(ref)
  }

  /// The block's text.
  public var description: String {
    takeMessage(LLVMPrintValueToString(LLVMBasicBlockAsValue(ref)))
  }
}
