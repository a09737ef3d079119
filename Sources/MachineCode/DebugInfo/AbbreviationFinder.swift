/// A finder of single abbreviations, for units of which only the own entry is read.
struct AbbreviationFinder {
  private let section: InputBytes
  /// How many more attributes may be passed over. Tables are searched from their start, and input
  /// could have every unit search a long one.
  private var work: Int
  /// The last answer: units often share it.
  private var last: (table: UInt64, code: UInt64, attributes: Int)?

  /// A finder that passes over at most 16 attributes for each of `size` bytes.
  init(_ section: InputBytes, workFor size: Int) {
    self.section = section
    work = size &* 16 &+ 1024
  }

  /// Where the attributes of the abbreviation with `code` start, in the table at offset `table`.
  mutating func find(
    _ code: UInt64, _ table: UInt64, entry: Int
  ) throws(DebugInfoError) -> Int {
    if let last, last.table == table, last.code == code { return last.attributes }
    let section = section
    var cursor = EntryCursor(section.bytes, at: Int(clamping: table), .abbrev)
    while true {
      let candidate = try cursor.readULEB()
      guard candidate != 0 else {
        throw .unknownAbbreviation(section: DebugInfoSection.info.name, offset: entry, code: code)
      }
      _ = try cursor.readULEB()  // tag
      _ = try cursor.readByte()  // has children
      if candidate == code {
        last = (table, code, cursor.offset)
        return cursor.offset
      }
      while true {
        try pass(cursor.offset)
        let name = try cursor.readULEB()
        let form = try cursor.readULEB()
        if name == 0, form == 0 { break }
        if form == DWARFForm.implicitConst.rawValue { try cursor.skipLEB() }
      }
    }
  }

  /// Counts the attribute at an offset as passed over.
  mutating func pass(_ offset: Int) throws(DebugInfoError) {
    work &-= 1
    guard work > 0 else {
      throw .tooMuch(
        section: DebugInfoSection.abbrev.name, offset: offset,
        what: "the search for units' abbreviations is")
    }
  }
}
