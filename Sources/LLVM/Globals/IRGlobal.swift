internal import CLLVM

/// A symbol of a module: a function, a global variable or an alias. As a value it is its address.
public protocol IRGlobal: IRConstant {}

/// A symbol with storage of its own: a function or a global variable.
public protocol IRGlobalObject: IRGlobal {}

extension IRGlobal {
  /// The type of what the address points at; of an alias, the type it was given.
  public var valueType: IRType { IRType(LLVMGlobalGetValueType(ref)) }

  /// Whether the symbol is only declared here, and defined elsewhere.
  public var isDeclaration: Bool { LLVMIsDeclaration(ref) != 0 }

  /// Setting a local linkage resets the visibility, which must then be the default.
  public var linkage: Linkage {
    get { Linkage(LLVMGetLinkage(ref)) }
    nonmutating set { LLVMSetLinkage(ref, newValue.raw) }
  }

  public var visibility: Visibility {
    get { Visibility(LLVMGetVisibility(ref)) }
    nonmutating set { LLVMSetVisibility(ref, newValue.raw) }
  }

  public var unnamedAddress: UnnamedAddress {
    get { UnnamedAddress(LLVMGetUnnamedAddress(ref)) }
    nonmutating set { LLVMSetUnnamedAddress(ref, newValue.raw) }
  }

  /// Renames the symbol.
  /// - Throws: `nameTaken` if another symbol of the module has the name: LLVM would alter it.
  public func rename(_ name: String) throws(LLVMError) {
    try checkName(name)
    guard name != self.name else { return }
    if let module = LLVMGetGlobalParent(ref), symbol(named: name, in: module) != nil {
      throw .nameTaken(symbol: name)
    }
    withBytes(of: name) { LLVMSetValueName2(ref, $0, $1) }
  }

  /// - Throws: `stillUsed` if anything refers to the symbol.
  func checkUnused() throws(LLVMError) {
    guard !hasUses else { throw .stillUsed(symbol: name) }
  }
}

/// The symbol of any sort with this name. The C API looks each sort up by itself.
func symbol(named name: String, in module: LLVMModuleRef) -> LLVMValueRef? {
  guard !name.isEmpty else { return nil }
  if let function = LLVMGetNamedFunction(module, name) { return function }
  if let variable = LLVMGetNamedGlobal(module, name) { return variable }
  return withBytes(of: name) {
    if let alias = LLVMGetNamedGlobalAlias(module, $0, $1) { return alias }
    return LLVMGetNamedGlobalIFunc(module, $0, $1)
  }
}

extension IRGlobalObject {
  /// The section the symbol is put in; empty for LLVM's choice.
  public var section: String { copyString(LLVMGetSection(ref)) }

  public func setSection(_ section: String) throws(LLVMError) {
    try checkName(section)
    LLVMSetSection(ref, section)
  }

  /// The explicit alignment in bytes, or 0 for LLVM's choice.
  public var alignment: UInt32 { LLVMGetAlignment(ref) }

  /// Sets the alignment in bytes: a power of two up to 2³¹, or 0 for LLVM's choice.
  /// - Throws: `invalidAlignment` for another number.
  public func setAlignment(_ bytes: UInt32) throws(LLVMError) {
    guard bytes & (bytes &- 1) == 0 else {
      throw .invalidAlignment(bytes: bytes)
    }
    LLVMSetAlignment(ref, bytes)
  }

  /// The section group that the symbol stays or goes with (ELF SHT_GROUP).
  public var comdat: Comdat? {
    get { LLVMGetComdat(ref).map(Comdat.init) }
    nonmutating set { LLVMSetComdat(ref, newValue?.ref) }
  }
}
