/// A GC program of Go 1.2: words that tell the collector where a value's pointers are and what they
/// point to (`runtime/mgc0.h` of that release).
public struct GCProgram: Sendable, Equatable {
  public var symbol: String
  public var address: UInt64
  /// The first word: bytes of a value, or of the whole region for a root program.
  public var size: UInt64
  /// Every word, the first included.
  public var words: [Word]
  public var instructions: [Instruction]

  public enum Word: Sendable, Equatable {
    case number(UInt64)
    case reference(TypeReference)
  }

  public struct Instruction: Sendable, Equatable {
    public var opcode: Opcode
    /// In bytes from the program's start.
    public var offset: Int
    public var operands: [Operand]
  }

  public enum Operand: Sendable, Equatable {
    case number(UInt64)
    /// Another program, or a channel's type.
    case reference(TypeReference?)
    /// A program by its distance from the instruction; where it leads, which is past the program's
    /// first word.
    case distance(Int32?, target: TypeReference?)
  }

  public enum Opcode: UInt64, Sendable, CaseIterable {
    case end = 0
    case pointer, anyPointer, arrayStart, arrayNext, call, channelPointer, string
    case emptyInterface, interface, slice, region

    /// As the runtime's sources name it, without `GC_`.
    public var name: String {
      switch self {
      case .end: "END"
      case .pointer: "PTR"
      case .anyPointer: "APTR"
      case .arrayStart: "ARRAY_START"
      case .arrayNext: "ARRAY_NEXT"
      case .call: "CALL"
      case .channelPointer: "CHAN_PTR"
      case .string: "STRING"
      case .emptyInterface: "EFACE"
      case .interface: "IFACE"
      case .slice: "SLICE"
      case .region: "REGION"
      }
    }

    enum OperandKind { case number, reference, distance }

    var operands: [OperandKind] {
      switch self {
      case .end, .arrayNext: []
      case .anyPointer, .string, .emptyInterface, .interface: [.number]
      case .pointer, .channelPointer, .slice: [.number, .reference]
      case .arrayStart: [.number, .number, .number]
      case .call: [.number, .distance]
      case .region: [.number, .number, .reference]
      }
    }
  }
}
