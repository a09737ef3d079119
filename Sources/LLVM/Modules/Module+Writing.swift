internal import CLLVM

extension Module {
  /// The module's text.
  public var text: String { takeMessage(LLVMPrintModuleToString(ref)) }

  /// The module as bitcode.
  public var bitcode: [UInt8] { MemoryBuffer(LLVMWriteBitcodeToMemoryBuffer(ref)).bytes }

  /// Checks the rules of the IR, debug info included.
  /// - Throws: `invalidModule` with all that the verifier found.
  public func verify() throws(LLVMError) {
    var message: UnsafeMutablePointer<CChar>?
    let broken = LLVMVerifyModule(ref, LLVMReturnStatusAction, &message)
    let text = takeMessage(message)
    guard broken == 0 else { throw .invalidModule(name: name, message: oneLine(text)) }
  }

  /// Removes all debug info; true if there was any.
  @discardableResult
  public func stripDebugInfo() -> Bool { LLVMStripModuleDebugInfo(ref) != 0 }
}
