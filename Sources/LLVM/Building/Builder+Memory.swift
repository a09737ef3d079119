internal import CLLVM

extension Builder {
  /// Room on the stack for one value of the type, or for `count` of them. Put those of constant
  /// size into the entry block, where they are part of the frame.
  /// - Parameter alignment: in bytes, a power of two, or nil for the type's own.
  public func alloca(
    _ type: IRType, count: Value? = nil, alignment: UInt32? = nil, name: String = ""
  ) -> Instruction {
    assert(type.isSized, "alloca of unsized \(type)")
    let result =
      if let count {
        Instruction(LLVMBuildArrayAlloca(ref, type.ref, count.ref, name))
      } else {
        Instruction(LLVMBuildAlloca(ref, type.ref, name))
      }
    return aligned(result, alignment)
  }

  /// - Parameter alignment: in bytes, a power of two, or nil for the type's own.
  public func load(
    _ type: IRType, from pointer: some IRValue, alignment: UInt32? = nil, volatile: Bool = false,
    name: String = ""
  ) -> Instruction {
    assert(type.isSized && pointer.type.kind == .pointer, "load \(type) from \(pointer.type)")
    let load = aligned(
      Instruction(LLVMBuildLoad2(ref, type.ref, pointer.ref, name)), alignment)
    if volatile { LLVMSetVolatile(load.ref, 1) }
    return load
  }

  /// - Parameter alignment: in bytes, a power of two, or nil for the type's own.
  @discardableResult
  public func store(
    _ value: some IRValue, to pointer: some IRValue, alignment: UInt32? = nil,
    volatile: Bool = false
  ) -> Instruction {
    assert(value.type.isSized && pointer.type.kind == .pointer, "store to \(pointer.type)")
    let store = aligned(
      Instruction(LLVMBuildStore(ref, value.ref, pointer.ref)), alignment)
    if volatile { LLVMSetVolatile(store.ref, 1) }
    return store
  }

  private func aligned(_ instruction: Instruction, _ alignment: UInt32?) -> Instruction {
    if let alignment {
      assert(alignment > 0 && alignment & (alignment &- 1) == 0, "alignment \(alignment)")
      LLVMSetAlignment(instruction.ref, alignment)
    }
    return instruction
  }

  /// The address that stepping through `type` by the indices gives.
  /// - Parameter inBounds: promises that the result lies in, or just behind, the same object.
  public func elementPointer(
    _ type: IRType, _ pointer: some IRValue, _ indices: [Value], inBounds: Bool = true,
    name: String = ""
  ) -> Value {
    assert(type.isSized && pointer.type.kind == .pointer, "getelementptr \(type)")
    return withReferences(indices.map(\.ref)) {
      Value(
        inBounds
          ? LLVMBuildInBoundsGEP2(ref, type.ref, pointer.ref, $0, $1, name)
          : LLVMBuildGEP2(ref, type.ref, pointer.ref, $0, $1, name))
    }
  }

  /// The address `bytes` past `pointer`.
  public func advance(
    _ pointer: some IRValue, byBytes bytes: some IRValue, inBounds: Bool = true,
    name: String = ""
  ) -> Value {
    elementPointer(context.i8, pointer, [bytes.value], inBounds: inBounds, name: name)
  }

  /// The address of a struct's field.
  public func fieldPointer(
    _ type: StructType, _ pointer: some IRValue, field: Int, name: String = ""
  ) -> Value {
    assert(field >= 0 && field < type.fieldCount, "\(type) has no field \(field)")
    return Value(
      LLVMBuildStructGEP2(ref, type.type.ref, pointer.ref, UInt32(clamping: field), name))
  }

  /// A call of `llvm.memcpy`: the two ranges must not overlap, unless they are the same.
  @discardableResult
  public func copyMemory(
    to destination: some IRValue, alignment destinationAlignment: UInt32,
    from source: some IRValue, alignment sourceAlignment: UInt32, count: some IRValue
  ) -> Instruction {
    Instruction(
      LLVMBuildMemCpy(
        ref, destination.ref, destinationAlignment, source.ref, sourceAlignment, count.ref))
  }

  /// A call of `llvm.memset`.
  @discardableResult
  public func fillMemory(
    _ destination: some IRValue, alignment: UInt32, with byte: some IRValue, count: some IRValue
  ) -> Instruction {
    Instruction(LLVMBuildMemSet(ref, destination.ref, byte.ref, count.ref, alignment))
  }
}
