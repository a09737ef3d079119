/// How a type's values lie in memory on 64-bit targets, where pointers have 8 bytes.
///
/// Source of all rules: cmd/compile/internal/types/size.go, Go 1.27.
public struct TypeLayout: Hashable, Sendable {
  /// How `==` compares two values, which is also how they are hashed.
  public enum Equality: Hashable, Sendable {
    /// Values cannot be compared.
    case none
    /// As plain memory: no padding, blank fields, floats, strings or interfaces.
    case memory
    case string, interface, emptyInterface, float32, float64, complex64, complex128
    /// Field by field or element by element.
    case special
  }

  /// In bytes.
  public var size: Int64
  /// In bytes; a power of two, at most 8.
  public var alignment: Int64
  /// The length in bytes of the prefix that holds pointers (PtrBytes, formerly ptrdata); 0 when the
  /// garbage collector need not look.
  public var pointerBytes: Int64
  public var equality: Equality
  /// Whether the type is a pointer, map, channel, function or `unsafe.Pointer`, or an array of one
  /// element or a struct of one field of such. Interfaces then hold the value itself: the rule of
  /// releases up to Go 1.25, whose successors go by `isPointerWord`.
  public var isDirectInterface: Bool

  public init(
    size: Int64, alignment: Int64, pointerBytes: Int64, equality: Equality,
    isDirectInterface: Bool
  ) {
    self.size = size
    self.alignment = alignment
    self.pointerBytes = pointerBytes
    self.equality = equality
    self.isDirectInterface = isDirectInterface
  }

  public var isComparable: Bool { equality != .none }
  /// Whether values can be compared and hashed as plain memory.
  public var isRegularMemory: Bool { equality == .memory }
  /// Whether a value is one word that is a pointer, zero-sized fields aside. Interfaces then hold
  /// the value itself from Go 1.26 (cmd/compile/internal/types/type.go, `IsDirectIface`).
  public var isPointerWord: Bool { size == 8 && pointerBytes == 8 }

  /// One past the largest size in bytes: cmd/compile's MaxWidth on 64-bit targets.
  public static let sizeLimit: Int64 = 1 << 50
}

extension TypeLayout {
  static func scalar(_ size: Int64, alignment: Int64? = nil, _ equality: Equality = .memory)
    -> TypeLayout
  {
    TypeLayout(
      size: size, alignment: alignment ?? size, pointerBytes: 0, equality: equality,
      isDirectInterface: false)
  }

  /// One pointer.
  static func pointer(_ equality: Equality = .memory) -> TypeLayout {
    TypeLayout(
      size: 8, alignment: 8, pointerBytes: 8, equality: equality, isDirectInterface: true)
  }

  /// A pointer to the type or itab, and one to the value.
  static func interface(isEmpty: Bool) -> TypeLayout {
    TypeLayout(
      size: 16, alignment: 8, pointerBytes: 16, equality: isEmpty ? .emptyInterface : .interface,
      isDirectInterface: false)
  }

  /// A pointer followed by `words - 1` plain words: strings and slices.
  static func header(words: Int64, _ equality: Equality) -> TypeLayout {
    TypeLayout(
      size: 8 * words, alignment: 8, pointerBytes: 8, equality: equality,
      isDirectInterface: false)
  }

  /// One pointer that the collector does not follow, at the head of `words` words.
  static func untraced(words: Int64, _ equality: Equality) -> TypeLayout {
    TypeLayout(
      size: 8 * words, alignment: 8, pointerBytes: 0, equality: equality, isDirectInterface: false)
  }

  /// The layout under a name: one name of the standard library aligns its type (`CalcStructSize`;
  /// its package was renamed in Go 1.23).
  func named(_ name: TypeName) -> TypeLayout {
    guard name.name == "align64",
      ["sync/atomic", "internal/runtime/atomic", "runtime/internal/atomic"].contains(
        name.packagePath)
    else { return self }
    var layout = self
    layout.alignment = 8
    return layout
  }
}

/// Why a type has no layout.
public enum LayoutError: Error, Hashable, Sendable, CustomStringConvertible {
  case undeclaredType(TypeName)
  case negativeArrayLength(Int64)
  /// The type, or one it contains, has 2^50 bytes or more.
  case tooLarge(GoType)

  public var description: String {
    switch self {
    case .undeclaredType(let name):
      return "type \(name.name) of package \(name.packagePath) has no layout: it is not declared"
    case .negativeArrayLength(let length): return "array length \(length) is negative"
    case .tooLarge(let type):
      let text = Universe().string(type, qualifier: .packagePath)
      return "type \(text.prefix(200)) is larger than 2^50 bytes, Go's limit"
    }
  }
}
