internal import CLLVM

/// A variable of a module. As a value it is its address. Valid while its module lives.
public struct GlobalVariable: IRGlobalObject {
  public let value: Value
  init(_ ref: LLVMValueRef) { value = Value(ref) }

  /// Nil unless `value` is a global variable.
  public init?(_ value: some IRValue) {
    guard LLVMIsAGlobalVariable(value.ref) != nil else { return nil }
    self.init(value.ref)
  }

  /// The initial contents, or nil for a declaration.
  public var initializer: Constant? { LLVMGetInitializer(ref).map { Constant($0) } }

  /// Makes this a definition with these contents, or with nil a declaration.
  /// - Throws: `typeMismatch` unless the constant is of the variable's type.
  public func setInitializer(_ constant: Constant?) throws(LLVMError) {
    if let constant, constant.type != valueType {
      throw .typeMismatch(
        expected: valueType.description, found: constant.type.description)
    }
    LLVMSetInitializer(ref, constant?.ref)
  }

  /// Whether the program never writes it, so that it can lie in read-only memory.
  public var isReadOnly: Bool {
    get { LLVMIsGlobalConstant(ref) != 0 }
    nonmutating set { LLVMSetGlobalConstant(ref, newValue ? 1 : 0) }
  }

  /// Whether something other than the initializer may set it before the program starts.
  public var isExternallyInitialized: Bool {
    get { LLVMIsExternallyInitialized(ref) != 0 }
    nonmutating set { LLVMSetExternallyInitialized(ref, newValue ? 1 : 0) }
  }

  public var threadLocalMode: ThreadLocalMode {
    get { ThreadLocalMode(LLVMGetThreadLocalMode(ref)) }
    nonmutating set { LLVMSetThreadLocalMode(ref, newValue.raw) }
  }

  /// Removes the variable from its module; this handle is dead afterwards.
  /// - Throws: `stillUsed` if anything refers to it.
  public func delete() throws(LLVMError) {
    try checkUnused()
    LLVMDeleteGlobal(ref)
  }
}
