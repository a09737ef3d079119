internal import CLLVM

extension Instruction {
  /// The node attached under this kind, if any. For `dbg` use `debugLocation`.
  public func metadata(_ kind: MetadataKind) -> Metadata? {
    guard let node = LLVMGetMetadata(ref, kind.id) else { return nil }
    return Metadata(node: Value(node), type.context)
  }

  /// Attaches a node in place of one of the same kind; nil removes that.
  /// - Throws: `typeMismatch` if the metadata is no node.
  public func setMetadata(_ kind: MetadataKind, to metadata: Metadata?) throws(LLVMError) {
    guard let metadata else { return LLVMSetMetadata(ref, kind.id, nil) }
    guard metadata.isNode else {
      throw .typeMismatch(expected: "a metadata node", found: metadata.description)
    }
    LLVMSetMetadata(ref, kind.id, metadata.asValue)
  }

  /// All nodes attached except the debug location, each with its kind.
  public var attachedMetadata: [(kind: MetadataKind, node: Metadata)] {
    var count = 0
    let entries = LLVMInstructionGetAllMetadataOtherThanDebugLoc(ref, &count)
    return takeEntries(entries, count, type.context)
  }

  /// The place in the source; nil if there is none.
  public var debugLocation: DebugLocation? {
    get { LLVMInstructionGetDebugLoc(ref).map { DebugLocation(Metadata($0, type.context)) } }
    nonmutating set { LLVMInstructionSetDebugLoc(ref, newValue?.metadata.ref) }
  }
}
