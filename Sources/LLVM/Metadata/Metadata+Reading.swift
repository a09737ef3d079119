internal import CLLVM

extension Metadata {
  private var kind: Int { Int(LLVMGetMetadataKind(ref)) }

  func hasKind(_ kind: Int) -> Bool { self.kind == kind }

  /// Whether this is a value.
  public var isValue: Bool {
    hasKind(LLVMConstantAsMetadataMetadataKind) || hasKind(LLVMLocalAsMetadataMetadataKind)
  }

  /// Whether this is a node, which records of debug info are too.
  public var isNode: Bool {
    !isValue && !hasKind(LLVMMDStringMetadataKind) && !hasKind(LLVMDIArgListMetadataKind)
  }

  /// The text of a string, else nil.
  public var string: String? {
    guard hasKind(LLVMMDStringMetadataKind) else { return nil }
    var count: UInt32 = 0
    let start = LLVMGetMDString(asValue, &count)
    return copyString(start, Int(count))
  }

  /// The value that this is, else nil.
  public var value: Value? {
    guard isValue else { return nil }
    var operand: LLVMValueRef?
    LLVMGetMDNodeOperands(asValue, &operand)
    return operand.map(Value.init)
  }

  /// The operands of a node, else nil; an operand `null` is nil.
  ///
  /// The C API cannot tell `!{null}` from `!{}`: both give none.
  public var operands: [Metadata?]? {
    guard isNode else { return nil }
    let node = asValue
    let count = Int(LLVMGetMDNodeNumOperands(node))
    var operands = [LLVMValueRef?](repeating: nil, count: count)
    operands.withUnsafeMutableBufferPointer { LLVMGetMDNodeOperands(node, $0.baseAddress) }
    return operands.map { operand in
      guard let operand else { return nil }
      // A constant comes as itself, all else as metadata made a value.
      guard LLVMGetValueKind(operand) == LLVMMetadataAsValueValueKind else {
        return Metadata(LLVMValueAsMetadata(operand), context)
      }
      return LLVMIsAMDString(operand) != nil
        ? Metadata(LLVMValueAsMetadata(operand), context)
        : Metadata(node: Value(operand), context)
    }
  }
}
