internal import CLLVM

extension IRValue {
  /// The number of an integer constant of at most 64 bits, without sign; else nil.
  public var unsignedInteger: UInt64? {
    guard LLVMIsAConstantInt(ref) != nil, let width = type.integerWidth, width <= 64 else {
      return nil
    }
    return LLVMConstIntGetZExtValue(ref)
  }

  /// The number of an integer constant of at most 64 bits, with its sign; else nil.
  public var signedInteger: Int64? {
    guard LLVMIsAConstantInt(ref) != nil, let width = type.integerWidth, width <= 64 else {
      return nil
    }
    return LLVMConstIntGetSExtValue(ref)
  }

  /// The number of a floating-point constant, rounded to double; else nil.
  public var floatingPoint: Double? {
    guard LLVMIsAConstantFP(ref) != nil else { return nil }
    var losesPrecision: LLVMBool = 0
    return LLVMConstRealGetDouble(ref, &losesPrecision)
  }

  /// Whether this is the constant zero, null or `zeroinitializer`.
  public var isZero: Bool { LLVMIsNull(ref) != 0 }

  /// The bytes of a constant of type `[n x i8]`, or nil if this is none or not of plain numbers.
  ///
  /// A `zeroinitializer` of more than `limit` bytes gives nil too: its length costs nothing to
  /// write in a module.
  public func bytes(limit: Int = 1 << 30) -> [UInt8]? {
    guard isConstant, type.elementType?.integerWidth == 8, type.kind == .array else { return nil }
    if LLVMIsAConstantDataArray(ref) != nil {
      var count = 0
      guard let start = LLVMGetAsString(ref, &count), count <= limit else { return nil }
      return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }
    guard isZero, let count = type.elementCount, count <= UInt64(clamping: limit) else {
      return nil
    }
    return [UInt8](repeating: 0, count: Int(count))
  }

  /// Element `index` of a constant array, struct or vector, or nil if there is none.
  public func element(_ index: Int) -> Constant? {
    guard isConstant, let index = UInt32(exactly: index) else { return nil }
    switch type.kind {
    case .array, .vector:
      guard let count = type.elementCount, UInt64(index) < count else { return nil }
    case .structure:
      guard let type = type.asStruct, Int(index) < type.fieldCount else { return nil }
    default: return nil
    }
    return LLVMGetAggregateElement(ref, index).map { Constant($0) }
  }
}
