internal import CLLVM

/// Writes instructions at a place in a function.
///
/// LLVM folds what it can, so that arithmetic on constants gives a constant and no instruction:
/// such methods return `Value`, the others `Instruction`. Debug builds check the types of operands;
/// in all builds `Module.verify()` finds what is wrong. The place and the module must outlive the
/// builder's use of them. A result's `name` is without `%`, cut at a zero byte; LLVM appends a
/// number to one already taken.
public struct Builder: ~Copyable {
  let ref: LLVMBuilderRef
  private let owner: ContextOwner
  private let disposes: Bool

  public init(in module: borrowing Module) {
    owner = module.owner.context
    ref = LLVMCreateBuilderInContext(owner.ref)
    disposes = true
  }

  public init(in context: borrowing Context) {
    owner = context.owner
    ref = LLVMCreateBuilderInContext(owner.ref)
    disposes = true
  }

  /// UNSAFE. Uses an `LLVMBuilderRef` of the module's context, which must outlive this value.
  public init(borrowing builder: OpaquePointer, in module: borrowing Module) {
    owner = module.owner.context
    ref = builder
    disposes = false
  }

  deinit {
    if disposes { LLVMDisposeBuilder(ref) }
  }

  public var context: ContextHandle { ContextHandle(owner.ref) }

  /// The block written into, or nil before the first position is set.
  public var block: BasicBlock? { LLVMGetInsertBlock(ref).map { BasicBlock($0) } }

  /// Writes behind the block's last instruction. The current debug location stays.
  public func position(atEndOf block: BasicBlock) { LLVMPositionBuilderAtEnd(ref, block.ref) }

  /// Writes in front of an instruction, and takes over its debug location. The instruction must
  /// stand in a block.
  public func position(before instruction: Instruction) {
    assert(instruction.block != nil, "\(instruction) stands in no block")
    LLVMPositionBuilderBefore(ref, instruction.ref)
  }

  /// Writes behind an instruction that is no terminator, and takes over the debug location of the
  /// one that follows.
  public func position(after instruction: Instruction) {
    if let next = instruction.next {
      position(before: next)
    } else if let block = instruction.block {
      position(atEndOf: block)
    }
  }

  /// Writes in front of the first instruction of a block that is no phi.
  public func position(atStartOf block: BasicBlock) {
    if let first = block.firstOrdinary {
      position(before: first)
    } else {
      position(atEndOf: block)
    }
  }

  /// Leaves every block; nothing may be written until the next position.
  public func clearPosition() { LLVMClearInsertionPosition(ref) }

  /// The place in the source that instructions get from now on; nil for none. Calls in a function
  /// with a subprogram must have one if the callee has a subprogram too.
  public var debugLocation: DebugLocation? {
    get {
      LLVMGetCurrentDebugLocation2(ref).map { DebugLocation(Metadata($0, context)) }
    }
    nonmutating set { LLVMSetCurrentDebugLocation2(ref, newValue?.metadata.ref) }
  }

  /// Puts an instruction that stands in no block, such as a clone, at the position.
  public func insert(_ instruction: Instruction, name: String = "") {
    assert(instruction.block == nil, "\(instruction) stands in a block already")
    LLVMInsertIntoBuilderWithName(ref, instruction.ref, name)
  }
}
