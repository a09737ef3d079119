/// A reader of units of `.debug_info`: the functions that have code, and the calls that were
/// inlined into them.
///
/// It keeps its memory from unit to unit, so whoever works on several units at once needs one
/// reader for each task.
public struct DebugUnitReader: Sendable {
  public let units: DebugUnits
  // What `units` holds, at hand without a reference counted at each use.
  private let headers: [DebugUnits.Unit]
  private let debug: DebugSections
  private var contents = UnitContents()
  private var abbreviations = AbbreviationCache()
  /// By unit: its table, if it is in the cache.
  private var tables: [AbbreviationCache.Table?]
  private var generation = 0
  /// How many more bytes may be read in search of origins: entries could share long ones.
  private var work = 0

  /// Where the line program of the unit starts in `.debug_line`.
  public private(set) var lineProgram: UInt64?
  /// The functions that calls were inlined from, and of which others are instances. A place here
  /// means the same function as long as the reader lives: each reading adds to the end.
  public private(set) var origins: [FunctionOrigin] = []

  /// The unit's functions that have code, in the order of their entries.
  public private(set) var subprograms: [Subprogram] = []
  /// The calls inlined, one function's after another's.
  public private(set) var inlined: [InlinedSubroutine] = []
  /// The addresses of functions and calls.
  public private(set) var ranges: [AddressRange] = []

  public init(_ units: DebugUnits) {
    self.units = units
    (headers, debug) = (units.units, units.debug)
    tables = Array(repeating: nil, count: headers.count)
  }

  /// Reads a unit, given by its place in `DebugUnits.units`: `subprograms`, `inlined` and `ranges`
  /// then hold what it says, until the next reading. Of a unit of types, and of one whose code the
  /// linker dropped, that is nothing.
  public mutating func read(_ unit: Int) throws(DebugInfoError) {
    swapContents()
    contents.removeAll()
    defer { swapContents() }
    let header = headers[unit]
    lineProgram = header.lineProgram
    guard !header.isType, !header.entry.isDropped, header.firstEntry < header.end else { return }
    let size = header.end &- header.offset
    contents.work = 4096 &+ 64 &* size
    work = 0x1_0000 &+ 64 &* size
    do throws(DebugInfoError) {
      let table = try table(of: unit)
      try contents.walk(header, unit, debug, abbreviations, table)
      try resolveOrigins()
    } catch {
      contents.removeAll()
      contents.origins.removeAll(from: origins.count)
      throw error
    }
    contents.finish()
  }

  /// The walk has the arrays while it lasts: of stored properties, others see them without a copy.
  private mutating func swapContents() {
    swap(&contents.subprograms, &subprograms)
    swap(&contents.inlined, &inlined)
    swap(&contents.ranges, &ranges)
  }

  private mutating func table(
    of unit: Int
  ) throws(DebugInfoError) -> AbbreviationCache.Table {
    if let table = tables[unit] { return table }
    let header = headers[unit]
    let table = try abbreviations.table(
      at: header.abbreviations, header.encoding, in: debug.abbrev)
    if abbreviations.generation != generation {
      generation = abbreviations.generation
      tables = Array(repeating: nil, count: tables.count)
    }
    tables[unit] = table
    return table
  }

  /// Finds what the functions are that the unit's entries were the first to refer to.
  private mutating func resolveOrigins() throws(DebugInfoError) {
    var unit = 0
    while origins.count < contents.origins.entries.count {
      origins.append(try origin(contents.origins.entries[origins.count], &unit))
    }
    for place in contents.subprograms.indices where contents.subprograms[place].origin != .max {
      let origin = origins[Int(contents.subprograms[place].origin)]
      contents.subprograms[place].function.complete(from: origin)
    }
  }

  /// What the entry at an offset and those that it refers to in turn say; looked for first in the
  /// unit given, which becomes the one where it was.
  private mutating func origin(
    _ entry: UInt64, _ unit: inout Int
  ) throws(DebugInfoError) -> FunctionOrigin {
    var next: UInt64? = entry
    var from = Int(clamping: entry)
    var result: FunctionOrigin?
    var length = 0
    while let target = next {
      length &+= 1
      guard length <= 64 else {
        throw .endlessOrigins(
          section: DebugInfoSection.info.name, offset: Int(clamping: entry))
      }
      let found = try function(at: target, &unit, from: from)
      if result == nil { result = found.function } else { result?.complete(from: found.function) }
      (next, from) = (found.next, Int(clamping: target))
    }
    return result ?? FunctionOrigin()
  }

  /// What a function's entry itself says, and which entry it refers to.
  private mutating func function(
    at target: UInt64, _ unit: inout Int, from entry: Int
  ) throws(DebugInfoError) -> (function: FunctionOrigin, next: UInt64?) {
    let current = headers[unit]
    if target < UInt64(current.firstEntry) || target >= UInt64(current.end) {
      guard let found = units.unit(containing: target) else {
        throw .badReference(section: DebugInfoSection.info.name, offset: entry, target: target)
      }
      unit = found
    }
    let found = try table(of: unit)
    let start = Int(truncatingIfNeeded: target)
    var values = EntryValues()
    guard
      let end = try values.readFunction(
        at: start, headers[unit], debug.info, abbreviations, found)
    else {
      throw .badReference(section: DebugInfoSection.info.name, offset: entry, target: target)
    }
    work &-= end &- start
    guard work >= 0 else {
      throw .tooMuch(
        section: DebugInfoSection.info.name, offset: start, what: "the functions inlined are")
    }
    let header = headers[unit]
    return (
      try values.function(header, unit, debug, start),
      try values.origin(header, start)
    )
  }
}

extension EntryValues {
  /// Reads the entry at an offset, if it is a function's or a call's; returns where it ends.
  fileprivate mutating func readFunction(
    at start: Int, _ unit: DebugUnits.Unit, _ info: InputBytes,
    _ cache: borrowing AbbreviationCache,
    _ table: AbbreviationCache.Table
  ) throws(DebugInfoError) -> Int? {
    let table = EntryTable(cache, table)
    var cursor = ByteCursor(info.bytes.extracting(0..<unit.end), at: start)
    do throws(ReadError) {
      let code = try cursor.readULEB()
      guard let abbreviation = table.abbreviation(code), abbreviation.kind != .plain else {
        return nil
      }
      try read(&cursor, abbreviation, table, unit.encoding)
    } catch {
      throw DebugInfoError(error, .info)
    }
    return cursor.offset
  }
}
