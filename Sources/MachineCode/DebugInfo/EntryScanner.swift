/// Moves over the entries of a unit to those that matter: functions, calls inlined, and the ends of
/// what is below them.
struct EntryScanner: ~Escapable {
  /// What the scanner stopped at.
  enum Stop {
    /// An entry whose attributes are at the cursor.
    case entry
    /// The end of the entries below the one that was to be left.
    case leaving
    /// The end of the unit.
    case end
    case unknownAbbreviation(UInt64)
    case badSibling(UInt64)
    case nestedTooDeep
  }

  var cursor: ByteCursor
  let table: EntryTable
  let encoding: DWARFEncoding
  /// Where the unit starts, from which siblings count.
  let start: Int
  /// Of the next entry; the unit's own has 0.
  var depth: Int32 = 0
  /// Where the entry that the scanner stopped at starts, and its abbreviation.
  private(set) var entry = 0
  private(set) var abbreviation = Abbreviation()

  static let deepest: Int32 = 4096

  @_lifetime(copy bytes, copy table)
  init(_ bytes: RawSpan, _ unit: DebugUnits.Unit, _ table: consuming EntryTable) {
    cursor = ByteCursor(bytes, at: unit.firstEntry)
    self.table = table
    encoding = unit.encoding
    start = unit.offset
  }

  /// Goes on to the next entry of a function, or of a call if `stopsAtCalls`, or to the end of
  /// the entries below one at `leaving`.
  ///
  /// Of all other entries nothing is needed: their attributes are passed over as the abbreviation
  /// says, and so are the entries below them where a sibling is named.
  @inline(never)
  mutating func next(leaving: Int32, stopsAtCalls: Bool) throws(ReadError) -> Stop {
    // Local, so that they stay in registers.
    let bytes = cursor.bytes
    let steps = table.steps
    let abbreviations = table.abbreviations
    let isDense = table.isDense
    var depth = depth
    var offset = cursor.offset
    while offset < bytes.byteCount {
      let entry = offset
      var code = UInt64(unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self))
      offset &+= 1
      if code == 0 {
        // A 0 at depth 0 is padding.
        if depth == 0 { continue }
        depth &-= 1
        if depth != leaving { continue }
        try stop(at: entry, offset, depth)
        return .leaving
      }
      if code >= 0x80 { (code, offset) = try Self.readLong(bytes, entry) }
      var place = Int(truncatingIfNeeded: code &- 1)
      if !isDense || place < 0 || place >= abbreviations.count {
        guard let found = table.place(code) else {
          try stop(at: entry, offset, depth)
          return .unknownAbbreviation(code)
        }
        place = found
      }
      let action = unsafe abbreviations[unchecked: place].action
      if action != .skip, action != .stopInFunctions || stopsAtCalls {
        try stop(at: entry, offset, depth)
        self.abbreviation = unsafe abbreviations[unchecked: place]
        guard action == .jump else { return .entry }
        if let target = try skipToSibling() { return .badSibling(target) }
        offset = cursor.offset
        continue
      }
      var step = Int(unsafe abbreviations[unchecked: place].firstStep)
      let end = Int(unsafe abbreviations[unchecked: place].firstReadingStep)
      while step < end {
        // The cache's own places.
        let next = unsafe steps[unchecked: step]
        step &+= 1
        offset &+= Int(next.operand)
        switch next.operation {
        case .string:
          while true {
            guard bytes.byteCount &- offset >= 8 else {
              offset = try Self.skip(.string, bytes, offset, encoding)
              break
            }
            let word = UInt64(
              littleEndian: unsafe bytes.unsafeLoadUnaligned(
                fromUncheckedByteOffset: offset, as: UInt64.self))
            let zeros = ByteCursor.zeros(word)
            if zeros != 0 {
              offset &+= (zeros.trailingZeroBitCount &>> 3) &+ 1
              break
            }
            offset &+= 8
          }
        case .leb where offset < bytes.byteCount:
          let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
          offset &+= 1
          if byte >= 0x80 { offset = try Self.skip(.leb, bytes, offset, encoding) }
        case .block1 where offset < bytes.byteCount:
          let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
          offset &+= Int(byte) &+ 1
        default:
          offset = try Self.skip(next.operation, bytes, offset, encoding)
        }
      }
      offset &+= Int(unsafe abbreviations[unchecked: place].tail)
      guard unsafe abbreviations[unchecked: place].hasChildren else { continue }
      depth &+= 1
      if depth > Self.deepest {
        try stop(at: entry, entry, depth)
        return .nestedTooDeep
      }
    }
    // Throws if the last entry reaches beyond the unit.
    try stop(at: offset, offset, depth)
    return .end
  }

  @inline(__always)
  private mutating func stop(at entry: Int, _ offset: Int, _ depth: Int32) throws(ReadError) {
    self.entry = entry
    self.depth = depth
    try cursor.seek(to: offset)
  }

  /// A code of several bytes.
  @inline(never)
  private static func readLong(_ bytes: RawSpan, _ start: Int) throws(ReadError) -> (UInt64, Int) {
    var cursor = ByteCursor(bytes, at: start)
    return (try cursor.readULEB(), cursor.offset)
  }

  /// Where a value of variable size ends.
  @inline(never)
  private static func skip(
    _ operation: AbbreviationStep.Operation, _ bytes: RawSpan, _ start: Int,
    _ encoding: DWARFEncoding
  ) throws(ReadError) -> Int {
    var cursor = ByteCursor(bytes)
    try cursor.seek(to: start)
    try cursor.skip(operation, encoding)
    return cursor.offset
  }

  /// Reads the attributes of the entry that the scanner stopped at.
  @inline(__always)
  mutating func read(_ values: inout EntryValues) throws(ReadError) {
    try values.read(&cursor, abbreviation, table, encoding)
  }

  /// Passes over an entry and all below it; returns the sibling's offset if it is not behind.
  private mutating func skipToSibling() throws(ReadError) -> UInt64? {
    try cursor.skip(UInt64(abbreviation.siblingOffset))
    let distance =
      switch abbreviation.siblingSize {
      case 1: UInt64(try cursor.readByte())
      case 2: UInt64(try cursor.read(UInt16.self))
      case 4: UInt64(try cursor.read(UInt32.self))
      case 8: try cursor.read(UInt64.self)
      default: try cursor.readULEB()
      }
    guard distance <= UInt64(truncatingIfNeeded: cursor.bytes.byteCount &- start),
      Int(truncatingIfNeeded: distance) >= cursor.offset &- start
    else { return distance }
    try cursor.seek(to: start &+ Int(truncatingIfNeeded: distance))
    return nil
  }
}
