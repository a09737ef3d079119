import GoTypes

/// How values of a comparable type are compared, piece by piece. From Go 1.27 types of one
/// signature share one equality function, which is named after the signature (reflectdata/alg.go).
public struct EqualitySignature: Hashable, Sendable {
  public enum Piece: Hashable, Sendable {
    /// So many bytes, equal when all bits are.
    case memory(Int64)
    /// So many bytes that do not matter: padding and blank fields.
    case skip(Int64)
    case float32, float64
    case string
    /// A non-empty and an empty interface: two words each.
    case interface, emptyInterface
    case array(count: Int64, element: EqualitySignature)
  }

  public var pieces: [Piece]

  public init(pieces: [Piece]) { self.pieces = pieces }

  /// The form in the names of symbols, such as `M4K4SM16G`.
  public var text: String {
    pieces.map { piece in
      switch piece {
      case .memory(let count): "M\(count)"
      case .skip(let count): "K\(count)"
      case .float32: "F"
      case .float64: "G"
      case .string: "S"
      case .interface: "I"
      case .emptyInterface: "E"
      case .array(let count, let element): "[\(count)\(element.text)]"
      }
    }.joined()
  }
}
