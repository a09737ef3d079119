internal import CLLVM

extension Module {
  /// Moves all that `other` has into this module, by the rules of linkage.
  ///
  /// Handles into `other` are dead afterwards. After an error this module may hold part of it.
  /// - Throws: `differentContexts`, or `linkFailed` with LLVM's reason.
  public func link(_ other: consuming Module) throws(LLVMError) {
    guard other.context == context else { throw .differentContexts(module: other.name) }
    let source = other.release()
    let (failed, errors) = owner.context.collecting { LLVMLinkModules2(ref, source) }
    guard failed == 0, errors.isEmpty else {
      throw .linkFailed(module: name, message: errors.joined(separator: "; "))
    }
  }

  /// Moves all that a module's text has into this module, for the same target.
  /// - Throws: `malformedModule`, whose message holds line and column, or `linkFailed`.
  public func link(text: String, name: String) throws(LLVMError) {
    let other = try Module(
      parsing: MemoryBuffer(copying: Array(text.utf8), name: name), named: name,
      owner: owner.context)
    LLVMSetTarget(other.ref, LLVMGetTarget(ref))
    LLVMSetDataLayout(other.ref, LLVMGetDataLayoutStr(ref))
    try link(other)
  }
}
