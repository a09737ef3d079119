extension ObjectFile {
  /// An entry of a symbol table.
  public struct Symbol: Sendable, Equatable {
    /// Its place in its table; 0 is the null symbol.
    public let index: Int
    /// Often empty for the symbols that stand for sections.
    public let name: String
    /// In relocatable files an offset in the symbol's section, else a virtual address; the
    /// alignment of common symbols.
    public let value: UInt64
    /// In bytes; 0 when not known.
    public let size: UInt64
    public let binding: SymbolBinding
    public let type: SymbolType
    public let visibility: SymbolVisibility
    public let sectionIndex: SymbolSection
  }

  /// Where a symbol is defined.
  public enum SymbolSection: Sendable, Hashable {
    case undefined
    /// Its value does not move with any section.
    case absolute
    /// A block that the linker allocates.
    case common
    /// In the section with this index.
    case section(Int)
  }

  /// The high half of `st_info`.
  public struct SymbolBinding: RawRepresentable, Sendable, Hashable {
    public var rawValue: UInt8

    public init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    public static let local = SymbolBinding(rawValue: 0)
    public static let global = SymbolBinding(rawValue: 1)
    public static let weak = SymbolBinding(rawValue: 2)
    public static let gnuUnique = SymbolBinding(rawValue: 10)
  }

  /// The low half of `st_info`.
  public struct SymbolType: RawRepresentable, Sendable, Hashable {
    public var rawValue: UInt8

    public init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    public static let none = SymbolType(rawValue: 0)
    public static let object = SymbolType(rawValue: 1)
    public static let function = SymbolType(rawValue: 2)
    public static let section = SymbolType(rawValue: 3)
    public static let file = SymbolType(rawValue: 4)
    public static let common = SymbolType(rawValue: 5)
    public static let tls = SymbolType(rawValue: 6)
    public static let gnuIndirectFunction = SymbolType(rawValue: 10)
  }

  /// The low bits of `st_other`, by their values there.
  public enum SymbolVisibility: UInt8, Sendable {
    case `default` = 0
    case `internal` = 1
    case hidden = 2
    case protected = 3
  }
}
