/// What a unit's own entry says that is needed for the others, or by who reads its line program.
struct UnitEntry: Sendable {
  var lineProgram: UInt64?
  var name: DebugString?
  var directory: DebugString?
  /// The base of its range lists: what their addresses count from.
  var lowPC: UInt64 = 0
  /// Its code, which is in one piece, was dropped by the linker. Some linkers leave the functions
  /// behind the first at small addresses.
  var isDropped = false
  /// Where the unit's parts of `.debug_str_offsets`, `.debug_addr` and `.debug_rnglists` start.
  var strOffsetsBase: UInt64?
  var addrBase: UInt64?
  var rnglistsBase: UInt64?

  init() {}

  /// Reads the entry at the cursor.
  init(
    _ cursor: inout EntryCursor, _ table: UInt64, _ encoding: DWARFEncoding,
    _ debug: DebugSections, _ finder: inout AbbreviationFinder
  ) throws(DebugInfoError) {
    let start = cursor.offset
    let code = try cursor.readULEB()
    guard code != 0 else { return }
    var names: (name: EntryValue, directory: EntryValue, split: EntryValue)
    names = (EntryValue(), EntryValue(), EntryValue())
    var low = EntryValue()
    var (hasEnd, hasRanges) = (false, false)
    let section = debug.abbrev
    var abbreviation = EntryCursor(
      section.bytes, at: try finder.find(code, table, entry: start), .abbrev)
    while true {
      try finder.pass(abbreviation.offset)
      let attribute = try abbreviation.readULEB()
      let formOffset = abbreviation.offset
      let formCode = try abbreviation.readULEB()
      if attribute == 0, formCode == 0 { break }
      guard let form = DWARFForm(rawValue: formCode) else {
        throw .unknownForm(
          section: DebugInfoSection.abbrev.name, offset: formOffset, form: formCode)
      }
      if form == .implicitConst {
        try abbreviation.skipLEB()
        continue
      }
      let code = UInt16(truncatingIfNeeded: formCode)
      switch attribute {
      case DWARFAttribute.name: names.name = try cursor.readValue(code, encoding)
      case DWARFAttribute.compDir: names.directory = try cursor.readValue(code, encoding)
      case DWARFAttribute.dwoName, DWARFAttribute.gnuDwoName:
        names.split = try cursor.readValue(code, encoding)
      case DWARFAttribute.lowPC: low = try cursor.readValue(code, encoding)
      case DWARFAttribute.stmtList: lineProgram = try Self.readOffset(&cursor, code, encoding)
      case DWARFAttribute.strOffsetsBase:
        strOffsetsBase = try Self.readOffset(&cursor, code, encoding)
      case DWARFAttribute.addrBase: addrBase = try Self.readOffset(&cursor, code, encoding)
      case DWARFAttribute.rnglistsBase:
        rnglistsBase = try Self.readOffset(&cursor, code, encoding)
      default:
        if attribute == DWARFAttribute.highPC { hasEnd = true }
        if attribute == DWARFAttribute.ranges { hasRanges = true }
        try cursor.skip(form, encoding)
      }
    }
    // Without addresses it stands for a precompiled module of Clang (.pcm), which has no code.
    if names.split.form != 0, low.form != 0 || hasRanges {
      throw .splitUnit(
        section: DebugInfoSection.info.name, offset: start,
        name: try splitName(names.split, encoding, debug, start))
    }
    // The bases may stand behind what needs them.
    name = try debug.string(names.name, self, encoding, start)
    directory = try debug.string(names.directory, self, encoding, start)
    if low.form != 0 {
      lowPC = try debug.address(low, self, start)
      isDropped = hasEnd && AddressRange.isTombstone(lowPC)
    }
  }

  /// A value of class lineptr, stroffsetsptr, addrptr or rnglist.
  private static func readOffset(
    _ cursor: inout EntryCursor, _ form: UInt16, _ encoding: DWARFEncoding
  ) throws(DebugInfoError) -> UInt64 {
    let start = cursor.offset
    let value = try cursor.readValue(form, encoding)
    guard let offset = value.sectionOffset(encoding.version) else {
      throw .unknownForm(section: cursor.section.name, offset: start, form: UInt64(form))
    }
    return offset
  }

  /// The .dwo's name, for the error that says so: as well as it can be told.
  private func splitName(
    _ value: EntryValue, _ encoding: DWARFEncoding, _ debug: DebugSections, _ entry: Int
  ) throws(DebugInfoError) -> String {
    guard let string = try debug.string(value, self, encoding, entry) else { return "a .dwo file" }
    let section =
      switch string.section {
      case .info: debug.info
      case .str: debug.str
      case .lineStr: debug.lineStr
      }
    var cursor = EntryCursor(section.bytes, at: string.offset, string.section.section)
    let start = cursor.offset
    try cursor.skipString()
    return String(decoding: section.part(start..<cursor.offset &- 1), as: UTF8.self)
  }
}
