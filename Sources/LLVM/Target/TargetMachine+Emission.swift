internal import CLLVM

extension TargetMachine {
  /// What code generation writes.
  public enum Output: Hashable, Sendable {
    case object, assembly
  }

  /// Compiles a module, which is verified before.
  ///
  /// The module gets this machine's data layout, and code generation rewrites its functions: clone
  /// it first if it is needed again. What LLVM takes for an internal error, such as an operation it
  /// cannot select, ends the process.
  /// - Throws: `invalidModule`, or `emissionFailed` with LLVM's reason, which for inline assembly
  ///   holds line and column.
  public func emit(
    _ module: borrowing Module, _ output: Output = .object
  ) throws(LLVMError) -> [UInt8] {
    try module.verify()
    let moduleReference = module.ref
    var buffer: LLVMMemoryBufferRef?
    var message: UnsafeMutablePointer<CChar>?
    let kind = output == .object ? LLVMObjectFile : LLVMAssemblyFile
    let (failed, errors) = module.owner.context.collecting {
      LLVMTargetMachineEmitToMemoryBuffer(ref, moduleReference, kind, &message, &buffer)
    }
    let emitted = MemoryBuffer(buffer)
    let text = oneLine(takeMessage(message))
    guard failed == 0, errors.isEmpty else {
      let reasons = failed != 0 && !text.isEmpty ? [text] + errors : errors
      throw .emissionFailed(module: module.name, message: reasons.joined(separator: "; "))
    }
    return emitted.bytes
  }
}
