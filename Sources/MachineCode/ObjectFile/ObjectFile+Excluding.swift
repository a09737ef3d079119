extension ObjectFile {
  /// The file's bytes with a section marked as one that is not loaded and that linkers drop from
  /// images: SHF_EXCLUDE in place of its other flags. Contents and relocations stay.
  public func excluding(_ section: Section) throws(ObjectFileError) -> [UInt8] {
    try setting(.exclude, of: section)
  }

  /// The file's bytes with a section that stays in images, but is not loaded.
  public func unloading(_ section: Section) throws(ObjectFileError) -> [UInt8] {
    try setting([], of: section)
  }

  private func setting(
    _ flags: SectionFlags, of section: Section
  ) throws(ObjectFileError) -> [UInt8] {
    let header = try ELFFileHeader(self.bytes.bytes)
    let start =
      header.sectionHeaders.lowerBound &+ section.index &* ELFLayout.SectionHeader.size
      &+ ELFLayout.SectionHeader.flags
    guard section.index > 0, start <= header.sectionHeaders.upperBound &- 8 else {
      throw .truncated(what: "the header of section \(section.name)", offset: start)
    }
    var bytes = Array(self.bytes)
    for index in 0..<8 {
      bytes[start &+ index] = UInt8(
        truncatingIfNeeded: flags.rawValue &>> UInt64(8 &* index))
    }
    return bytes
  }
}
