internal import CLLVM

extension Instruction {
  /// The type that `alloca` makes room for, else nil.
  public var allocatedType: IRType? {
    opcode == .alloca ? IRType(LLVMGetAllocatedType(ref)) : nil
  }

  /// Whether an `alloca` is part of the frame: in the entry block and of constant size.
  public var isStaticAlloca: Bool {
    guard opcode == .alloca, let block, block == block.function?.entry else { return false }
    return operand(0)?.isConstant ?? false
  }

  /// The type that a `getelementptr` steps through, else nil.
  public var sourceElementType: IRType? {
    opcode == .getElementPointer ? IRType(LLVMGetGEPSourceElementType(ref)) : nil
  }

  /// The address that a load, store or atomic operation accesses, or that a `getelementptr` starts
  /// from; else nil.
  public var pointerOperand: Value? {
    switch opcode {
    case .load, .getElementPointer, .compareExchange, .atomicRMW: operand(0)
    case .store: operand(1)
    default: nil
    }
  }

  private var isAccess: Bool {
    switch opcode {
    case .load, .store, .compareExchange, .atomicRMW: true
    default: false
    }
  }

  /// The alignment in bytes of an `alloca` or an access; else nil.
  public var alignment: UInt32? { isAccess || opcode == .alloca ? LLVMGetAlignment(ref) : nil }

  /// Sets the alignment of an `alloca` or an access to a power of two.
  /// - Throws: `invalidAlignment` for another number, `typeMismatch` for another instruction.
  public func setAlignment(_ bytes: UInt32) throws(LLVMError) {
    guard bytes > 0, bytes & (bytes &- 1) == 0 else {
      throw .invalidAlignment(bytes: bytes)
    }
    guard alignment != nil else {
      throw .typeMismatch(expected: "an alloca or memory access", found: description)
    }
    LLVMSetAlignment(ref, bytes)
  }

  /// Whether an access is volatile; false for other instructions.
  public var isVolatile: Bool { isAccess && LLVMGetVolatile(ref) != 0 }

  /// - Throws: `typeMismatch` if this is no access.
  public func setVolatile(_ volatile: Bool) throws(LLVMError) {
    guard isAccess else {
      throw .typeMismatch(expected: "a memory access", found: description)
    }
    LLVMSetVolatile(ref, volatile ? 1 : 0)
  }
}

extension Instruction {
  /// Lets a memory access go through another pointer, which may be of another address space.
  /// - Throws: `typeMismatch` when this accesses no memory, or the operand is no pointer.
  public func setPointerOperand(to pointer: some IRValue) throws(LLVMError) {
    guard isAccess, pointer.type.kind == .pointer else {
      throw .typeMismatch(expected: "a memory access and a pointer", found: description)
    }
    LLVMSetOperand(ref, opcode == .store ? 1 : 0, pointer.ref)
  }
}
