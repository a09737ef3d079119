import GoRelease

/// What the header says, checked.
extension FunctionTableView {
  struct Header {
    var quantum = 1
    var functionCount = 0
    var textStart: UInt64 = 0
    var parts: Parts
  }

  static func format(of table: RawSpan) throws(FunctionTableViewError) -> Format {
    guard table.byteCount >= 8 else { throw .truncated(.header, offset: table.byteCount) }
    let magic = unsafe table.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: UInt32.self)
    guard let format = Format(rawValue: magic) else {
      if Format(rawValue: magic.byteSwapped) != nil {
        throw .bigEndian(magic: magic.byteSwapped)
      }
      throw .magic(magic)
    }
    return format
  }

  /// Bytes 4 to 7 are the same in all formats: two zeros, the PC quantum, the size of an address.
  static func header(
    _ table: RawSpan, _ format: Format, _ places: FunctionTablePlaces
  ) throws(FunctionTableViewError) -> Header {
    func byte(_ offset: Int) -> UInt8 {
      unsafe table.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }
    guard byte(4) == 0, byte(5) == 0 else { throw .header(offset: 4, what: .padding) }
    guard byte(7) == 8 else { throw .pointerSize(byte(7)) }
    guard [1, 2, 4].contains(byte(6)) else { throw .header(offset: 6, what: .quantum) }
    var header: Header
    switch format {
    case .go1_2: header = try symbolsHeader(table, places)
    case .go1_16: header = try partsHeader(table, places, .reading1_16)
    case .go1_18: header = try partsHeader(table, places, .reading1_18)
    case .go1_20: header = try partsHeader(table, places, .reading1_20)
    }
    header.quantum = Int(byte(6))
    return header
  }

  private static func word<Name>(
    _ table: RawSpan, _ field: RecordLayout<Name>.Field?
  ) throws(FunctionTableViewError) -> UInt64 {
    guard let field else { return 0 }
    guard field.offset <= table.byteCount &- 8 else { throw .truncated(.header, offset: 0) }
    return unsafe table.unsafeLoadUnaligned(fromUncheckedByteOffset: field.offset, as: UInt64.self)
  }

  /// How many functions there are; their entries and what ends them must fit into `range`.
  private static func count(
    _ claimed: UInt64, in range: Range<Int>, _ places: FunctionTablePlaces, trailer: Int
  ) throws(FunctionTableViewError) -> Int {
    let room = max(range.count &- places.functab &- trailer, -1)
    guard room >= 0 else { throw .truncated(.functab, offset: range.lowerBound) }
    guard claimed <= UInt64(room / places.entrySize) else {
      throw .functionCount(claimed, room: room / places.entrySize)
    }
    return Int(claimed)
  }

  private static func symbolsHeader(
    _ table: RawSpan, _ places: FunctionTablePlaces
  ) throws(FunctionTableViewError) -> Header {
    let layouts = FunctionSymbolLayouts.reading1_2
    let all = 0..<table.byteCount
    var header = Header(
      parts: Parts(names: all, units: 0..<0, files: 0..<0, pcTable: all, functions: all))
    let trailer = layouts.trailer
    header.functionCount = try count(
      word(table, layouts.header[.nfunc]), in: all, places, trailer: trailer.size)
    let end = places.functab &+ header.functionCount &* places.entrySize
    let offset = unsafe table.unsafeLoadUnaligned(
      fromUncheckedByteOffset: end &+ (trailer[.filetabOffset]?.offset ?? 8), as: UInt32.self)
    guard offset != 0, Int(offset) <= table.byteCount &- 4 else {
      throw .part(.files, offset: UInt64(offset))
    }
    let files = Int(offset)
    let count = unsafe table.unsafeLoadUnaligned(
      fromUncheckedByteOffset: files, as: UInt32.self)
    // Go 1.2 counts the files, later releases their words, the count's own included.
    guard Int(count) <= (table.byteCount &- files) / 4 else {
      throw .truncated(.files, offset: files)
    }
    header.parts.files = files..<table.byteCount
    header.parts.fileCount = Int(count)
    return header
  }

  /// Of the tables side by side each ends where the next one starts.
  private static func partsHeader(
    _ table: RawSpan, _ places: FunctionTablePlaces, _ layouts: FunctionLayouts
  ) throws(FunctionTableViewError) -> Header {
    guard table.byteCount >= layouts.header.size else {
      throw .truncated(.header, offset: table.byteCount)
    }
    func start(
      _ field: FunctionLayouts.HeaderField, _ what: FunctionTableViewError.Fact
    ) throws(FunctionTableViewError) -> Int {
      let offset = try word(table, layouts.header[field])
      guard offset >= UInt64(layouts.header.size), offset <= UInt64(table.byteCount) else {
        throw .part(what, offset: offset)
      }
      return Int(offset)
    }
    let names = try start(.funcnameOffset, .names)
    let units = try start(.cuOffset, .units)
    let files = try start(.filetabOffset, .files)
    let pcTable = try start(.pctabOffset, .pcTable)
    let functions = try start(.pclnOffset, .functab)
    func part(_ start: Int) -> Range<Int> {
      var end = table.byteCount
      if names > start { end = min(end, names) }
      if units > start { end = min(end, units) }
      if files > start { end = min(end, files) }
      if pcTable > start { end = min(end, pcTable) }
      if functions > start { end = min(end, functions) }
      return start..<end
    }
    var header = Header(
      parts: Parts(
        names: part(names), units: part(units), files: part(files), pcTable: part(pcTable),
        functions: part(functions)))
    header.functionCount = try count(
      word(table, layouts.header[.nfunc]), in: header.parts.functions, places,
      trailer: places.entryWidth)
    header.textStart = try word(table, layouts.header[.textStart])
    return header
  }
}

extension FunctionTableView {
  /// How many functions are looked at to tell the two forms of their records apart.
  private static var sampleSize: Int { 64 }

  /// Whether a table of magic 0xfffffffb has function records of Go 1.12 to 1.15: the highest byte
  /// of the number of FUNCDATA is then that number, and else 0. Nearly every Go function has
  /// FUNCDATA.
  static func hasPackedCounts(
    _ table: RawSpan, _ header: Header, _ places: FunctionTablePlaces
  ) -> Bool {
    for index in 0..<min(header.functionCount, sampleSize) {
      let pair = places.functab &+ index &* places.entrySize
      let offset = entry(table, at: pair &+ places.recordOffset, places.recordOffsetWidth)
      guard offset < UInt64(truncatingIfNeeded: table.byteCount),
        let highest = try? table.number8(
          at: Int(truncatingIfNeeded: offset) &+ places.funcdataCount &+ 3, .functionRecord)
      else { continue }
      if highest != 0 { return true }
    }
    return false
  }
}
