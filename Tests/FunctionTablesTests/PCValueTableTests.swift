import FunctionTables
import Testing

@Suite struct PCValueTableTests {
  private func encode(
    _ entries: [(UInt32, Int32)], end: UInt32, quantum: Int = 1
  ) throws(PCValueError) -> [UInt8] {
    var bytes: [UInt8] = []
    try PCValueTable.encode(
      entries.map { PCValue(pc: $0.0, value: $0.1) }, end: end, quantum: quantum, into: &bytes)
    return bytes
  }

  private func decode(_ bytes: [UInt8], quantum: Int = 1) throws(PCValueError) -> [PCValue] {
    try PCValueTable.decode(bytes, at: 0, quantum: quantum).entries
  }

  @Test("Neighbours of one value become one entry")
  func merging() throws {
    #expect(try encode([(0, 8), (4, 8), (9, 0)], end: 12) == encode([(0, 8), (9, 0)], end: 12))
  }

  @Test("Values from the least to the greatest come back", arguments: [Int32.min, -1, 0, .max])
  func extremes(value: Int32) throws {
    let entries = [PCValue(pc: 0, value: value), PCValue(pc: 8, value: value ^ -1)]
    let bytes = try encode(entries.map { ($0.pc, $0.value) }, end: .max - 3, quantum: 4)
    #expect(try decode(bytes, quantum: 4) == entries)
  }

  @Test("No entries say −1 throughout, as a missing table does")
  func empty() throws {
    #expect(try decode(encode([], end: 40, quantum: 4), quantum: 4) == [PCValue(pc: 0, value: -1)])
  }

  @Test("An end between two instructions belongs to the last of them")
  func oddEnd() throws {
    let bytes = try encode([(0, 1)], end: .max, quantum: 4)
    #expect(throws: PCValueError.malformed(offset: 0)) { try decode(bytes, quantum: 4) }
    #expect(
      try PCValueTable.decode(encode([(0, 1)], end: 7, quantum: 4), at: 0, quantum: 4).end == 8)
  }

  @Test(
    "A PC out of order is refused",
    arguments: [
      ([(1, 0)], 1), ([(0, 1), (0, 2)], 0), ([(0, 1), (8, 2), (4, 3)], 4), ([(0, 1), (16, 2)], 16),
      ([(0, 1), (20, 1)], 20), ([(0, 1), (9, 1), (8, 1), (12, 2)], 8),
    ] as [([(UInt32, Int32)], UInt32)])
  func unordered(entries: [(UInt32, Int32)], pc: UInt32) {
    #expect(throws: PCValueError.unordered(pc: pc)) { try encode(entries, end: 16) }
  }

  @Test(
    "A PC within an instruction is refused",
    arguments: [[(0, 1), (6, 2)], [(0, 1), (6, 1)]] as [[(UInt32, Int32)]])
  func misaligned(entries: [(UInt32, Int32)]) {
    #expect(throws: PCValueError.misaligned(pc: 6, quantum: 4)) {
      try encode(entries, end: 16, quantum: 4)
    }
  }

  @Test(
    "A table that does not end or holds a number that is too large is refused",
    arguments: [
      [], [0], [2], [2, 4], [2, 4, 2], [0x82], [2, 0x84, 0x80],
      [0xff, 0xff, 0xff, 0xff, 0x1f, 1, 0],
      [2, 0xff, 0xff, 0xff, 0xff, 0x0f, 2, 1, 0], [0x80, 0x80, 0x80, 0x80, 0x80, 0, 1, 0],
    ] as [[UInt8]])
  func malformed(bytes: [UInt8]) {
    #expect(throws: PCValueError.malformed(offset: 0)) { try decode(bytes) }
  }

  @Test("An offset outside the table is refused", arguments: [-1, 3, Int.max, Int.min])
  func offsets(offset: Int) {
    #expect(throws: PCValueError.malformed(offset: offset)) {
      try PCValueTable.decode([2, 4, 0], at: offset, quantum: 1)
    }
  }

  @Test("Every prefix of a table and every change of one byte reads or throws")
  func damage() throws {
    let bytes = try encode((0..<60).map { ($0 * 5000, Int32($0 * $0) - 900) }, end: 400_000)
    for length in bytes.indices {
      #expect(throws: PCValueError.malformed(offset: 0)) { try decode(Array(bytes[..<length])) }
    }
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << UInt8(bit)
        _ = try? decode(changed, quantum: .max)
        _ = try? decode(changed, quantum: 4)
      }
    }
  }
}
