/// The constants and choices of a release that concern type descriptors.
public struct TypeRules: Sendable {
  /// Bits of a descriptor's flags byte (`internal/abi`, TFlag…).
  public struct Flags: Sendable {
    public let uncommon: UInt8
    public let extraStar: UInt8
    public let named: UInt8
    public let regularMemory: UInt8
    /// The GC mask is built by the runtime when it is first needed, in the word `GCData` points to.
    public let gcMaskOnDemand: UInt8
    /// Values of the type are stored in an interface's data word itself.
    public let directInterface: UInt8
  }

  /// The numbers of the kinds (`internal/abi`, Kind).
  public struct Kinds: Sendable {
    public let bool, int, int8, int16, int32, int64: UInt8
    public let uint, uint8, uint16, uint32, uint64, uintptr: UInt8
    public let float32, float64, complex64, complex128: UInt8
    public let array, channel, function, interface, map, pointer, slice: UInt8
    public let string, structure, unsafePointer: UInt8
  }

  /// How a type's link string becomes its hash and a short symbol name.
  public enum HashRule: Sendable, Equatable {
    /// SHA-256 with the first byte inverted; bytes 0–3 are the hash, 0–5 name the symbol.
    case sha256InvertedFirstByte
  }

  public let flags: Flags
  public let kinds: Kinds
  public let hash: HashRule
  /// The longest type symbol, `type:` included, that keeps its name in a dynamically linked image.
  public let longestPlainSymbol: Int
  /// Types with more pointer words than this have their mask made on demand.
  public let longestStaticMask: Int
  /// Which values an interface's data word holds itself: all that are one pointer word (from Go
  /// 1.26), or only pointer-shaped types.
  public let wordsAreDirect: Bool
  /// The bit of a function type's result count that marks it variadic.
  public let variadicBit: UInt16
  /// Bits of the byte that a name begins with.
  public let nameIsExported: UInt8
  public let nameHasTag: UInt8
  public let nameHasPackage: UInt8
  public let nameIsEmbedded: UInt8
}
