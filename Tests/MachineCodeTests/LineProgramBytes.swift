@testable import MachineCode

/// A unit of `.debug_line` made byte by byte, to meet what compilers do not emit.
struct LineProgramBytes {
  var version: UInt16 = 4
  var is64Bit = false
  /// In place of the right length.
  var unitLength: UInt32?
  var addressSize: UInt8 = 8
  var segmentSelectorSize: UInt8 = 0
  /// Added to the right length of the header.
  var headerLengthError = 0
  var minimumInstructionLength: UInt8 = 1
  var maximumOperations: UInt8 = 1
  var lineRange: UInt8 = 10
  var opcodeLengths: [UInt8] = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1]
  /// The tables of directories and files; `plainTables` when nil.
  var tables: [UInt8]?
  var program: [UInt8] = []

  static let lineBase = -3

  /// Directory `/root`, files `one.c` in it, `/abs/two.c`, and `three.c` in `sub`.
  var plainTables: [UInt8] {
    guard version >= 5 else {
      return Self.string("sub") + [0] + Self.string("one.c") + [0, 0, 0]
        + Self.string("/abs/two.c") + [1, 0, 0] + Self.string("three.c") + [1, 0, 0] + [0]
    }
    return [1, 1, 0x08, 2] + Self.string("/root") + Self.string("sub")
      + [2, 1, 0x08, 2, 0x0b, 3] + Self.string("one.c") + [0] + Self.string("/abs/two.c") + [1]
      + Self.string("three.c") + [1]
  }

  var bytes: [UInt8] {
    var header: [UInt8] = [minimumInstructionLength]
    if version >= 4 { header.append(maximumOperations) }
    header += [
      1, UInt8(bitPattern: Int8(Self.lineBase)), lineRange, UInt8(opcodeLengths.count + 1),
    ]
    header += opcodeLengths + (tables ?? plainTables)
    var unit = Self.number(version)
    if version >= 5 { unit += [addressSize, segmentSelectorSize] }
    unit += offset(header.count + headerLengthError) + header + program
    if let unitLength { return Self.number(unitLength) + unit }
    return (is64Bit ? Self.number(UInt32.max) : []) + offset(unit.count) + unit
  }

  private func offset(_ value: Int) -> [UInt8] {
    is64Bit ? Self.number(UInt64(value)) : Self.number(UInt32(value))
  }

  static func number<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    (0..<Value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  static func string(_ text: String) -> [UInt8] { Array(text.utf8) + [0] }

  static func uleb(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    repeat {
      bytes.append(UInt8(rest & 0x7f) | (rest > 0x7f ? 0x80 : 0))
      rest >>= 7
    } while rest > 0
    return bytes
  }

  static func setAddress(_ address: UInt64) -> [UInt8] { [0, 9, 2] + number(address) }
  static let end: [UInt8] = [0, 1, 1]
  static let copy: [UInt8] = [1]
  static func advance(_ distance: UInt64) -> [UInt8] { [2] + uleb(distance) }

  /// Code of four bytes at an address: two rows and the end.
  static func sequence(_ address: UInt64) -> [UInt8] {
    setAddress(address) + copy + advance(1) + copy + advance(3) + end
  }
}

extension LineUnitReader {
  /// Units read at once, from `.debug_line` alone.
  init(_ line: [UInt8], lowestAddress: UInt64 = 1) throws(LineProgramError) {
    var debug = DebugSections()
    debug.line = InputBytes(line)
    self.init(try LineUnits(debug), lowestAddress: lowestAddress)
  }

  /// `address file:line` of the rows of all sequences; of a row that ends one `address end`.
  var texts: [String] {
    sequences.flatMap { sequence in
      sequence.rowRange.map { place in
        let row = rows[place]
        let address = String(row.address, radix: 16)
        return row.endsSequence ? "\(address) end" : "\(address) \(row.file):\(row.line)"
      }
    }
  }

  func text(ofPath file: Int) throws(LineProgramError) -> String {
    var copy = self
    var path: [UInt8] = []
    try copy.path(of: file, into: &path)
    return String(decoding: path, as: UTF8.self)
  }
}
