internal import CLLVM

extension IRValue {
  /// The users of this value, an entry a use: a user with it in two operands comes twice.
  /// A snapshot, so that the users may be changed while going through it. Metadata is no user.
  public var users: [Value] {
    var users: [Value] = []
    var use = LLVMGetFirstUse(ref)
    while let current = use {
      users.append(Value(LLVMGetUser(current)))
      use = LLVMGetNextUse(current)
    }
    return users
  }

  public var hasUses: Bool { LLVMGetFirstUse(ref) != nil }

  /// Puts `other` in the place of this value in all its users, metadata included.
  /// - Throws: `typeMismatch` unless both have one type.
  public func replaceAllUses(with other: some IRValue) throws(LLVMError) {
    guard type == other.type else {
      throw .typeMismatch(expected: type.description, found: other.type.description)
    }
    // LLVM would go round for ever.
    guard ref != other.ref else { return }
    LLVMReplaceAllUsesWith(ref, other.ref)
  }
}
