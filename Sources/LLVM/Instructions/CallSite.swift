internal import CLLVM

/// A call, invoke or callbr, with what only these have.
public struct CallSite: IRValue {
  public let instruction: Instruction

  /// Nil unless `value` calls something.
  public init?(_ value: some IRValue) {
    guard let instruction = Instruction(value), instruction.opcode.isCall else { return nil }
    self.instruction = instruction
  }

  init(unchecked instruction: Instruction) { self.instruction = instruction }

  public var value: Value { instruction.value }

  /// What is called: a function, a pointer or inline assembly.
  public var callee: Value { Value(LLVMGetCalledValue(ref)) }

  /// The function called, if it is known.
  public var calledFunction: Function? { Function(callee) }

  public var functionType: FunctionType {
    FunctionType(unchecked: IRType(LLVMGetCalledFunctionType(ref)))
  }

  public var arguments: [Value] {
    let count = Int(LLVMGetNumArgOperands(ref))
    return (0..<count).compactMap { instruction.operand($0) }
  }

  public var callingConvention: CallingConvention {
    get { CallingConvention(rawValue: LLVMGetInstructionCallConv(ref)) }
    nonmutating set { LLVMSetInstructionCallConv(ref, newValue.rawValue) }
  }

  /// Whether a call may or must become a jump (LangRef, "'call' Instruction").
  public enum TailCallKind: Hashable, Sendable, CaseIterable {
    case none, tail, mustTail, noTail

    var raw: LLVMTailCallKind {
      switch self {
      case .none: LLVMTailCallKindNone
      case .tail: LLVMTailCallKindTail
      case .mustTail: LLVMTailCallKindMustTail
      case .noTail: LLVMTailCallKindNoTail
      }
    }
  }

  /// `none` for invoke and callbr, where setting it does nothing.
  public var tailCallKind: TailCallKind {
    get {
      guard instruction.opcode == .call else { return .none }
      let kind = LLVMGetTailCallKind(ref)
      return TailCallKind.allCases.first { $0.raw == kind } ?? .none
    }
    nonmutating set {
      if instruction.opcode == .call { LLVMSetTailCallKind(ref, newValue.raw) }
    }
  }

  public var operandBundles: [OperandBundle] {
    (0..<LLVMGetNumOperandBundles(ref)).compactMap { index in
      guard let bundle = LLVMGetOperandBundleAtIndex(ref, index) else { return nil }
      defer { LLVMDisposeOperandBundle(bundle) }
      var count = 0
      let tag = LLVMGetOperandBundleTag(bundle, &count)
      let arguments = (0..<LLVMGetNumOperandBundleArgs(bundle)).compactMap {
        LLVMGetOperandBundleArgAtIndex(bundle, $0).map(Value.init)
      }
      return OperandBundle(copyString(tag, count), arguments)
    }
  }
}

/// Values that a call carries besides its arguments (LangRef, "Operand Bundles").
public struct OperandBundle: Hashable {
  public var tag: String
  public var arguments: [Value]

  public init(_ tag: String, _ arguments: [Value]) {
    self.tag = tag
    self.arguments = arguments
  }
}

extension CallSite {
  /// Makes it a call of something else, of the same type.
  public func setCallee(_ callee: some IRValue) throws(LLVMError) {
    try instruction.setOperand(instruction.operandCount - 1, to: callee)
  }
}
