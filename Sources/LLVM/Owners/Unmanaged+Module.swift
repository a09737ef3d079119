internal import CLLVM

// The one way across to code that holds LLVM's own references. Everything else in this target hides
// them. Nothing is checked: the pointer must be what it is said to be, of the LLVM linked here.

extension Context {
  /// UNSAFE. Takes over an `LLVMContextRef`, which is disposed of with this value. Its diagnostic
  /// handler is replaced.
  /// - Throws: `versionMismatch` if the library is not the release compiled against.
  public init(adopting context: OpaquePointer) throws(LLVMError) {
    try LLVMVersion.check()
    self.init(ContextOwner(adopting: context))
  }

  /// UNSAFE. Uses an `LLVMContextRef` that must outlive this value and all made from it. Its
  /// diagnostic handler is replaced only while an operation runs.
  /// - Throws: `versionMismatch` if the library is not the release compiled against.
  public init(borrowing context: OpaquePointer) throws(LLVMError) {
    try LLVMVersion.check()
    self.init(ContextOwner(borrowing: context))
  }

  /// UNSAFE. The `LLVMContextRef`, valid while this context lives.
  public var unmanaged: OpaquePointer { owner.ref }
}

extension Module {
  /// UNSAFE. Takes over an `LLVMModuleRef`, which is disposed of with this value; its context is
  /// borrowed and must outlive this value.
  /// - Throws: `versionMismatch` if the library is not the release compiled against.
  public init(adopting module: OpaquePointer) throws(LLVMError) {
    try LLVMVersion.check()
    self.init(ModuleOwner(module, ContextOwner(borrowing: LLVMGetModuleContext(module))))
  }

  /// UNSAFE. Uses an `LLVMModuleRef` that must outlive this value and all made from it.
  /// - Throws: `versionMismatch` if the library is not the release compiled against.
  public init(borrowing module: OpaquePointer) throws(LLVMError) {
    try LLVMVersion.check()
    let context = ContextOwner(borrowing: LLVMGetModuleContext(module))
    self.init(ModuleOwner(module, context, disposes: false))
  }

  /// UNSAFE. The `LLVMModuleRef`, valid while this module lives.
  public var unmanaged: OpaquePointer { owner.ref }

  /// UNSAFE. Gives the `LLVMModuleRef` up: the caller disposes of it, before its context goes.
  public consuming func release() -> OpaquePointer {
    owner.relinquish()
    return owner.ref
  }
}
