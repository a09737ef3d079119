internal import CLLVM

extension Builder {
  /// A field of a struct, or an element of an array, that is a value.
  public func extractValue(
    _ aggregate: some IRValue, _ index: Int, name: String = ""
  ) -> Value {
    assert(hasElement(aggregate.type, index), "\(aggregate.type) has no element \(index)")
    return Value(LLVMBuildExtractValue(ref, aggregate.ref, UInt32(clamping: index), name))
  }

  /// The aggregate with one field or element replaced.
  public func insertValue(
    _ element: some IRValue, into aggregate: some IRValue, _ index: Int, name: String = ""
  ) -> Value {
    assert(hasElement(aggregate.type, index), "\(aggregate.type) has no element \(index)")
    return Value(
      LLVMBuildInsertValue(ref, aggregate.ref, element.ref, UInt32(clamping: index), name))
  }

  private func hasElement(_ type: IRType, _ index: Int) -> Bool {
    if let type = type.asStruct { return index >= 0 && index < type.fieldCount }
    guard type.kind == .array, let count = type.elementCount else { return false }
    return index >= 0 && UInt64(index) < count
  }

  public func extractElement(
    _ vector: some IRValue, _ index: some IRValue, name: String = ""
  ) -> Value {
    assert(vector.type.isVector, "extractelement of \(vector.type)")
    return Value(LLVMBuildExtractElement(ref, vector.ref, index.ref, name))
  }

  public func insertElement(
    _ element: some IRValue, into vector: some IRValue, _ index: some IRValue, name: String = ""
  ) -> Value {
    assert(vector.type.isVector, "insertelement into \(vector.type)")
    return Value(LLVMBuildInsertElement(ref, vector.ref, element.ref, index.ref, name))
  }
}
