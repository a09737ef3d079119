extension UnitContents {
  /// Appends the addresses of an entry: DW_AT_low_pc and DW_AT_high_pc, else DW_AT_ranges
  /// (DWARF 5 §2.17). Nothing for code that a linker dropped.
  @inline(__always)
  mutating func appendRanges(
    _ values: inout EntryValues, _ unit: DebugUnits.Unit, _ debug: DebugSections, _ entry: Int
  ) throws(DebugInfoError) {
    let high = values[.highPC]
    if high.form != 0, values[.lowPC].form != 0 {
      let low = try debug.address(values[.lowPC], unit.entry, entry)
      if AddressRange.isTombstone(low) { return }
      let end: UInt64
      if let size = high.constant {
        end = low &+ size
      } else {
        end = try debug.address(high, unit.entry, entry)
      }
      guard end >= low else {
        throw .badRange(section: DebugInfoSection.info.name, offset: entry)
      }
      if end > low { ranges.append(AddressRange(start: low, end: end)) }
    } else if values[.ranges].form != 0 {
      try appendList(values[.ranges], unit, debug, entry)
    }
  }

  private mutating func appendList(
    _ value: EntryValue, _ unit: DebugUnits.Unit, _ debug: DebugSections, _ entry: Int
  ) throws(DebugInfoError) {
    if let offset = value.sectionOffset(unit.version) {
      guard unit.version < 5 else { return try appendList(at: offset, unit, debug, entry) }
      return try appendPairs(at: offset, unit, debug)
    }
    guard value.form == UInt16(DWARFForm.rnglistx.rawValue), let base = unit.entry.rnglistsBase
    else {
      throw .unknownForm(
        section: DebugInfoSection.info.name, offset: entry, form: UInt64(value.form))
    }
    // Behind the header the unit's part opens with the lists' offsets (DWARF 5 §7.28).
    let is64Bit = unit.encoding.is64Bit
    let (distance, overflow) = value.raw.multipliedReportingOverflow(by: is64Bit ? 8 : 4)
    guard !overflow else {
      throw .badIndex(section: DebugInfoSection.info.name, offset: entry, index: value.raw)
    }
    var cursor = EntryCursor(
      debug.rnglists.bytes, at: Int(clamping: base.addingReportingOverflow(distance).partialValue),
      .rnglists)
    try appendList(
      at: base &+ cursor.readOffset(is64Bit: is64Bit), unit, debug, entry)
  }

  @inline(__always)
  private mutating func append(
    _ start: UInt64, _ end: UInt64, from base: UInt64, _ section: DebugInfoSection, _ offset: Int
  ) throws(DebugInfoError) {
    work &-= 1
    guard work >= 0 else {
      throw .tooMuch(section: section.name, offset: offset, what: "the lists of ranges are")
    }
    // A base that was dropped is followed by distances from it.
    if AddressRange.isTombstone(base) && base != 0 || AddressRange.isTombstone(start) { return }
    guard end >= start else { throw .badRange(section: section.name, offset: offset) }
    if end > start { ranges.append(AddressRange(start: start, end: end)) }
  }

  /// A list of `.debug_ranges` (DWARF 4 §2.17.3).
  private mutating func appendPairs(
    at offset: UInt64, _ unit: DebugUnits.Unit, _ debug: DebugSections
  ) throws(DebugInfoError) {
    var cursor = ByteCursor(debug.ranges.bytes, at: Int(clamping: offset))
    var base = unit.entry.lowPC
    while true {
      let place = cursor.offset
      let start: UInt64
      let end: UInt64
      do throws(ReadError) {
        start = try cursor.read(UInt64.self)
        end = try cursor.read(UInt64.self)
      } catch {
        throw DebugInfoError(error, .ranges)
      }
      if start == .max {
        base = end
      } else if start | end == 0 {
        return
      } else {
        try append(base &+ start, base &+ end, from: base, .ranges, place)
      }
    }
  }

  /// A list of `.debug_rnglists` (DWARF 5 §7.25).
  private mutating func appendList(
    at offset: UInt64, _ unit: DebugUnits.Unit, _ debug: DebugSections, _ entry: Int
  ) throws(DebugInfoError) {
    var cursor = ByteCursor(debug.rnglists.bytes, at: Int(clamping: offset))
    var base = unit.entry.lowPC
    while true {
      let place = cursor.offset
      let item: RangeListEntry
      do throws(ReadError) { item = try cursor.readRangeListEntry() } catch {
        throw DebugInfoError(error, .rnglists)
      }
      switch item.kind {
      case .endOfList: return
      case .baseAddressx: base = try debug.address(item.first, unit.entry, entry)
      case .baseAddress: base = item.first
      case .offsetPair:
        try append(base &+ item.first, base &+ item.second, from: base, .rnglists, place)
      case .startxEndx:
        let start = try debug.address(item.first, unit.entry, entry)
        let end = try debug.address(item.second, unit.entry, entry)
        try append(start, end, from: start, .rnglists, place)
      case .startxLength:
        let start = try debug.address(item.first, unit.entry, entry)
        try append(start, start &+ item.second, from: start, .rnglists, place)
      case .startEnd: try append(item.first, item.second, from: item.first, .rnglists, place)
      case .startLength:
        try append(item.first, item.first &+ item.second, from: item.first, .rnglists, place)
      case nil:
        throw .unknownRangeEntry(
          section: DebugInfoSection.rnglists.name, offset: place, kind: item.code)
      }
    }
  }
}

extension AddressRange {
  /// Where linkers put code that they dropped. (-2 in `.debug_ranges`, where -1 has a meaning.)
  @inline(__always)
  static func isTombstone(_ address: UInt64) -> Bool { address &+ 2 <= 2 }
}

/// An entry of a list of `.debug_rnglists` (DWARF 5 §7.25, table 7.30), as it is written.
struct RangeListEntry {
  enum Kind: UInt8 {
    case endOfList, baseAddressx, startxEndx, startxLength, offsetPair, baseAddress, startEnd
    case startLength
  }

  var code: UInt8
  var first: UInt64 = 0
  var second: UInt64 = 0

  /// nil if DWARF has none such.
  var kind: Kind? {
    @inline(__always) get { Kind(rawValue: code) }
  }
}

extension ByteCursor {
  @inline(__always)
  mutating func readRangeListEntry() throws(ReadError) -> RangeListEntry {
    var entry = RangeListEntry(code: try readByte())
    switch entry.kind {
    case .offsetPair, .startxEndx, .startxLength:
      entry.first = try readULEB()
      entry.second = try readULEB()
    case .baseAddressx: entry.first = try readULEB()
    case .baseAddress: entry.first = try read(UInt64.self)
    case .startEnd:
      entry.first = try read(UInt64.self)
      entry.second = try read(UInt64.self)
    case .startLength:
      entry.first = try read(UInt64.self)
      entry.second = try readULEB()
    case .endOfList, nil: break
    }
    return entry
  }
}
