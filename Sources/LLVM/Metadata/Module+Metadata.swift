internal import CLLVM

extension Module {
  /// The names of the module's named metadata, in its order.
  public var namedMetadata: [String] {
    list(LLVMGetFirstNamedMetadata(ref), LLVMGetNextNamedMetadata).map {
      var count = 0
      let start = LLVMGetNamedMetadataName($0, &count)
      return copyString(start, count)
    }
  }

  /// The nodes under a name, or nil if the module has no metadata of that name.
  public func namedMetadata(_ name: String) -> [Metadata]? {
    guard !name.utf8.contains(0),
      withBytes(of: name, { LLVMGetNamedMetadata(ref, $0, $1) }) != nil
    else { return nil }
    let count = Int(LLVMGetNamedMetadataNumOperands(ref, name))
    var operands = [LLVMValueRef?](repeating: nil, count: count)
    operands.withUnsafeMutableBufferPointer {
      LLVMGetNamedMetadataOperands(ref, name, $0.baseAddress)
    }
    return operands.compactMap { $0.map { Metadata(node: Value($0), context) } }
  }

  /// Adds a node under a name, and the name if it is new. LLVM's C API cannot remove either.
  /// - Throws: `typeMismatch` if the metadata is no node.
  public func appendNamedMetadata(
    _ name: String, _ node: Metadata
  ) throws(LLVMError) {
    try checkName(name)
    guard node.isNode else {
      throw .typeMismatch(expected: "a metadata node", found: node.description)
    }
    LLVMAddNamedMetadataOperand(ref, name, node.asValue)
  }
}

extension IRGlobalObject {
  /// Attaches a node in place of any of the same kind.
  /// - Throws: `typeMismatch` if the metadata is no node.
  public func setMetadata(_ kind: MetadataKind, to node: Metadata) throws(LLVMError) {
    guard node.isNode else {
      throw .typeMismatch(expected: "a metadata node", found: node.description)
    }
    LLVMGlobalSetMetadata(ref, kind.id, node.ref)
  }

  public func removeMetadata(_ kind: MetadataKind) { LLVMGlobalEraseMetadata(ref, kind.id) }

  /// All nodes attached, each with its kind; a variable may have several of the kind `dbg`.
  public var attachedMetadata: [(kind: MetadataKind, node: Metadata)] {
    var count = 0
    let entries = LLVMGlobalCopyAllMetadata(ref, &count)
    return takeEntries(entries, count, type.context)
  }

  /// The first node attached under this kind, if any.
  public func metadata(_ kind: MetadataKind) -> Metadata? {
    attachedMetadata.first { $0.kind == kind }?.node
  }
}

/// Reads and frees a list of attachments.
func takeEntries(
  _ entries: OpaquePointer?, _ count: Int, _ context: ContextHandle
) -> [(kind: MetadataKind, node: Metadata)] {
  guard let entries else { return [] }
  defer { LLVMDisposeValueMetadataEntries(entries) }
  return (0..<UInt32(clamping: count)).map {
    (
      MetadataKind(id: LLVMValueMetadataEntriesGetKind(entries, $0)),
      Metadata(LLVMValueMetadataEntriesGetMetadata(entries, $0), context)
    )
  }
}
