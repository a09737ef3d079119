import Symbols

/// What the ELF header says, checked.
struct ELFFileHeader {
  var architecture: Architecture
  var kind: ObjectFile.Kind
  /// Where the section headers stand in the file; they fit in it.
  var sectionHeaders: Range<Int>
  var sectionNameTable: Int

  init(_ bytes: RawSpan) throws(ObjectFileError) {
    typealias Layout = ELFLayout.FileHeader
    for (offset, expected) in ELFLayout.magic.enumerated() {
      guard bytes.load(at: offset, as: UInt8.self) == expected else { throw .notELF }
    }
    guard bytes.byteCount >= Layout.size,
      let fileClass = bytes.load(at: Layout.fileClass, as: UInt8.self),
      let dataEncoding = bytes.load(at: Layout.dataEncoding, as: UInt8.self),
      let type = bytes.load(at: Layout.type, as: UInt16.self),
      let machine = bytes.load(at: Layout.machine, as: UInt16.self),
      let tableOffset = bytes.load(at: Layout.sectionHeaderOffset, as: UInt64.self),
      let entrySize = bytes.load(at: Layout.sectionHeaderEntrySize, as: UInt16.self),
      let shortCount = bytes.load(at: Layout.sectionHeaderCount, as: UInt16.self),
      let shortNameTable = bytes.load(at: Layout.sectionNameTableIndex, as: UInt16.self)
    else {
      throw .truncated(what: "the ELF header", offset: 0)
    }
    guard fileClass == 2 else { throw .unsupportedClass(fileClass) }
    guard dataEncoding == 1 else { throw .unsupportedByteOrder(dataEncoding) }
    switch type {
    case 1: kind = .relocatable
    case 2: kind = .executable
    case 3: kind = .shared
    default: throw .unsupportedKind(type)
    }
    switch machine {
    case 62: architecture = .x86_64
    case 183: architecture = .arm64
    default: throw .unsupportedMachine(machine)
    }

    guard tableOffset != 0 else {
      sectionHeaders = 0..<0
      sectionNameTable = 0
      return
    }
    guard entrySize == ELFLayout.SectionHeader.size else {
      throw .badTable(section: "(header table)", what: "entries of \(entrySize) bytes, not 64")
    }
    let start = Int(clamping: tableOffset)
    var count = UInt64(shortCount)
    sectionNameTable = Int(shortNameTable)
    // Numbers that do not fit the file header stand in the null section's header.
    if shortCount == 0 || shortNameTable == ELFLayout.SectionIndex.extended {
      let null = min(start, bytes.byteCount)
      guard let size: UInt64 = bytes.load(at: null &+ ELFLayout.SectionHeader.contentSize),
        let link: UInt32 = bytes.load(at: null &+ ELFLayout.SectionHeader.link)
      else {
        throw .truncated(what: "the section header table", offset: start)
      }
      if shortCount == 0 { count = size }
      if shortNameTable == ELFLayout.SectionIndex.extended { sectionNameTable = Int(link) }
    }
    guard start <= bytes.byteCount,
      count <= UInt64((bytes.byteCount &- start) / ELFLayout.SectionHeader.size)
    else {
      throw .truncated(what: "the section header table", offset: start)
    }
    sectionHeaders = start..<(start &+ Int(count) &* ELFLayout.SectionHeader.size)
  }
}
