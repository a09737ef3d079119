internal import CLLVM

/// An instruction; as a value, its result. Valid until it is erased or its function goes.
public struct Instruction: IRValue {
  public let value: Value
  init(_ ref: LLVMValueRef) { value = Value(ref) }

  /// Nil unless `value` is an instruction.
  public init?(_ value: some IRValue) {
    guard LLVMIsAInstruction(value.ref) != nil else { return nil }
    self.init(value.ref)
  }

  public var opcode: Opcode { Opcode(LLVMGetInstructionOpcode(ref)) }

  /// The block, or nil for an instruction that stands in none.
  public var block: BasicBlock? { LLVMGetInstructionParent(ref).map { BasicBlock($0) } }
  public var function: Function? { block?.function }
  public var next: Instruction? { LLVMGetNextInstruction(ref).map { Instruction($0) } }
  public var previous: Instruction? { LLVMGetPreviousInstruction(ref).map { Instruction($0) } }

  /// Names the result; LLVM appends a number to a name already taken in the function.
  public func setName(_ name: String) { withBytes(of: name) { LLVMSetValueName2(ref, $0, $1) } }

  /// Replaces an operand.
  /// - Throws: `indexOutOfRange`, or `typeMismatch` unless the type stays.
  public func setOperand(_ index: Int, to operand: some IRValue) throws(LLVMError) {
    guard let old = self.operand(index) else {
      throw .indexOutOfRange(what: "operand", index: index, count: operandCount)
    }
    guard old.type == operand.type else {
      throw .typeMismatch(expected: old.type.description, found: operand.type.description)
    }
    LLVMSetOperand(ref, UInt32(index), operand.ref)
  }

  /// The blocks that a terminator may go to; none for another instruction.
  public var successors: [BasicBlock] {
    guard opcode.isTerminator else { return [] }
    return (0..<LLVMGetNumSuccessors(ref)).compactMap {
      LLVMGetSuccessor(ref, $0).map { BasicBlock($0) }
    }
  }

  /// A copy that stands in no block and has no name: insert it, or erase it.
  public func clone() -> Instruction { Instruction(LLVMInstructionClone(ref)) }

  /// Takes the instruction out of its block without deleting it: insert it elsewhere, or erase it.
  /// The verifier refuses a module to whose values an instruction in no block refers.
  public func remove() {
    if block != nil { LLVMInstructionRemoveFromParent(ref) }
  }

  /// Deletes the instruction; this handle is dead afterwards.
  /// - Throws: `stillUsed` if its result is used.
  public func erase() throws(LLVMError) {
    guard !hasUses else { throw .stillUsed(symbol: name.isEmpty ? description : name) }
    if block == nil { LLVMDeleteInstruction(ref) } else { LLVMInstructionEraseFromParent(ref) }
  }

  /// The predicate of an integer comparison, else nil.
  public var integerPredicate: IntegerPredicate? {
    opcode == .icmp ? IntegerPredicate(LLVMGetICmpPredicate(ref)) : nil
  }

  /// The predicate of a floating-point comparison, else nil.
  public var floatPredicate: FloatPredicate? {
    opcode == .fcmp ? FloatPredicate(LLVMGetFCmpPredicate(ref)) : nil
  }

  /// The field numbers of `extractvalue` and `insertvalue`, else none.
  public var fieldIndices: [UInt32] {
    guard opcode == .extractValue || opcode == .insertValue, let indices = LLVMGetIndices(ref)
    else {
      return []
    }
    return [UInt32](UnsafeBufferPointer(start: indices, count: Int(LLVMGetNumIndices(ref))))
  }

  /// The values a phi chooses from, each with the block it comes from; none for other instructions.
  public var incoming: [(value: Value, block: BasicBlock)] {
    guard opcode == .phi else { return [] }
    return (0..<LLVMCountIncoming(ref)).map {
      (Value(LLVMGetIncomingValue(ref, $0)), BasicBlock(LLVMGetIncomingBlock(ref, $0)))
    }
  }
}

extension Instruction {
  /// Which elements of its two vectors, one behind the other, a shuffle takes; −1 for any. Empty for
  /// other instructions.
  public var shuffleMask: [Int] {
    guard opcode == .shuffleVector else { return [] }
    return (0..<LLVMGetNumMaskElements(ref)).map { Int(LLVMGetMaskValue(ref, $0)) }
  }
}
