internal import CLLVM

// Constant expressions. LLVM folds what it can and checks no types: `Module.verify()` does.
extension IRConstant {
  /// The address `bytes` past this one: `getelementptr (i8, ptr self, i64 bytes)`.
  /// - Parameter inBounds: promises that the result lies in, or just behind, the same object.
  public func advanced(byBytes bytes: Int64, inBounds: Bool = true) -> Constant {
    let context = type.context
    return withReferences([context.i64.constant(bytes).ref]) { indices, count in
      Constant(
        inBounds
          ? LLVMConstInBoundsGEP2(context.i8.ref, ref, indices, count)
          : LLVMConstGEP2(context.i8.ref, ref, indices, count))
    }
  }

  public func pointerToInteger(_ type: IRType) -> Constant {
    Constant(LLVMConstPtrToInt(ref, type.ref))
  }

  public func integerToPointer(_ type: IRType) -> Constant {
    Constant(LLVMConstIntToPtr(ref, type.ref))
  }

  /// Cuts an integer to a narrower type.
  public func truncated(to type: IRType) -> Constant { Constant(LLVMConstTrunc(ref, type.ref)) }

  public func bitCast(to type: IRType) -> Constant { Constant(LLVMConstBitCast(ref, type.ref)) }

  /// The same address in another address space; itself if it is there already.
  public func addressSpaceCast(to type: IRType) -> Constant {
    self.type == type ? constant : Constant(LLVMConstAddrSpaceCast(ref, type.ref))
  }

  public func adding(_ other: some IRConstant) -> Constant {
    Constant(LLVMConstAdd(ref, other.ref))
  }

  public func subtracting(_ other: some IRConstant) -> Constant {
    Constant(LLVMConstSub(ref, other.ref))
  }

  /// The opcode of a constant expression, else nil.
  public var expressionOpcode: Opcode? {
    guard LLVMIsAConstantExpr(ref) != nil else { return nil }
    return Opcode(LLVMGetConstOpcode(ref))
  }
}
