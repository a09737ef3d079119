import GoRelease
import GoTypes
import Symbols

/// The descriptors of a set of types and of every type that they mention, with all that the
/// descriptors refer to. Nothing is placed yet: offsets between the parts are relocations.
public struct DescriptorSet: Sendable {
  public struct Descriptor: Sendable {
    public var type: GoType
    /// What `reflect.Type.String` prints: the order of typelinks.
    public var string: String
    public var symbol: Symbol
  }

  /// Sorted by type string, then link string.
  public internal(set) var descriptors: [Descriptor] = []
  /// Names and import paths, each once, sorted by symbol.
  public internal(set) var names: [Symbol] = []
  /// Pointer masks, sorted by symbol.
  public internal(set) var masks: [Symbol] = []
  /// Closures of equality functions that the runtime does not have, sorted by symbol.
  public internal(set) var closures: [Symbol] = []
  /// What those functions compare, in the same order. Whoever emits code makes them.
  public internal(set) var equalities: [EqualitySignature] = []
}
