extension ObjectFile {
  /// The symbols of one table, decoded as they are asked for; the first is the null symbol.
  ///
  /// All that an entry refers to is checked when the table is made: taking a symbol cannot fail.
  public struct SymbolTable: RandomAccessCollection, Sendable {
    /// The index of the table's section; nil when the file has no such table.
    public let tableSection: Int?
    public let startIndex = 0
    public let endIndex: Int

    private let bytes: [UInt8]
    private let entries: Range<Int>
    private let names: Range<Int>
    /// The section indices that have no room in the entries (SHT_SYMTAB_SHNDX); may be empty.
    private let extendedIndices: Range<Int>

    public subscript(position: Int) -> Symbol {
      let span = bytes.span.bytes
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
    _ bytes: [UInt8], _ sections: [ObjectFile.Section], type: ObjectFile.SectionType
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
    let span = bytes.span.bytes
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
    let index = fields(at: position).sectionIndex
    switch index {
    case ELFLayout.SectionIndex.undefined: return .undefined
    case ELFLayout.SectionIndex.absolute: return .absolute
    case ELFLayout.SectionIndex.common, ELFLayout.SectionIndex.largeCommon: return .common
    case ELFLayout.SectionIndex.extended: return .section(extendedIndex(at: position) ?? 0)
    default: return .section(Int(index))
    }
  }

  /// `st_value`, without making the symbol's name.
  func value(at position: Int) -> UInt64 {
    fields(at: position).value
  }

  private func extendedIndex(at position: Int) -> Int? {
    guard !extendedIndices.isEmpty else { return nil }
    let index: UInt32? = bytes.span.bytes.load(at: extendedIndices.lowerBound &+ position &* 4)
    return index.map { Int($0) }
  }

  private struct Fields {
    var name: UInt32 = 0
    var info: UInt8 = 0
    var other: UInt8 = 0
    var sectionIndex: UInt16 = 0
    var value: UInt64 = 0
    var size: UInt64 = 0
  }

  /// The entry as it stands in the file. As in every collection, the position must be a valid
  /// index.
  private func fields(at position: Int) -> Fields {
    typealias Layout = ELFLayout.Symbol
    precondition(position >= 0 && position < endIndex, "symbol index outside the table")
    let span = bytes.span.bytes
    let start = entries.lowerBound &+ position &* Layout.size
    var fields = Fields()
    fields.name = span.load(at: start &+ Layout.name) ?? 0
    fields.info = span.load(at: start &+ Layout.info) ?? 0
    fields.other = span.load(at: start &+ Layout.other) ?? 0
    fields.sectionIndex = span.load(at: start &+ Layout.sectionIndex) ?? 0
    fields.value = span.load(at: start &+ Layout.value) ?? 0
    fields.size = span.load(at: start &+ Layout.symbolSize) ?? 0
    return fields
  }
}
