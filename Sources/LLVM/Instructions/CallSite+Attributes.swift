internal import CLLVM

extension CallSite {
  /// The attributes of the call itself at a place, in LLVM's order; those of the function called
  /// are not among them.
  public func attributes(at index: Attribute.Index = .function) -> [Attribute] {
    let count = Int(LLVMGetCallSiteAttributeCount(ref, index.raw))
    guard count > 0 else { return [] }
    var references = [LLVMAttributeRef?](repeating: nil, count: count)
    references.withUnsafeMutableBufferPointer {
      LLVMGetCallSiteAttributes(ref, index.raw, $0.baseAddress)
    }
    return references.compactMap { $0.map(Attribute.init) }
  }

  /// Adds an attribute, in place of one of the same kind or key.
  public func add(_ attribute: Attribute, at index: Attribute.Index = .function) {
    LLVMAddCallSiteAttribute(ref, index.raw, attribute.ref)
  }

  public func attribute(
    _ kind: Attribute.Kind, at index: Attribute.Index = .function
  ) -> Attribute? {
    LLVMGetCallSiteEnumAttribute(ref, index.raw, kind.id).map(Attribute.init)
  }

  /// The value of a text attribute, or nil if it is not there.
  public func attributeValue(
    key: String, at index: Attribute.Index = .function
  ) -> String? {
    let found = withBytes(of: key) {
      LLVMGetCallSiteStringAttribute(ref, index.raw, $0, UInt32(clamping: $1))
    }
    guard let found else { return nil }
    var count: UInt32 = 0
    let start = LLVMGetStringAttributeValue(found, &count)
    return copyString(start, Int(count))
  }

  public func remove(_ kind: Attribute.Kind, at index: Attribute.Index = .function) {
    LLVMRemoveCallSiteEnumAttribute(ref, index.raw, kind.id)
  }

  public func removeAttribute(key: String, at index: Attribute.Index = .function) {
    withBytes(of: key) {
      LLVMRemoveCallSiteStringAttribute(ref, index.raw, $0, UInt32(clamping: $1))
    }
  }
}
