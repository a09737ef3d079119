@testable import MachineCode

/// Units of debug information made byte by byte, for what no compiler writes.
struct DebugInfoUnits {
  var abbreviations: [UInt8] = []
  var info: [UInt8] = []
  var rnglists: [UInt8] = []
  var ranges: [UInt8] = []

  /// Adds an abbreviation: attributes and forms in turn.
  mutating func abbreviation(
    _ code: UInt64, _ tag: UInt64, children: Bool = false, _ attributes: UInt64...
  ) {
    abbreviations += Self.uleb(code) + Self.uleb(tag) + [children ? 1 : 0]
    for number in attributes { abbreviations += Self.uleb(number) }
    abbreviations += [0, 0]
  }

  /// Adds a unit of DWARF 4, in which entries start at offset 11 of the unit.
  mutating func unit(version: UInt16 = 4, _ entries: [UInt8]) {
    let header = Self.bytes(version, 2) + Self.bytes(0, 4) + [8]
    info += Self.bytes(header.count + entries.count, 4) + header + entries
  }

  var debug: DebugSections {
    var debug = DebugSections()
    debug.abbrev = InputBytes(abbreviations + [0])
    debug.info = InputBytes(info)
    debug.rnglists = InputBytes(rnglists)
    debug.ranges = InputBytes(ranges)
    return debug
  }

  /// Reads all units.
  func read() throws(DebugInfoError) -> DebugUnitReader {
    var reader = DebugUnitReader(try DebugUnits(debug))
    for unit in reader.units.units.indices { try reader.read(unit) }
    return reader
  }

  static func uleb(_ number: UInt64) -> [UInt8] {
    number < 0x80
      ? [UInt8(number)] : [UInt8(number & 0x7f) | 0x80] + uleb(number >> 7)
  }

  static func bytes(_ number: some BinaryInteger, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: UInt64(truncatingIfNeeded: number) >> (8 * $0)) }
  }

  /// With the abbreviations 1 (unit), 2 (a function at an address, of a size), 3 (a call: origin,
  /// address, size), 4 (a function's abstract instance: its line) and 5 (the same, of another).
  static func usual() -> DebugInfoUnits {
    var units = DebugInfoUnits()
    units.abbreviation(1, 0x11, children: true)
    units.abbreviation(2, 0x2e, children: true, 0x11, 0x01, 0x12, 0x0b)
    units.abbreviation(3, 0x1d, 0x31, 0x13, 0x11, 0x01, 0x12, 0x0b)
    units.abbreviation(4, 0x2e, 0x3b, 0x0b)
    units.abbreviation(5, 0x2e, 0x31, 0x13)
    return units
  }

  static func function(_ address: UInt64, _ size: UInt8, _ calls: [UInt8]) -> [UInt8] {
    [2] + bytes(address, 8) + [size] + calls + [0]
  }

  static func call(_ origin: UInt32, _ address: UInt64, _ size: UInt8) -> [UInt8] {
    [3] + bytes(origin, 4) + bytes(address, 8) + [size]
  }
}
