internal import CLLVM

/// Sizes and alignments of types on a target. Valid while the module it came from lives and keeps
/// its data layout.
public struct DataLayout {
  let ref: LLVMTargetDataRef
  init(_ ref: LLVMTargetDataRef) { self.ref = ref }

  /// The layout's text (LangRef, "Data Layout").
  public var description: String { takeMessage(LLVMCopyStringRepOfTargetData(ref)) }

  /// Bytes from one value of the type to the next in an array, padding included; nil if unsized.
  public func size(of type: IRType) -> UInt64? {
    type.isSized ? LLVMABISizeOfType(ref, type.ref) : nil
  }

  /// Bytes that a store of the type writes; nil if unsized.
  public func storeSize(of type: IRType) -> UInt64? {
    type.isSized ? LLVMStoreSizeOfType(ref, type.ref) : nil
  }

  /// Bits of a value of the type; nil if unsized.
  public func bits(of type: IRType) -> UInt64? {
    type.isSized ? LLVMSizeOfTypeInBits(ref, type.ref) : nil
  }

  /// The ABI alignment in bytes; nil if unsized.
  public func alignment(of type: IRType) -> UInt32? {
    type.isSized ? LLVMABIAlignmentOfType(ref, type.ref) : nil
  }

  /// Bytes from a struct's start to its field; nil if it is opaque or has no such field.
  public func offset(ofField index: Int, in type: StructType) -> UInt64? {
    guard index >= 0, index < type.fieldCount, type.type.isSized else { return nil }
    return LLVMOffsetOfElement(ref, type.type.ref, UInt32(index))
  }

  /// Bytes of a pointer.
  public func pointerSize(addressSpace: UInt32 = 0) -> UInt32 {
    LLVMPointerSizeForAS(ref, addressSpace)
  }

  /// The integer type as wide as a pointer.
  public func pointerInteger(in context: ContextHandle, addressSpace: UInt32 = 0) -> IRType {
    IRType(LLVMIntPtrTypeForASInContext(context.ref, ref, addressSpace))
  }
}
