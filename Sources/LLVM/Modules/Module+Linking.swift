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
}
