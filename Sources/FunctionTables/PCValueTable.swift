import Symbols

/// A value that a function has from `pc` on: an entry of a pc-value table.
public struct PCValue: Sendable, Equatable {
  /// In bytes from the function's entry.
  public var pc: UInt32
  public var value: Int32

  public init(pc: UInt32, value: Int32) {
    self.pc = pc
    self.value = value
  }
}

/// Why a pc-value table cannot be written or read.
public enum PCValueError: Error, Equatable, CustomStringConvertible {
  /// A PC that is not after the one before it or not before the function's end; a first one that is
  /// not 0.
  case unordered(pc: UInt32)
  /// A PC that is no multiple of the architecture's instruction size.
  case misaligned(pc: UInt32, quantum: Int)
  /// The encoded table does not end, or holds a number that is too large.
  case malformed(offset: Int)

  public var description: String {
    switch self {
    case .unordered(let pc):
      "pc-value entry at +\(pc) is not after the one before it and within the function"
    case .misaligned(let pc, let quantum):
      "pc-value entry at +\(pc) is no multiple of the instruction size, \(quantum)"
    case .malformed(let offset): "pc-value table at offset \(offset) of pctab is malformed"
    }
  }
}

/// Go's pc-value encoding, the same since Go 1.2: pairs of a zigzag varint (change of value) and a
/// varint (change of PC in units of the PC quantum), from value −1 at the function's entry, ended
/// by a value change of zero.
public enum PCValueTable {
  /// Appends the encoding of `entries`, which hold up to `end` (in bytes from the entry).
  ///
  /// The first entry must be at PC 0. Neighbours of equal value are merged. No entries at all say
  /// what a missing table says: −1 throughout.
  public static func encode(
    _ entries: [PCValue], end: UInt32, quantum: Int, into bytes: inout [UInt8]
  ) throws(PCValueError) {
    let unit = UInt32(clamping: max(quantum, 1))
    try check(entries, end: end, unit: unit)
    var previous: Int32 = -1
    var index = 0
    while index < entries.count || index == 0 {
      let entry = index < entries.count ? entries[index] : PCValue(pc: 0, value: -1)
      var next = index + 1
      while next < entries.count, entries[next].value == entry.value { next += 1 }
      let length = UInt64((next < entries.count ? entries[next].pc : end) &- entry.pc)
      // A first value of −1 is a change of zero, which ends a table anywhere but at its start.
      let delta = entry.value &- previous
      bytes.append(uleb128: UInt64(UInt32(bitPattern: (delta << 1) ^ (delta >> 31))))
      bytes.append(uleb128: (length + UInt64(unit) - 1) / UInt64(unit))
      previous = entry.value
      index = next
    }
    bytes.append(0)
  }

  private static func check(
    _ entries: [PCValue], end: UInt32, unit: UInt32
  ) throws(PCValueError) {
    var previous: UInt32?
    for entry in entries {
      let isAfter = previous.map { entry.pc > $0 } ?? (entry.pc == 0)
      guard isAfter, entry.pc < end else { throw .unordered(pc: entry.pc) }
      guard entry.pc % unit == 0 else { throw .misaligned(pc: entry.pc, quantum: Int(unit)) }
      previous = entry.pc
    }
  }

  /// The entries of the table that starts at `offset`, and the PC (in bytes) up to which it speaks.
  public static func decode(
    _ bytes: [UInt8], at offset: Int, quantum: Int
  ) throws(PCValueError) -> (entries: [PCValue], end: UInt32) {
    var position = offset
    func number() throws(PCValueError) -> UInt32 {
      var value: UInt64 = 0
      var shift: UInt64 = 0
      while true {
        guard bytes.indices.contains(position), shift < 35 else { throw .malformed(offset: offset) }
        let byte = bytes[position]
        position += 1
        value |= UInt64(byte & 0x7f) << shift
        shift += 7
        if byte < 0x80 { break }
      }
      guard let number = UInt32(exactly: value) else { throw .malformed(offset: offset) }
      return number
    }
    var entries: [PCValue] = []
    var pc: UInt32 = 0
    var value: Int32 = -1
    while true {
      let zigzag = try number()
      if zigzag == 0, !entries.isEmpty { return (entries, pc) }
      let delta = try number()
      let (bytesOn, overflow) = delta.multipliedReportingOverflow(
        by: UInt32(clamping: max(quantum, 1)))
      let (next, carry) = pc.addingReportingOverflow(bytesOn)
      guard !overflow, !carry else { throw .malformed(offset: offset) }
      value &+= Int32(bitPattern: (zigzag >> 1) ^ (0 &- (zigzag & 1)))
      entries.append(PCValue(pc: pc, value: value))
      pc = next
    }
  }
}
