extension ObjectFile {
  /// An entry of the section header table.
  public struct Section: Sendable, Equatable {
    /// Its place in the table; 0 is the null section.
    public let index: Int
    public let name: String
    public let type: SectionType
    public let flags: SectionFlags
    /// The virtual address of its first byte; 0 in relocatable files.
    public let address: UInt64
    /// Its size in memory, in bytes: that of `fileRange`, except in NOBITS sections.
    public let size: UInt64
    /// The bytes it takes in the file; empty for NOBITS and null sections.
    public let fileRange: Range<Int>
    /// `sh_link` and `sh_info`, whose meaning depends on the type.
    public let link: Int
    public let info: Int
    /// In bytes; 0 and 1 both mean none.
    public let alignment: UInt64
    /// The size of an entry, in bytes, in sections that are tables; else 0.
    public let entrySize: UInt64

    /// Whether the address lies in the section.
    public func contains(address candidate: UInt64) -> Bool {
      candidate >= address && candidate &- address < size
    }
  }

  /// `sh_type`.
  public struct SectionType: RawRepresentable, Sendable, Hashable {
    public var rawValue: UInt32

    public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    public static let null = SectionType(rawValue: 0)
    public static let progbits = SectionType(rawValue: 1)
    public static let symtab = SectionType(rawValue: 2)
    public static let strtab = SectionType(rawValue: 3)
    public static let rela = SectionType(rawValue: 4)
    public static let nobits = SectionType(rawValue: 8)
    public static let rel = SectionType(rawValue: 9)
    public static let dynsym = SectionType(rawValue: 11)
    public static let group = SectionType(rawValue: 17)
    /// The section indices of symbols whose entry has no room for them.
    public static let symtabShndx = SectionType(rawValue: 18)
    public static let relr = SectionType(rawValue: 19)
    /// LLVM's compact relocations, under the number they have until they are standardised.
    public static let crel = SectionType(rawValue: 0x4000_0014)
  }

  /// `sh_flags`.
  public struct SectionFlags: OptionSet, Sendable, Hashable {
    public var rawValue: UInt64

    public init(rawValue: UInt64) {
      self.rawValue = rawValue
    }

    public static let write = SectionFlags(rawValue: 0x1)
    public static let alloc = SectionFlags(rawValue: 0x2)
    public static let execinstr = SectionFlags(rawValue: 0x4)
    public static let merge = SectionFlags(rawValue: 0x10)
    public static let strings = SectionFlags(rawValue: 0x20)
    public static let infoLink = SectionFlags(rawValue: 0x40)
    public static let linkOrder = SectionFlags(rawValue: 0x80)
    public static let group = SectionFlags(rawValue: 0x200)
    public static let tls = SectionFlags(rawValue: 0x400)
    public static let compressed = SectionFlags(rawValue: 0x800)
    public static let gnuRetain = SectionFlags(rawValue: 0x20_0000)
    public static let exclude = SectionFlags(rawValue: 0x8000_0000)
  }
}
