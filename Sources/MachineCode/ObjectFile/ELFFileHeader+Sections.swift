extension ELFFileHeader {
  /// The section headers, with names, each section's bytes within the file.
  static func readSections(
    _ bytes: RawSpan, _ header: ELFFileHeader
  ) throws(ObjectFileError) -> [ObjectFile.Section] {
    typealias Layout = ELFLayout.SectionHeader
    let range = header.sectionHeaders
    guard !range.isEmpty else { return [] }
    let names = try nameTable(bytes, header)
    // Names may share bytes; without a limit they could take the square of the file's size.
    var nameBudget = 4 &* bytes.byteCount
    var sections: [ObjectFile.Section] = []
    sections.reserveCapacity(range.count / Layout.size)
    for start in stride(from: range.lowerBound, to: range.upperBound, by: Layout.size) {
      guard let nameOffset: UInt32 = bytes.load(at: start &+ Layout.name),
        let rawType: UInt32 = bytes.load(at: start &+ Layout.type),
        let flags: UInt64 = bytes.load(at: start &+ Layout.flags),
        let address: UInt64 = bytes.load(at: start &+ Layout.address),
        let offset: UInt64 = bytes.load(at: start &+ Layout.offset),
        let size: UInt64 = bytes.load(at: start &+ Layout.contentSize),
        let link: UInt32 = bytes.load(at: start &+ Layout.link),
        let info: UInt32 = bytes.load(at: start &+ Layout.info),
        let alignment: UInt64 = bytes.load(at: start &+ Layout.alignment),
        let entrySize: UInt64 = bytes.load(at: start &+ Layout.entrySize)
      else {
        throw .truncated(what: "a section header", offset: start)
      }
      guard let name = names.isEmpty ? "" : StringTable.string(bytes, names, at: nameOffset) else {
        throw .badIndex(section: "(header table)", offset: start, index: UInt64(nameOffset))
      }
      nameBudget &-= name.utf8.count
      guard nameBudget >= 0 else { throw .namesTooLong }
      let type = ObjectFile.SectionType(rawValue: rawType)
      var fileRange = 0..<0
      if type != .nobits && type != .null {
        guard offset <= UInt64(bytes.byteCount), size <= UInt64(bytes.byteCount) &- offset else {
          throw .truncated(what: "section \(name)", offset: Int(clamping: offset))
        }
        fileRange = Int(offset)..<Int(offset &+ size)
      }
      sections.append(
        ObjectFile.Section(
          index: sections.count, name: name, type: type,
          flags: ObjectFile.SectionFlags(rawValue: flags), address: address, size: size,
          fileRange: fileRange, link: Int(link), info: Int(info), alignment: alignment,
          entrySize: entrySize))
    }
    return sections
  }

  /// Where the section names stand in the file; empty when there are none.
  private static func nameTable(
    _ bytes: RawSpan, _ header: ELFFileHeader
  ) throws(ObjectFileError) -> Range<Int> {
    guard header.sectionNameTable != 0 else { return 0..<0 }
    let count = header.sectionHeaders.count / ELFLayout.SectionHeader.size
    guard header.sectionNameTable < count else {
      throw .badIndex(
        section: "(ELF header)", offset: ELFLayout.FileHeader.sectionNameTableIndex,
        index: UInt64(header.sectionNameTable))
    }
    let start =
      header.sectionHeaders.lowerBound
      &+ header.sectionNameTable &* ELFLayout.SectionHeader.size
    guard let offset: UInt64 = bytes.load(at: start &+ ELFLayout.SectionHeader.offset),
      let size: UInt64 = bytes.load(at: start &+ ELFLayout.SectionHeader.contentSize),
      offset <= UInt64(bytes.byteCount), size <= UInt64(bytes.byteCount) &- offset
    else {
      throw .truncated(what: "the section name table", offset: start)
    }
    return Int(offset)..<Int(offset &+ size)
  }
}
