internal import CLLVM

extension Function {
  /// The attributes at a place, in LLVM's order.
  public func attributes(at index: Attribute.Index = .function) -> [Attribute] {
    let count = Int(LLVMGetAttributeCountAtIndex(ref, index.raw))
    guard count > 0 else { return [] }
    var references = [LLVMAttributeRef?](repeating: nil, count: count)
    references.withUnsafeMutableBufferPointer {
      LLVMGetAttributesAtIndex(ref, index.raw, $0.baseAddress)
    }
    return references.compactMap { $0.map(Attribute.init) }
  }

  /// Adds an attribute, in place of one of the same kind or key.
  public func add(_ attribute: Attribute, at index: Attribute.Index = .function) {
    LLVMAddAttributeAtIndex(ref, index.raw, attribute.ref)
  }

  public func attribute(
    _ kind: Attribute.Kind, at index: Attribute.Index = .function
  ) -> Attribute? {
    LLVMGetEnumAttributeAtIndex(ref, index.raw, kind.id).map(Attribute.init)
  }

  /// The value of a text attribute, or nil if it is not there.
  public func attributeValue(
    key: String, at index: Attribute.Index = .function
  ) -> String? {
    let found = withBytes(of: key) {
      LLVMGetStringAttributeAtIndex(ref, index.raw, $0, UInt32(clamping: $1))
    }
    guard let found else { return nil }
    var count: UInt32 = 0
    let start = LLVMGetStringAttributeValue(found, &count)
    return copyString(start, Int(count))
  }

  /// Whether one of LLVM's own attributes stands here.
  /// - Throws: `unknownAttribute` if this LLVM has none of the name.
  public func has(
    _ name: String, at index: Attribute.Index = .function
  ) throws(LLVMError) -> Bool {
    attribute(try Attribute.Kind(name), at: index) != nil
  }

  public func remove(_ kind: Attribute.Kind, at index: Attribute.Index = .function) {
    LLVMRemoveEnumAttributeAtIndex(ref, index.raw, kind.id)
  }

  public func removeAttribute(key: String, at index: Attribute.Index = .function) {
    withBytes(of: key) {
      LLVMRemoveStringAttributeAtIndex(ref, index.raw, $0, UInt32(clamping: $1))
    }
  }
}
