internal import CLLVM

/// A piece of metadata: a string, a node of operands, a value, or a record of debug info.
/// Unique in its context unless distinct. Valid while the context lives.
public struct Metadata: Hashable, CustomStringConvertible {
  let ref: LLVMMetadataRef
  public let context: ContextHandle

  init(_ ref: LLVMMetadataRef, _ context: ContextHandle) {
    self.ref = ref
    self.context = context
  }

  /// The node of a value that must have been one. The C API gives a node of a single constant as
  /// that constant (`MetadataAsValue::get` looks through it), so the node is made again: nodes are
  /// unique.
  init(node value: Value, _ context: ContextHandle) {
    let metadata = Metadata(LLVMValueAsMetadata(value.ref), context)
    self = metadata.isValue ? context.metadata([metadata]) : metadata
  }

  var asValue: LLVMValueRef { LLVMMetadataAsValue(context.ref, ref) }

  /// The metadata as LLVM prints it.
  public var description: String { takeMessage(LLVMPrintValueToString(asValue)) }
}

/// The name under which metadata is attached, as its number in one context.
public struct MetadataKind: Hashable, Sendable {
  let id: UInt32
  init(id: UInt32) { self.id = id }
}

extension ContextHandle {
  /// The kind of this name, made if there is none: `dbg`, `exclude`, `associated`, or one's own.
  public func metadataKind(_ name: String) -> MetadataKind {
    MetadataKind(
      id: withBytes(of: name) { LLVMGetMDKindIDInContext(ref, $0, UInt32(clamping: $1)) })
  }

  public func metadata(_ string: String) -> Metadata {
    withBytes(of: string) { Metadata(LLVMMDStringInContext2(ref, $0, $1), self) }
  }

  /// A node; an operand that is nil is written `null`.
  public func metadata(_ operands: [Metadata?]) -> Metadata {
    withReferences(operands.map { $0?.ref }) {
      Metadata(LLVMMDNodeInContext2(ref, $0, Int($1)), self)
    }
  }

  /// A constant as metadata. It goes to null when the constant is deleted.
  public func metadata(_ constant: some IRConstant) -> Metadata {
    Metadata(LLVMValueAsMetadata(constant.ref), self)
  }
}
