import GoTypes

/// How values of a comparable type are compared, piece by piece. Types of one signature share one
/// equality function; the compiler of Go 1.27 names it after the signature (reflectdata/alg.go).
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

  /// The name of a function that compares by this signature, in Go's register convention:
  /// `func(p, q unsafe.Pointer) bool`.
  public var functionName: String { "type:.eq." + text }

  var closureName: String { "type:.eqfunc." + text }

  /// The runtime's own closure for this signature; nil when a function has to be made.
  var runtimeClosure: String? {
    switch text {
    case "": "runtime.memequal0·f"
    case "M1": "runtime.memequal8·f"
    case "M2": "runtime.memequal16·f"
    case "M4": "runtime.memequal32·f"
    case "M8": "runtime.memequal64·f"
    case "M16": "runtime.memequal128·f"
    case "S": "runtime.strequal·f"
    case "I": "runtime.interequal·f"
    case "E": "runtime.nilinterequal·f"
    case "F": "runtime.f32equal·f"
    case "G": "runtime.f64equal·f"
    case "FF": "runtime.c64equal·f"
    case "GG": "runtime.c128equal·f"
    default: nil
    }
  }
}
