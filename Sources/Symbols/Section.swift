/// What an image lets a program do with a section, and how an object file names it.
public struct SectionKind: Sendable, Hashable {
  public enum Access: Sendable, Hashable {
    case readOnly
    /// Read-only once the dynamic linker has applied its relocations (RELRO).
    case readOnlyAfterRelocation
    case writable
    case zeroFilled
  }

  public var name: String
  public var access: Access

  public init(name: String, access: Access) {
    self.name = name
    self.access = access
  }
}

/// Bytes at their final places within a section, with the names of positions in them: what is left
/// for an object file to carry is 64-bit addresses.
public struct Section: Sendable {
  /// A name for a range of the section's bytes.
  public struct Definition: Sendable, Equatable {
    public var name: String
    public var offset: Int
    public var size: Int
    public var binding: Symbol.Binding

    public init(name: String, offset: Int, size: Int, binding: Symbol.Binding) {
      self.name = name
      self.offset = offset
      self.size = size
      self.binding = binding
    }
  }

  public var kind: SectionKind
  public var alignment: Int
  public var bytes: [UInt8]
  /// Of the kinds that an object file has: `.address` and `.relative32`.
  public var relocations: [Relocation]
  public var definitions: [Definition]

  public init(kind: SectionKind, alignment: Int = 8) {
    self.kind = kind
    self.alignment = alignment
    self.bytes = []
    self.relocations = []
    self.definitions = []
  }

  /// Appends a symbol at the next offset that its alignment allows, padding with zeros, and returns
  /// that offset. Relocations of other kinds than `.address` are left for `resolve`.
  @discardableResult
  public mutating func append(_ symbol: Symbol) -> Int {
    alignment = max(alignment, symbol.alignment)
    while bytes.count & (symbol.alignment - 1) != 0 { bytes.append(0) }
    let offset = bytes.count
    bytes += symbol.bytes
    for var relocation in symbol.relocations {
      relocation.offset += offset
      relocations.append(relocation)
    }
    definitions.append(
      Definition(
        name: symbol.name, offset: offset, size: symbol.bytes.count, binding: symbol.binding))
    return offset
  }
}
