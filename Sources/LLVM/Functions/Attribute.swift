internal import CLLVM

/// An attribute of a function, a parameter, a result or a call. Unique in its context, and valid
/// while that lives.
public struct Attribute: Hashable {
  let ref: LLVMAttributeRef
  init(_ ref: LLVMAttributeRef) { self.ref = ref }

  /// Where an attribute stands.
  public enum Index: Hashable, Sendable {
    case function, result
    /// Parameter from 0.
    case parameter(Int)

    // llvm-c/Core.h: the function is ~0, the result 0, the parameters follow from 1.
    var raw: LLVMAttributeIndex {
      switch self {
      case .function: .max
      case .result: 0
      case .parameter(let index): UInt32(clamping: max(0, index)) &+ 1
      }
    }
  }

  /// What an attribute says.
  public enum Content: Hashable {
    /// One of LLVM's own, such as `nounwind` (number 0) or `align 8`.
    case named(Kind, number: UInt64)
    /// One of LLVM's own about a type, such as `sret(i64)`.
    case type(Kind, IRType)
    /// Text, such as `"frame-pointer"="all"`; the value may be empty.
    case string(key: String, value: String)
    /// One that the C API cannot read, such as a range.
    case other
  }

  /// The number of an attribute of LLVM's own, which differs between releases.
  public struct Kind: Hashable, Sendable {
    let id: UInt32

    /// - Throws: `unknownAttribute` if this LLVM has none of the name.
    public init(_ name: String) throws(LLVMError) {
      id = withBytes(of: name) { LLVMGetEnumAttributeKindForName($0, $1) }
      guard id != 0 else { throw .unknownAttribute(name: name) }
    }

    init(id: UInt32) { self.id = id }
  }

  public var content: Content {
    if LLVMIsStringAttribute(ref) != 0 {
      var count: UInt32 = 0
      let key = LLVMGetStringAttributeKind(ref, &count)
      let keyText = copyString(key, Int(count))
      let value = LLVMGetStringAttributeValue(ref, &count)
      return .string(key: keyText, value: copyString(value, Int(count)))
    }
    if LLVMIsEnumAttribute(ref) != 0 {
      return .named(
        Kind(id: LLVMGetEnumAttributeKind(ref)), number: LLVMGetEnumAttributeValue(ref))
    }
    if LLVMIsTypeAttribute(ref) != 0 {
      return .type(
        Kind(id: LLVMGetEnumAttributeKind(ref)), IRType(LLVMGetTypeAttributeValue(ref)))
    }
    return .other
  }
}

extension ContextHandle {
  /// `"key"="value"`, or `"key"` alone.
  public func attribute(key: String, value: String = "") -> Attribute {
    withBytes(of: key) { keyStart, keyCount in
      withBytes(of: value) {
        Attribute(
          LLVMCreateStringAttribute(
            ref, keyStart, UInt32(clamping: keyCount), $0, UInt32(clamping: $1)))
      }
    }
  }

  /// One of LLVM's own, with its number if it has one: `noinline`, `align 8`, `uwtable` 2 (async).
  /// - Throws: `unknownAttribute` if this LLVM has none of the name.
  public func attribute(_ name: String, number: UInt64 = 0) throws(LLVMError) -> Attribute {
    Attribute(LLVMCreateEnumAttribute(ref, try Attribute.Kind(name).id, number))
  }

  /// One of LLVM's own about a type: `elementtype(T)`, `sret(T)`, `byval(T)`.
  /// - Throws: `unknownAttribute` if this LLVM has none of the name.
  public func attribute(_ name: String, type: IRType) throws(LLVMError) -> Attribute {
    Attribute(LLVMCreateTypeAttribute(ref, try Attribute.Kind(name).id, type.ref))
  }
}
