internal import CLLVM

/// A piece of assembly that a call can call.
public struct InlineAssembly: IRValue {
  public enum Dialect: Hashable, Sendable { case att, intel }

  public let value: Value

  /// Nil unless `value` is inline assembly.
  public init?(_ value: some IRValue) {
    guard LLVMIsAInlineAsm(value.ref) != nil else { return nil }
    self.value = value.value
  }

  /// - Parameters:
  ///   - assembly: the template: `$0` is operand 0, `${0:P}` that with a modifier, `$$` a dollar.
  ///   - constraints: LangRef, "Inline Asm Constraint String". The verifier checks it at the call.
  ///   - hasSideEffects: keeps LLVM from removing, duplicating or moving it across others.
  ///   - alignsStack: asks for the stack alignment that calls need.
  ///   - canUnwind: whether it may unwind into the caller.
  public init(
    _ type: FunctionType, _ assembly: String, constraints: String, hasSideEffects: Bool,
    alignsStack: Bool = false, dialect: Dialect = .att, canUnwind: Bool = false
  ) {
    value = withBytes(of: assembly) { start, count in
      withBytes(of: constraints) {
        Value(
          LLVMGetInlineAsm(
            type.type.ref, start, count, $0, $1, hasSideEffects ? 1 : 0, alignsStack ? 1 : 0,
            dialect == .intel ? LLVMInlineAsmDialectIntel : LLVMInlineAsmDialectATT,
            canUnwind ? 1 : 0))
      }
    }
  }

  public var functionType: FunctionType {
    FunctionType(unchecked: IRType(LLVMGetInlineAsmFunctionType(ref)))
  }

  public var assembly: String {
    var count = 0
    let start = LLVMGetInlineAsmAsmString(ref, &count)
    return copyString(start, count)
  }

  public var constraints: String {
    var count = 0
    let start = LLVMGetInlineAsmConstraintString(ref, &count)
    return copyString(start, count)
  }

  public var hasSideEffects: Bool { LLVMGetInlineAsmHasSideEffects(ref) != 0 }
  public var alignsStack: Bool { LLVMGetInlineAsmNeedsAlignedStack(ref) != 0 }
  public var canUnwind: Bool { LLVMGetInlineAsmCanUnwind(ref) != 0 }
  public var dialect: Dialect {
    LLVMGetInlineAsmDialect(ref) == LLVMInlineAsmDialectIntel ? .intel : .att
  }
}
