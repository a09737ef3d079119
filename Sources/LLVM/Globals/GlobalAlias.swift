internal import CLLVM

/// A second symbol for an address in the same module. LLVM's C API cannot delete one.
/// Valid while its module lives.
public struct GlobalAlias: IRGlobal {
  public let value: Value
  init(_ ref: LLVMValueRef) { value = Value(ref) }

  /// Nil unless `value` is an alias.
  public init?(_ value: some IRValue) {
    guard LLVMIsAGlobalAlias(value.ref) != nil else { return nil }
    self.init(value.ref)
  }

  /// The address: a global, or an expression based on one.
  public var aliasee: Constant { Constant(LLVMAliasGetAliasee(ref)) }

  /// - Throws: `typeMismatch` unless the address is of the alias's pointer type.
  public func setAliasee(_ aliasee: some IRConstant) throws(LLVMError) {
    guard aliasee.type == type else {
      throw .typeMismatch(expected: type.description, found: aliasee.type.description)
    }
    LLVMAliasSetAliasee(ref, aliasee.ref)
  }
}
