internal import CLLVM

extension Module {
  /// The module identifier, which messages use.
  public var name: String {
    get {
      var count = 0
      let start = LLVMGetModuleIdentifier(ref, &count)
      return copyString(start, count)
    }
    nonmutating set { withBytes(of: newValue) { LLVMSetModuleIdentifier(ref, $0, $1) } }
  }

  /// The name in the object's file symbol (ELF STT_FILE).
  public var sourceFileName: String {
    get {
      var count = 0
      let start = LLVMGetSourceFileName(ref, &count)
      return copyString(start, count)
    }
    nonmutating set { withBytes(of: newValue) { LLVMSetSourceFileName(ref, $0, $1) } }
  }

  /// The target triple, `x86_64-unknown-linux-gnu` for example; empty if none is set.
  public var targetTriple: String { copyString(LLVMGetTarget(ref)) }

  /// Sets the triple; any text is taken, and an unknown one refused by `TargetMachine`.
  public func setTargetTriple(_ triple: String) throws(LLVMError) {
    try checkName(triple)
    LLVMSetTarget(ref, triple)
  }

  /// Sets triple and data layout to those of `machine`.
  public func setTarget(_ machine: borrowing TargetMachine) throws(LLVMError) {
    try setTargetTriple(machine.triple)
    try setDataLayout(machine.dataLayout)
  }

  /// The module's assembly, which stands before all of its own in the object.
  public var inlineAssembly: String {
    var count = 0
    let start = LLVMGetModuleInlineAsm(ref, &count)
    return copyString(start, count)
  }

  /// Adds a piece of assembly; LLVM ends it with a newline if it does not end in one.
  public func appendInlineAssembly(_ assembly: String) {
    withBytes(of: assembly) { LLVMAppendModuleInlineAsm(ref, $0, $1) }
  }
}
