internal import CLLVM

extension Module {
  /// The functions, in the module's order: a snapshot, as are the other lists of handles.
  public var functions: [Function] {
    list(LLVMGetFirstFunction(ref), LLVMGetNextFunction).map { Function($0) }
  }

  public var globalVariables: [GlobalVariable] {
    list(LLVMGetFirstGlobal(ref), LLVMGetNextGlobal).map { GlobalVariable($0) }
  }

  public var aliases: [GlobalAlias] {
    list(LLVMGetFirstGlobalAlias(ref), LLVMGetNextGlobalAlias).map { GlobalAlias($0) }
  }

  public func function(named name: String) -> Function? {
    name.utf8.contains(0) ? nil : LLVMGetNamedFunction(ref, name).map { Function($0) }
  }

  public func globalVariable(named name: String) -> GlobalVariable? {
    name.utf8.contains(0) ? nil : LLVMGetNamedGlobal(ref, name).map { GlobalVariable($0) }
  }

  public func alias(named name: String) -> GlobalAlias? {
    withBytes(of: name) { LLVMGetNamedGlobalAlias(ref, $0, $1) }.map { GlobalAlias($0) }
  }

  /// The symbol of any sort with this name.
  public func symbol(named name: String) -> Constant? {
    name.utf8.contains(0) ? nil : LLVM.symbol(named: name, in: ref).map { Constant($0) }
  }

  /// Declares a function of external linkage; it becomes a definition with its first block.
  /// - Throws: `nameTaken` if the module has a symbol of this name.
  public func addFunction(
    _ name: String, _ type: FunctionType
  ) throws(LLVMError) -> Function {
    try checkFree(name)
    return Function(LLVMAddFunction(ref, name, type.type.ref))
  }

  /// Declares a variable of external linkage; it becomes a definition with its initializer.
  /// - Throws: `nameTaken` if the module has a symbol of this name.
  public func addGlobalVariable(
    _ name: String, _ type: IRType, addressSpace: UInt32 = 0
  ) throws(LLVMError) -> GlobalVariable {
    try checkFree(name)
    return GlobalVariable(LLVMAddGlobalInAddressSpace(ref, type.ref, name, addressSpace))
  }

  /// Defines a variable with its contents.
  /// - Throws: `nameTaken` if the module has a symbol of this name.
  public func addGlobalVariable(
    _ name: String, initializer: Constant, linkage: Linkage = .external, readOnly: Bool = false,
    addressSpace: UInt32 = 0
  ) throws(LLVMError) -> GlobalVariable {
    let variable = try addGlobalVariable(name, initializer.type, addressSpace: addressSpace)
    try variable.setInitializer(initializer)
    variable.linkage = linkage
    variable.isReadOnly = readOnly
    return variable
  }

  /// Adds a symbol for an address in this module.
  /// - Parameters:
  ///   - type: the type of what stands at the address; its size is the symbol's.
  ///   - aliasee: a definition of this module, or an address within one.
  /// - Throws: `nameTaken` if the module has a symbol of this name; `typeMismatch` if `aliasee` is
  ///   no address.
  public func addAlias(
    _ name: String, _ type: IRType, to aliasee: some IRConstant
  ) throws(LLVMError) -> GlobalAlias {
    try checkFree(name)
    guard let addressSpace = aliasee.type.addressSpace else {
      throw .typeMismatch(expected: "ptr", found: aliasee.type.description)
    }
    return GlobalAlias(
      LLVMAddAlias2(ref, type.ref, UInt32(addressSpace), aliasee.ref, name))
  }

  /// LLVM would add a number to a name already taken, and so make another symbol. The empty name
  /// is that of symbols without one, and always free.
  private func checkFree(_ name: String) throws(LLVMError) {
    try checkName(name)
    guard LLVM.symbol(named: name, in: ref) == nil else { throw .nameTaken(symbol: name) }
  }
}

/// The handles of one of LLVM's linked lists.
func list(
  _ first: OpaquePointer?, _ next: (OpaquePointer?) -> OpaquePointer?
) -> [OpaquePointer] {
  var handles: [OpaquePointer] = []
  var current = first
  while let handle = current {
    handles.append(handle)
    current = next(handle)
  }
  return handles
}
