/// A finder of abbreviations in `.debug_abbrev` (DWARF 5 §7.5.3).
struct AbbreviationTable {
  struct Attribute {
    /// `DW_AT_…`.
    var name: UInt64
    var form: DWARFForm
  }

  static let section = ".debug_abbrev"

  private let bytes: InputBytes
  /// How many more attributes may be passed over. Tables are searched from their start, and input
  /// could have every unit search a long one.
  private var work: Int
  /// The last answer: units often share it.
  private var last: (table: UInt64, code: UInt64, attributes: [Attribute])?

  /// A finder that passes over at most 64 attributes for each of `size` bytes.
  init(_ bytes: InputBytes, workFor size: Int) {
    self.bytes = bytes
    work = size.multipliedReportingOverflow(by: 64).partialValue
  }

  /// The attributes of the entries with `code` in the table at offset `table`, in order; nil when
  /// the table has no such code.
  mutating func attributes(
    of code: UInt64, at table: UInt64
  ) throws(LineProgramError) -> [Attribute]? {
    if let last, last.table == table, last.code == code { return last.attributes }
    let bytes = bytes
    var cursor = DebugCursor(bytes.bytes, at: Int(clamping: table), section: Self.section)
    while true {
      let candidate = try cursor.readULEB()
      guard candidate != 0 else { return nil }
      _ = try cursor.readULEB()  // tag
      _ = try cursor.readByte()  // has children
      var attributes: [Attribute] = []
      while true {
        work &-= 1
        guard work > 0 else {
          throw .tooMuch(section: Self.section, what: "the search for units' abbreviations is")
        }
        let name = try cursor.readULEB()
        let formOffset = cursor.offset
        let form = try cursor.readULEB()
        if name == 0 && form == 0 { break }
        if form == DWARFForm.implicitConst.rawValue { try cursor.skipLEB() }
        guard candidate == code else { continue }
        guard let known = DWARFForm(rawValue: form) else {
          throw .unknownForm(section: Self.section, offset: formOffset, form: form)
        }
        attributes.append(Attribute(name: name, form: known))
      }
      if candidate == code {
        last = (table, code, attributes)
        return attributes
      }
    }
  }
}
