internal import CLLVM

/// A type of the IR. (It is not called `Type`, for `LLVM.Type` cannot be written in Swift.)
/// Types are unique in their context: equal handles are equal types. Valid while the context lives.
public struct IRType: Hashable, CustomStringConvertible {
  let ref: LLVMTypeRef
  init(_ ref: LLVMTypeRef) { self.ref = ref }

  public var context: ContextHandle { ContextHandle(LLVMGetTypeContext(ref)) }

  /// The type's text.
  public var description: String { takeMessage(LLVMPrintTypeToString(ref)) }
}

/// The type of a function: its parameters and its result.
public struct FunctionType: Hashable, CustomStringConvertible {
  public let type: IRType
  init(unchecked type: IRType) { self.type = type }

  /// Nil unless `type` is a function type.
  public init?(_ type: IRType) {
    guard type.kind == .function else { return nil }
    self.type = type
  }

  public var result: IRType { IRType(LLVMGetReturnType(type.ref)) }
  public var parameterCount: Int { Int(LLVMCountParamTypes(type.ref)) }
  public var isVariadic: Bool { LLVMIsFunctionVarArg(type.ref) != 0 }

  public var parameters: [IRType] {
    collect(count: parameterCount) { LLVMGetParamTypes(type.ref, $0) }
  }

  public var description: String { type.description }
}

/// The type of a struct: literal, or with a name of its own.
public struct StructType: Hashable, CustomStringConvertible {
  public let type: IRType
  init(unchecked type: IRType) { self.type = type }

  /// Nil unless `type` is a struct.
  public init?(_ type: IRType) {
    guard type.kind == .structure else { return nil }
    self.type = type
  }

  /// The name, or nil for a literal struct.
  public var name: String? { LLVMGetStructName(type.ref).map { String(cString: $0) } }
  /// Whether there is no padding between fields.
  public var isPacked: Bool { LLVMIsPackedStruct(type.ref) != 0 }
  /// Whether the struct has a name but, so far, no body.
  public var isOpaque: Bool { LLVMIsOpaqueStruct(type.ref) != 0 }
  public var isLiteral: Bool { LLVMIsLiteralStruct(type.ref) != 0 }
  public var fieldCount: Int { isOpaque ? 0 : Int(LLVMCountStructElementTypes(type.ref)) }

  public var fields: [IRType] {
    collect(count: fieldCount) { LLVMGetStructElementTypes(type.ref, $0) }
  }

  /// Gives an opaque struct its fields.
  /// - Throws: `typeMismatch` if it has fields already.
  public func setBody(_ fields: [IRType], packed: Bool = false) throws(LLVMError) {
    guard isOpaque else {
      throw .typeMismatch(expected: "an opaque struct", found: description)
    }
    withReferences(fields.map(\.ref)) { LLVMStructSetBody(type.ref, $0, $1, packed ? 1 : 0) }
  }

  public var description: String { type.description }
}

/// Reads `count` types that the C API writes into an array.
private func collect(
  count: Int, _ read: (UnsafeMutablePointer<LLVMTypeRef?>?) -> Void
) -> [IRType] {
  var references = [LLVMTypeRef?](repeating: nil, count: count)
  references.withUnsafeMutableBufferPointer { read($0.baseAddress) }
  return references.compactMap { $0.map(IRType.init) }
}
