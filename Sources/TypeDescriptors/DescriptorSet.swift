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
    /// What the compiler says of its own symbol: whether several objects may define it (DUPOK), and
    /// whether it is a typelink of a program that is linked statically.
    public var isDuplicable: Bool
    public var isTypelink: Bool
    /// Whether reflection must not find the type: one that the compiler made up, which cannot be
    /// compared, under the string of a type that can.
    public var isHidden: Bool
  }

  /// A function that compares values: `func(p, q unsafe.Pointer) bool`.
  public struct Equality: Sendable, Equatable {
    /// Its symbol, such as `type:.eq.M12S` or `type:.eq.p.T`.
    public var functionName: String
    /// What it compares.
    public var signature: EqualitySignature
  }

  /// A function that hashes a map's keys: `func(p unsafe.Pointer, h uintptr) uintptr`. Each step
  /// makes a hash from the one before, which is `h` at first.
  public struct Hash: Sendable, Equatable {
    /// Its symbol, such as `type:.hash.M12S` or `type:.hash.p.T`.
    public var functionName: String
    /// What it does.
    public var algorithm: TypeAlgorithm
    /// Whether 4 and 8 bytes of memory are hashed by `runtime.memhash32` and `runtime.memhash64`,
    /// as other sizes are by `runtime.memhash`. The two yield other hashes.
    public var hashesWordsByFunctions: Bool
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
  /// Words that are zero until the runtime puts the address of a mask there, sorted by symbol. They
  /// hold no pointers that the collector follows.
  public internal(set) var maskWords: [Symbol] = []
  /// Closures of functions that compare or hash and that the runtime does not have, sorted by
  /// symbol.
  public var closures: [Symbol] = []
  /// Those functions, sorted by symbol. Whoever emits code makes them.
  public internal(set) var equalities: [Equality] = []
  public internal(set) var hashes: [Hash] = []
  /// The closures of the runtime's own functions that descriptors refer to (`runtime.strhash·f`),
  /// sorted. A program has only those that it uses itself.
  public internal(set) var runtimeClosures: [String] = []
}
