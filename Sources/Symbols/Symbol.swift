/// A named piece of a program's data: bytes, the places in them that a later stage fills in, and
/// how object files keep it. The one currency between the stages that know Go's formats and the
/// stage that writes objects.
public struct Symbol: Sendable, Equatable {
  /// The name that other symbols refer to it by, and that the object file gives it.
  public var name: String
  public var bytes: [UInt8]
  /// In order of offset; no two overlap.
  public var relocations: [Relocation]
  /// In bytes; a power of two.
  public var alignment: Int
  public var binding: Binding

  public enum Binding: Sendable, Equatable {
    /// Seen in its own object only.
    case local
    /// Seen by the other objects of the same image, not outside.
    case hidden
    /// Exported; one definition in an image.
    case global
    /// Exported; another definition, also a running program's own, may take its place.
    case weak
  }

  public init(
    name: String, bytes: [UInt8] = [], relocations: [Relocation] = [], alignment: Int = 1,
    binding: Binding = .local
  ) {
    self.name = name
    self.bytes = bytes
    self.relocations = relocations
    self.alignment = alignment
    self.binding = binding
  }
}

/// A place in a symbol's bytes that holds another symbol's address or position.
public struct Relocation: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// The 64-bit address of the target.
    case address
    /// The target's address in 32 bits: in images below 4 GiB that are not moved when loaded.
    case address32
    /// The 32-bit distance of the target from the start of the region that it is laid out in.
    /// Object files have no such relocation: whoever lays the region out resolves it.
    case regionOffset
    /// The same, and 0 when nothing defines the target.
    case weakRegionOffset
    /// The same as `regionOffset`, of a method's type or code (the object files' R_METHODOFF): a
    /// linker that finds that nothing can call the method does not bring its target along.
    case methodOffset
    /// The 32-bit distance of the target from the relocation's own place.
    case relative32
  }

  /// Where in the symbol's bytes.
  public var offset: Int
  public var kind: Kind
  public var target: String
  public var addend: Int64

  /// How many bytes it fills in.
  public var size: Int { kind == .address ? 8 : 4 }

  public init(offset: Int, kind: Kind, target: String, addend: Int64 = 0) {
    self.offset = offset
    self.kind = kind
    self.target = target
    self.addend = addend
  }
}
