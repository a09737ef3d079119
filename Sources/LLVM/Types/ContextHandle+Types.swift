internal import CLLVM

extension ContextHandle {
  /// An integer of `width` bits.
  /// - Parameter width: 1 to 2²³; other numbers are taken to the nearest of these.
  public func integer(_ width: Int) -> IRType {
    IRType(LLVMIntTypeInContext(ref, UInt32(max(1, min(width, 1 << 23)))))
  }

  public var i1: IRType { IRType(LLVMInt1TypeInContext(ref)) }
  public var i8: IRType { IRType(LLVMInt8TypeInContext(ref)) }
  public var i16: IRType { IRType(LLVMInt16TypeInContext(ref)) }
  public var i32: IRType { IRType(LLVMInt32TypeInContext(ref)) }
  public var i64: IRType { IRType(LLVMInt64TypeInContext(ref)) }
  public var half: IRType { IRType(LLVMHalfTypeInContext(ref)) }
  public var float: IRType { IRType(LLVMFloatTypeInContext(ref)) }
  public var double: IRType { IRType(LLVMDoubleTypeInContext(ref)) }
  public var void: IRType { IRType(LLVMVoidTypeInContext(ref)) }

  /// `ptr`.
  public var pointer: IRType { pointer(addressSpace: 0) }

  /// `ptr addrspace(n)`.
  public func pointer(addressSpace: UInt32) -> IRType {
    IRType(LLVMPointerTypeInContext(ref, addressSpace))
  }

  /// `[count x element]`.
  public func array(of element: IRType, count: UInt64) -> IRType {
    IRType(LLVMArrayType2(element.ref, count))
  }

  /// `<count x element>`; `count` is at least 1.
  public func vector(of element: IRType, count: UInt32) -> IRType {
    IRType(LLVMVectorType(element.ref, max(1, count)))
  }

  /// A literal struct.
  public func structure(_ fields: [IRType], packed: Bool = false) -> StructType {
    withReferences(fields.map(\.ref)) {
      StructType(unchecked: IRType(LLVMStructTypeInContext(ref, $0, $1, packed ? 1 : 0)))
    }
  }

  /// A new struct with a name of its own, opaque until `setBody`. LLVM appends a number to a name
  /// already taken.
  public func opaqueStructure(named name: String) throws(LLVMError) -> StructType {
    try checkName(name)
    return StructType(unchecked: IRType(LLVMStructCreateNamed(ref, name)))
  }

  /// The struct of this name, if the context has one.
  public func structure(named name: String) -> StructType? {
    guard !name.utf8.contains(0), let type = LLVMGetTypeByName2(ref, name) else { return nil }
    return StructType(unchecked: IRType(type))
  }

  public func function(
    _ parameters: [IRType], returning result: IRType, variadic: Bool = false
  ) -> FunctionType {
    withReferences(parameters.map(\.ref)) {
      FunctionType(
        unchecked: IRType(LLVMFunctionType(result.ref, $0, $1, variadic ? 1 : 0)))
    }
  }
}
