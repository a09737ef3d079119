internal import CLLVM

extension IRType {
  /// What sort of type this is.
  public enum Kind: Hashable, Sendable {
    case void, label, metadata, token
    case half, bfloat, float, double, x87, fp128, ppcFP128
    case integer, pointer
    case function, structure, array, vector, scalableVector
    /// One that only some target has.
    case other
  }

  public var kind: Kind {
    switch LLVMGetTypeKind(ref) {
    case LLVMVoidTypeKind: .void
    case LLVMHalfTypeKind: .half
    case LLVMFloatTypeKind: .float
    case LLVMDoubleTypeKind: .double
    case LLVMX86_FP80TypeKind: .x87
    case LLVMFP128TypeKind: .fp128
    case LLVMPPC_FP128TypeKind: .ppcFP128
    case LLVMLabelTypeKind: .label
    case LLVMIntegerTypeKind: .integer
    case LLVMFunctionTypeKind: .function
    case LLVMStructTypeKind: .structure
    case LLVMArrayTypeKind: .array
    case LLVMPointerTypeKind: .pointer
    case LLVMVectorTypeKind: .vector
    case LLVMMetadataTypeKind: .metadata
    case LLVMTokenTypeKind: .token
    case LLVMScalableVectorTypeKind: .scalableVector
    case LLVMBFloatTypeKind: .bfloat
    default: .other
    }
  }

  /// The number of bits of an integer type, else nil.
  public var integerWidth: Int? { kind == .integer ? Int(LLVMGetIntTypeWidth(ref)) : nil }

  /// The address space of a pointer, else nil.
  public var addressSpace: Int? {
    kind == .pointer ? Int(LLVMGetPointerAddressSpace(ref)) : nil
  }

  /// The element type of an array or vector, else nil.
  public var elementType: IRType? {
    switch kind {
    case .array, .vector, .scalableVector: IRType(LLVMGetElementType(ref))
    default: nil
    }
  }

  /// The number of elements of an array or vector (the least, if scalable), else nil.
  public var elementCount: UInt64? {
    switch kind {
    case .array: LLVMGetArrayLength2(ref)
    case .vector, .scalableVector: UInt64(LLVMGetVectorSize(ref))
    default: nil
    }
  }

  /// Whether values of the type have a size: not so for functions, void and opaque structs.
  public var isSized: Bool { LLVMTypeIsSized(ref) != 0 }

  public var isFloatingPoint: Bool {
    switch kind {
    case .half, .bfloat, .float, .double, .x87, .fp128, .ppcFP128: true
    default: false
    }
  }

  public var isVector: Bool { kind == .vector || kind == .scalableVector }

  public var asFunction: FunctionType? { FunctionType(self) }
  public var asStruct: StructType? { StructType(self) }
}
