internal import CLLVM

extension Module {
  /// A module from its text or bitcode; which of the two is told by the first bytes.
  ///
  /// The module is not verified beyond what reading needs: see `verify()`.
  /// - Parameter buffer: its name becomes the module's, and messages begin with it.
  /// - Throws: `malformedModule`, whose message holds line and column for text.
  public init(
    parsing buffer: consuming MemoryBuffer, named name: String, in context: borrowing Context
  ) throws(LLVMError) {
    try self.init(parsing: buffer, named: name, owner: context.owner)
  }

  init(
    parsing buffer: consuming MemoryBuffer, named name: String, owner: ContextOwner
  ) throws(LLVMError) {
    let buffer = buffer.take()
    var module: LLVMModuleRef?
    var message: UnsafeMutablePointer<CChar>?
    // The reader owns the buffer from here on, whether it succeeds or not.
    let (failed, errors) = DebugInfoUpgrade.suspended {
      owner.collecting { LLVMParseIRInContext(owner.ref, buffer, &module, &message) }
    }
    let text = takeMessage(message)
    guard failed == 0, errors.isEmpty, let module else {
      if let module { LLVMDisposeModule(module) }
      // After the first line come the line at fault and a caret.
      let first = text.split(whereSeparator: \.isNewline).first.map(String.init)
      throw .malformedModule(
        name: name, message: first ?? errors.first ?? "not a module")
    }
    self.init(ModuleOwner(module, owner))
  }

  /// A module from the bytes of its text or bitcode.
  /// - Parameter name: the module's name, with which messages begin.
  /// - Throws: `malformedModule`, whose message holds line and column for text.
  public init(
    parsing bytes: [UInt8], name: String, in context: borrowing Context
  ) throws(LLVMError) {
    try self.init(
      parsing: MemoryBuffer(copying: bytes, name: name), named: name, in: context)
  }

  /// A module from its text.
  /// - Throws: `malformedModule`, whose message holds line and column.
  public init(text: String, name: String, in context: borrowing Context) throws(LLVMError) {
    try self.init(parsing: Array(text.utf8), name: name, in: context)
  }

  /// A module from a file of text or bitcode.
  /// - Throws: `unreadableFile`; `malformedModule`, whose message holds line and column for text.
  public init(contentsOf path: String, in context: borrowing Context) throws(LLVMError) {
    try self.init(
      parsing: try MemoryBuffer(contentsOf: path), named: path, in: context)
  }
}
