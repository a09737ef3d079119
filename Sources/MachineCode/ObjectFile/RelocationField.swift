import Symbols

/// The field that a relocation of data stores to.
struct RelocationField {
  /// In bytes; 0 when nothing is stored.
  var size: Int
  var range: Range
  /// Whether what is stored counts from the field's own address.
  var isRelative = false

  /// Which 64-bit values fit a field of `size` bytes.
  enum Range {
    case unsigned
    case signed
    /// Either as a signed or as an unsigned number.
    case either
  }

  /// The field of a relocation type (x86-64 psABI §4.4.1, table 4.9; AArch64 ELF ABI, "Static Data
  /// relocations"); nil when it is not one of data. Offsets of thread-local variables are not
  /// stored: no address of code is among them.
  @inline(__always)
  init?(relocationType: UInt32, _ architecture: Architecture) {
    switch (architecture, relocationType) {
    case (.x86_64, 0): self.init(size: 0, range: .either)  // R_X86_64_NONE
    case (.x86_64, 1): self.init(size: 8, range: .either)  // R_X86_64_64
    case (.x86_64, 2): self.init(size: 4, range: .signed, isRelative: true)  // R_X86_64_PC32
    case (.x86_64, 4): self.init(size: 4, range: .signed, isRelative: true)  // R_X86_64_PLT32
    case (.x86_64, 10): self.init(size: 4, range: .unsigned)  // R_X86_64_32
    case (.x86_64, 11): self.init(size: 4, range: .signed)  // R_X86_64_32S
    case (.x86_64, 12): self.init(size: 2, range: .either)  // R_X86_64_16
    case (.x86_64, 13): self.init(size: 2, range: .signed, isRelative: true)  // R_X86_64_PC16
    case (.x86_64, 14): self.init(size: 1, range: .either)  // R_X86_64_8
    case (.x86_64, 15): self.init(size: 1, range: .signed, isRelative: true)  // R_X86_64_PC8
    case (.x86_64, 17), (.x86_64, 21): self.init(size: 0, range: .either)  // R_X86_64_DTPOFF64, 32
    case (.x86_64, 24): self.init(size: 8, range: .either, isRelative: true)  // R_X86_64_PC64
    case (.arm64, 0), (.arm64, 256): self.init(size: 0, range: .either)  // R_AARCH64_NONE
    case (.arm64, 257): self.init(size: 8, range: .either)  // R_AARCH64_ABS64
    case (.arm64, 258): self.init(size: 4, range: .either)  // R_AARCH64_ABS32
    case (.arm64, 259): self.init(size: 2, range: .either)  // R_AARCH64_ABS16
    case (.arm64, 260): self.init(size: 8, range: .either, isRelative: true)  // R_AARCH64_PREL64
    case (.arm64, 261): self.init(size: 4, range: .either, isRelative: true)  // R_AARCH64_PREL32
    case (.arm64, 262): self.init(size: 2, range: .either, isRelative: true)  // R_AARCH64_PREL16
    case (.arm64, 314): self.init(size: 4, range: .signed, isRelative: true)  // R_AARCH64_PLT32
    case (.arm64, 1029): self.init(size: 0, range: .either)  // R_AARCH64_TLS_DTPREL
    default: return nil
    }
  }

  @inline(__always)
  private init(size: Int, range: Range, isRelative: Bool = false) {
    (self.size, self.range, self.isRelative) = (size, range, isRelative)
  }

  @inline(__always)
  func holds(_ value: UInt64) -> Bool {
    guard size < 8 else { return true }
    let bits = UInt64(truncatingIfNeeded: 8 &* size)
    let fitsUnsigned = value &>> bits == 0
    let high = Int64(bitPattern: value) &>> Int64(bitPattern: bits &- 1)
    let fitsSigned = high == 0 || high == -1
    switch range {
    case .unsigned: return fitsUnsigned
    case .signed: return fitsSigned
    case .either: return fitsUnsigned || fitsSigned
    }
  }
}
