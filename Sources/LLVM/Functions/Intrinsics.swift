internal import CLLVM

extension Module {
  /// The declaration of an intrinsic, added if it is not there yet.
  /// - Parameters:
  ///   - name: without the suffix for the types: `llvm.sqrt`, `llvm.memcpy`.
  ///   - overloads: the types for which the intrinsic is overloaded, in LLVM's order and as many
  ///     as it has; the C API cannot tell how many those are.
  /// - Throws: `unknownIntrinsic` if there is none of the name, or if types are given for one that
  ///   is not overloaded or missing for one that is.
  public func intrinsic(
    _ name: String, overloads: [IRType] = []
  ) throws(LLVMError) -> Function {
    let id = withBytes(of: name) { LLVMLookupIntrinsicID($0, $1) }
    guard id != 0, (LLVMIntrinsicIsOverloaded(id) != 0) == !overloads.isEmpty else {
      throw .unknownIntrinsic(name: name)
    }
    return withReferences(overloads.map(\.ref)) {
      Function(LLVMGetIntrinsicDeclaration(ref, id, $0, Int($1)))
    }
  }
}

extension Function {
  public var isIntrinsic: Bool { LLVMGetIntrinsicID(ref) != 0 }

  /// Whether this is the intrinsic of this name, for whichever types: `llvm.memcpy`.
  public func isIntrinsic(_ name: String) -> Bool {
    let id = LLVMGetIntrinsicID(ref)
    return id != 0 && id == withBytes(of: name) { LLVMLookupIntrinsicID($0, $1) }
  }
}
