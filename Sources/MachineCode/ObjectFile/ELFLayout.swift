/// Offsets and sizes of the ELF64 records, in bytes, and the numbers that stand in them (System V
/// ABI, "Object Files"; the generic ELF specification's figures 4-3, 4-8, 4-16 and 4-21).
enum ELFLayout {
  static let magic: [UInt8] = [0x7f, 0x45, 0x4c, 0x46]

  enum FileHeader {
    static let size = 64
    static let fileClass = 4
    static let dataEncoding = 5
    static let type = 16
    static let machine = 18
    static let sectionHeaderOffset = 40
    static let sectionHeaderEntrySize = 58
    static let sectionHeaderCount = 60
    static let sectionNameTableIndex = 62
  }

  enum SectionHeader {
    static let size = 64
    static let name = 0
    static let type = 4
    static let flags = 8
    static let address = 16
    static let offset = 24
    static let contentSize = 32
    static let link = 40
    static let info = 44
    static let alignment = 48
    static let entrySize = 56
  }

  enum Symbol {
    static let size = 24
    static let name = 0
    /// Binding in the high four bits, type in the low four.
    static let info = 4
    /// Visibility in the low two bits.
    static let other = 5
    static let sectionIndex = 6
    static let value = 8
    static let symbolSize = 16
  }

  enum RelocationWithAddend {
    static let size = 24
    static let offset = 0
    static let type = 8
    static let symbolIndex = 12
    static let addend = 16
  }

  /// An entry of SHT_REL: as with an addend, which stands in the field instead.
  enum Relocation {
    static let size = 16
  }

  /// What SHF_COMPRESSED sections start with (Elf64_Chdr).
  enum CompressionHeader {
    static let size = 24
    static let type = 0
    static let contentSize = 8
  }

  /// Section indices with a meaning of their own.
  enum SectionIndex {
    static let undefined: UInt16 = 0
    static let firstReserved: UInt16 = 0xff00
    /// x86-64's common block of the large code model (psABI §4.3.3 "Special Section Indexes").
    static let largeCommon: UInt16 = 0xff02
    static let absolute: UInt16 = 0xfff1
    static let common: UInt16 = 0xfff2
    /// The index stands elsewhere, since it does not fit.
    static let extended: UInt16 = 0xffff
  }
}

extension RawSpan {
  /// The little-endian number at `offset`; nil when it does not fit in the bytes.
  @inline(__always)
  func load<Value: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: Value.Type = Value.self
  ) -> Value? {
    guard offset >= 0, offset <= byteCount, byteCount &- offset >= MemoryLayout<Value>.size else {
      return nil
    }
    return Value(
      littleEndian: unsafe unsafeLoadUnaligned(
        fromUncheckedByteOffset: offset, as: type))
  }
}
