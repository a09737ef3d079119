import GoRelease
import GoTypes
import Symbols

/// The descriptors of a set of types and of every type that they mention, with all that the
/// descriptors refer to. Nothing is placed yet: offsets between the parts are relocations.
public struct DescriptorSet: Sendable {
  public struct Descriptor: Sendable {
    public var type: DescribedType
    /// What `reflect.Type.String` prints: the order of typelinks.
    public var string: String
    public var symbol: Symbol
  }

  /// Two functions that hash and compare values of one type.
  public struct Algorithm: Sendable {
    public var type: DescribedType
    /// The functions' symbols.
    public var hashFunction: String
    public var equalFunction: String
    /// Of a value, in bytes.
    public var size: Int64
    /// What they do.
    public var algorithm: TypeAlgorithm
  }

  /// Sorted by type string, then link string.
  public internal(set) var descriptors: [Descriptor] = []
  /// The symbols that the linker makes the table of typelinks of, in the table's order; empty where
  /// it makes it of the descriptors.
  public internal(set) var typelinks: [Symbol] = []
  /// Names and import paths, each once, sorted by symbol.
  public internal(set) var names: [Symbol] = []
  /// Pointer masks and GC programs of bits, sorted by symbol.
  public internal(set) var masks: [Symbol] = []
  /// GC programs of words, sorted by symbol.
  public internal(set) var programs: [Symbol] = []
  /// Itabs, which the runtime may write to, sorted by symbol.
  public internal(set) var itabs: [Symbol] = []
  /// One pointer to each itab, where the linker makes the table of itabs of such symbols.
  public internal(set) var itabLinks: [Symbol] = []
  /// The tables of types whose values the runtime has no functions for, and the closures that they
  /// refer to, sorted by symbol.
  public internal(set) var algorithmTables: [Symbol] = []
  /// The functions in those tables, in the same order. Whoever emits code makes them.
  public internal(set) var algorithms: [Algorithm] = []
  /// The functions of methods that descriptors name and no one declares, sorted by symbol. Whoever
  /// emits code makes them.
  public internal(set) var wrappers: [MethodWrapper] = []
  /// Closures of equality functions that the runtime does not have, sorted by symbol.
  public internal(set) var closures: [Symbol] = []
  /// What those functions compare, in the same order. Whoever emits code makes them.
  public internal(set) var equalities: [EqualitySignature] = []
}
