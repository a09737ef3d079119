internal import CLLVM

/// A value fixed at compile time: a number, an aggregate, an expression, the address of a global.
public protocol IRConstant: IRValue {}

/// Any constant. Valid while its context lives, or its module if it refers to a global.
public struct Constant: IRConstant {
  public let value: Value
  init(_ ref: LLVMValueRef) { value = Value(ref) }

  /// Nil unless `value` is a constant.
  public init?(_ value: some IRValue) {
    guard LLVMIsConstant(value.ref) != 0 else { return nil }
    self.init(value.ref)
  }
}

extension IRConstant {
  public var constant: Constant { Constant(ref) }
}

extension IRType {
  /// Zero: `0`, `0.0`, `null` or `zeroinitializer`.
  public var zero: Constant { Constant(LLVMConstNull(ref)) }
  public var undef: Constant { Constant(LLVMGetUndef(ref)) }
  public var poison: Constant { Constant(LLVMGetPoison(ref)) }

  /// An integer constant, cut to the type's width; wider types take the number's sign.
  ///
  /// The type must be an integer type.
  public func constant<Number: FixedWidthInteger>(_ number: Number) -> Constant {
    assert(kind == .integer, "\(self) is not an integer type")
    let width = Int(LLVMGetIntTypeWidth(ref))
    let fill: UInt64 = number < 0 ? .max : 0
    var words = number.words.map { UInt64($0) }
    // A Word of a narrow unsigned number is zero-extended, of a signed one sign-extended.
    while words.count &* 64 < width { words.append(fill) }
    return Constant(LLVMConstIntOfArbitraryPrecision(ref, UInt32(words.count), words))
  }

  /// A floating-point constant, rounded to the type; the type must be a floating-point type.
  public func constant(_ number: Double) -> Constant {
    assert(isFloatingPoint, "\(self) is not a floating-point type")
    return Constant(LLVMConstReal(ref, number))
  }

  /// An array constant of this element type.
  public func array(_ elements: [some IRConstant]) -> Constant {
    withReferences(elements.map(\.ref)) {
      Constant(LLVMConstArray2(ref, $0, UInt64($1)))
    }
  }
}

extension StructType {
  /// A constant of this struct, a constant a field.
  /// - Throws: `typeMismatch` unless number and types of the fields agree.
  public func constant(_ fields: [Constant]) throws(LLVMError) -> Constant {
    guard fields.map(\.type) == self.fields else {
      let found = fields.map(\.type.description).joined(separator: ", ")
      throw .typeMismatch(expected: description, found: "{ \(found) }")
    }
    return withReferences(fields.map(\.ref)) {
      if isLiteral {
        Constant(LLVMConstStructInContext(type.context.ref, $0, $1, isPacked ? 1 : 0))
      } else {
        Constant(LLVMConstNamedStruct(type.ref, $0, $1))
      }
    }
  }
}

extension ContextHandle {
  /// `[n x i8]` with these bytes and no zero byte after them, in one step however many.
  public func bytes(_ bytes: [UInt8]) -> Constant {
    bytes.withUnsafeBytes {
      Constant(
        LLVMConstStringInContext2(
          ref, $0.bindMemory(to: CChar.self).baseAddress, $0.count, 1))
    }
  }

  /// A literal struct of these constants.
  public func structure(_ fields: [Constant], packed: Bool = false) -> Constant {
    withReferences(fields.map(\.ref)) {
      Constant(LLVMConstStructInContext(ref, $0, $1, packed ? 1 : 0))
    }
  }
}
