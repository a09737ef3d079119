extension ObjectFile {
  /// The symbols of one table, decoded as they are asked for; the first is the null symbol.
  ///
  /// All that an entry refers to is checked when the table is made: taking a symbol cannot fail.
  public struct SymbolTable: RandomAccessCollection, Sendable {
    /// The index of the table's section; nil when the file has no such table.
    public let tableSection: Int?
    public let startIndex = 0
    public let endIndex: Int

    private let bytes: InputBytes
    private let entries: Range<Int>
    private let names: Range<Int>
    /// The section indices that have no room in the entries (SHT_SYMTAB_SHNDX); may be empty.
    private let extendedIndices: Range<Int>

    public subscript(position: Int) -> Symbol {
      let span = bytes.bytes
      let fields = fields(at: position)
      return Symbol(
        index: position,
        name: StringTable.string(span, names, at: fields.name) ?? "",
        value: fields.value, size: fields.size,
        binding: SymbolBinding(rawValue: fields.info >> 4),
        type: SymbolType(rawValue: fields.info & 0xf),
        visibility: SymbolVisibility(rawValue: fields.other & 3) ?? .default,
        sectionIndex: sectionIndex(at: position))
    }
  }
}

extension ObjectFile.SymbolTable {
  /// The only table of `type`; empty when there is none.
  init(
    _ bytes: InputBytes, _ sections: [ObjectFile.Section], type: ObjectFile.SectionType
  ) throws(ObjectFileError) {
    self.bytes = bytes
    let tables = sections.filter { $0.type == type }
    guard let table = tables.first else {
      tableSection = nil
      endIndex = 0
      entries = 0..<0
      names = 0..<0
      extendedIndices = 0..<0
      return
    }
    guard tables.count == 1 else { throw .severalTables("section of type \(type.rawValue)") }
    let count = table.fileRange.count / ELFLayout.Symbol.size
    guard table.entrySize == UInt64(ELFLayout.Symbol.size),
      count &* ELFLayout.Symbol.size == table.fileRange.count
    else {
      throw .badTable(section: table.name, what: "its entries are not of 24 bytes")
    }
    guard table.link < sections.count, sections[table.link].type == .strtab else {
      throw .badTable(section: table.name, what: "its sh_link names no string table")
    }
    tableSection = table.index
    endIndex = count
    entries = table.fileRange
    names = sections[table.link].fileRange
    let extended = sections.first { $0.type == .symtabShndx && $0.link == table.index }
    if let extended, extended.fileRange.count / 4 < count {
      throw .badTable(section: extended.name, what: "it has fewer entries than its symbol table")
    }
    extendedIndices = extended?.fileRange ?? 0..<0
    try check(table, sectionCount: sections.count)
  }

  /// Every name and section index leads somewhere.
  private func check(
    _ table: ObjectFile.Section, sectionCount: Int
  ) throws(ObjectFileError) {
    let span = bytes.bytes
    guard let last = indices.last else { return }
    // One NUL at the end of the names ends every string in them.
    if !names.isEmpty, span.load(at: names.upperBound &- 1, as: UInt8.self) != 0 {
      throw .badTable(section: table.name, what: "its string table does not end with NUL")
    }
    for index in 0...last {
      let fields = fields(at: index)
      let offset = index &* ELFLayout.Symbol.size
      guard Int(fields.name) < names.count || fields.name == 0 else {
        throw .badIndex(section: table.name, offset: offset, index: UInt64(fields.name))
      }
      let known: Bool
      switch fields.sectionIndex {
      case ELFLayout.SectionIndex.extended:
        known = (extendedIndex(at: index) ?? Int.max) < sectionCount
      case ELFLayout.SectionIndex.firstReserved...:
        known = [
          ELFLayout.SectionIndex.absolute, ELFLayout.SectionIndex.common,
          ELFLayout.SectionIndex.largeCommon,
        ].contains(fields.sectionIndex)
      default:
        known = Int(fields.sectionIndex) < sectionCount
      }
      guard known else {
        throw .badIndex(section: table.name, offset: offset, index: UInt64(fields.sectionIndex))
      }
    }
  }

  /// Where the symbol is defined: without making its name.
  func sectionIndex(at position: Int) -> ObjectFile.SymbolSection {
    sectionIndex(of: fields(at: position), at: position)
  }

  /// Where the symbol of an entry is defined.
  @inline(__always)
  func sectionIndex(of fields: Fields, at position: Int) -> ObjectFile.SymbolSection {
    switch fields.sectionIndex {
    case ELFLayout.SectionIndex.undefined: .undefined
    case ELFLayout.SectionIndex.absolute: .absolute
    case ELFLayout.SectionIndex.common, ELFLayout.SectionIndex.largeCommon: .common
    case ELFLayout.SectionIndex.extended: .section(extendedIndex(at: position) ?? 0)
    default: .section(Int(fields.sectionIndex))
    }
  }

  /// `st_value`, without making the symbol's name.
  func value(at position: Int) -> UInt64 {
    fields(at: position).value
  }

  /// Where a symbol's name stands in the file, its NUL left out: without making a String.
  ///
  /// Together all names may be far longer than the file, since they may share bytes.
  func nameRange(at position: Int) -> Range<Int> {
    let name = Int(fields(at: position).name)
    guard name < names.count else { return names.lowerBound..<names.lowerBound }
    let start = names.lowerBound &+ name
    // The table ends with NUL.
    return start..<(start &+ bytes.bytes.lengthOfString(at: start))
  }

  /// A symbol's name, in place.
  public func nameBytes(at position: Int) -> InputBytes {
    bytes.part(nameRange(at: position))
  }

  private func extendedIndex(at position: Int) -> Int? {
    guard !extendedIndices.isEmpty else { return nil }
    let index: UInt32? = bytes.bytes.load(at: extendedIndices.lowerBound &+ position &* 4)
    return index.map { Int($0) }
  }

  /// An entry as it stands in the file.
  struct Fields {
    var name: UInt32 = 0
    var info: UInt8 = 0
    var other: UInt8 = 0
    var sectionIndex: UInt16 = 0
    var value: UInt64 = 0
    var size: UInt64 = 0
  }

  /// The entry as it stands in the file. As in every collection, the position must be a valid
  /// index.
  @inline(__always)
  func fields(at position: Int) -> Fields {
    typealias Layout = ELFLayout.Symbol
    precondition(position >= 0 && position < endIndex, "symbol index outside the table")
    let span = bytes.bytes
    let start = entries.lowerBound &+ position &* Layout.size
    // `entries` lies in the file.
    guard let value: UInt64 = span.load(at: start &+ Layout.value),
      let size: UInt64 = span.load(at: start &+ Layout.symbolSize),
      let head: UInt64 = span.load(at: start)
    else { return Fields() }
    return Fields(
      name: UInt32(truncatingIfNeeded: head &>> UInt64(8 &* Layout.name)),
      info: UInt8(truncatingIfNeeded: head &>> UInt64(8 &* Layout.info)),
      other: UInt8(truncatingIfNeeded: head &>> UInt64(8 &* Layout.other)),
      sectionIndex: UInt16(truncatingIfNeeded: head &>> UInt64(8 &* Layout.sectionIndex)),
      value: value, size: size)
  }
}
