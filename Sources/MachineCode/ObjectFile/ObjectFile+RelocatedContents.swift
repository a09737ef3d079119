import Symbols

extension ObjectFile {
  /// The section's bytes with its relocations applied as if every section stood at the address in
  /// its header, which is 0 in relocatable files: a reference to a section becomes an offset in it,
  /// one to an undefined or common symbol becomes the addend alone.
  ///
  /// Only what debug sections need is applied: absolute relocations of 8 to 64 bits. Offsets of
  /// thread-local variables are left as they stand; any other type throws. In linked files the
  /// bytes are returned as they are. The result takes as much memory as the section.
  public func relocatedContents(of section: Section) throws(ObjectFileError) -> [UInt8] {
    var content = Array(try contents(of: section))
    guard kind == .relocatable else { return content }
    for relocation in try relocations(for: section) {
      guard let field = DataField(relocationType: relocation.type, architecture) else {
        throw .unsupportedRelocation(
          section: section.name, offset: Int(clamping: relocation.offset), type: relocation.type)
      }
      guard field.size > 0 else { continue }
      let value = symbolAddress(relocation.symbolIndex) &+ UInt64(bitPattern: relocation.addend)
      guard field.holds(value) else {
        throw .relocationOverflow(
          section: section.name, offset: Int(clamping: relocation.offset), value: value)
      }
      guard relocation.offset <= UInt64(content.count),
        UInt64(content.count) &- relocation.offset >= UInt64(field.size)
      else {
        throw .relocationOutside(section: section.name, offset: relocation.offset)
      }
      let start = Int(relocation.offset)
      for index in 0..<field.size {
        content[start &+ index] = UInt8(truncatingIfNeeded: value &>> UInt64(8 &* index))
      }
    }
    return content
  }

  /// A defined symbol's address when each section stands at the address in its header.
  private func symbolAddress(_ index: Int) -> UInt64 {
    guard index != 0 else { return 0 }
    switch symbols.sectionIndex(at: index) {
    case .undefined, .common: return 0
    case .absolute: return symbols.value(at: index)
    case .section(let section): return sections[section].address &+ symbols.value(at: index)
    }
  }
}

/// The field of an absolute data relocation.
private struct DataField {
  /// In bytes; 0 when nothing is stored.
  var size: Int
  var range: Range

  /// Which 64-bit values fit a field of `size` bytes.
  enum Range {
    case unsigned
    case signed
    /// Either as a signed or as an unsigned number.
    case either
  }

  /// The field of a relocation type (x86-64 psABI §4.4.1, table 4.9; AArch64 ELF ABI, "Static Data
  /// relocations"); nil when it is not one of data.
  init?(relocationType: UInt32, _ architecture: Architecture) {
    switch (architecture, relocationType) {
    case (.x86_64, 0): self.init(size: 0, range: .either)  // R_X86_64_NONE
    case (.x86_64, 1): self.init(size: 8, range: .either)  // R_X86_64_64
    case (.x86_64, 10): self.init(size: 4, range: .unsigned)  // R_X86_64_32
    case (.x86_64, 11): self.init(size: 4, range: .signed)  // R_X86_64_32S
    case (.x86_64, 12): self.init(size: 2, range: .either)  // R_X86_64_16
    case (.x86_64, 14): self.init(size: 1, range: .either)  // R_X86_64_8
    case (.x86_64, 17), (.x86_64, 21): self.init(size: 0, range: .either)  // R_X86_64_DTPOFF64, 32
    case (.arm64, 0), (.arm64, 256): self.init(size: 0, range: .either)  // R_AARCH64_NONE
    case (.arm64, 257): self.init(size: 8, range: .either)  // R_AARCH64_ABS64
    case (.arm64, 258): self.init(size: 4, range: .either)  // R_AARCH64_ABS32
    case (.arm64, 259): self.init(size: 2, range: .either)  // R_AARCH64_ABS16
    default: return nil
    }
  }

  private init(size: Int, range: Range) {
    self.size = size
    self.range = range
  }

  func holds(_ value: UInt64) -> Bool {
    guard size < 8 else { return true }
    let bits = UInt64(8 &* size)
    let fitsUnsigned = value &>> bits == 0
    let high = Int64(bitPattern: value) &>> Int64(bits &- 1)
    let fitsSigned = high == 0 || high == -1
    switch range {
    case .unsigned: return fitsUnsigned
    case .signed: return fitsSigned
    case .either: return fitsUnsigned || fitsSigned
    }
  }
}
