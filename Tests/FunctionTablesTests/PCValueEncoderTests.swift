import FunctionTables
import Testing

/// Tables written entry by entry. What Go's own linkers wrote is encoded again in
/// StockRebuildTests.
@Suite struct PCValueEncoderTests {
  private func stream(_ entries: [(UInt32, Int32)], end: UInt32, quantum: Int = 1) -> [UInt8] {
    var bytes: [UInt8] = []
    var encoder = PCValueEncoder(quantum: quantum)
    for (pc, value) in entries { encoder.append(at: pc, value: value, to: &bytes) }
    encoder.finish(end: end, to: &bytes)
    return bytes
  }

  private func encode(
    _ entries: [(UInt32, Int32)], end: UInt32, quantum: Int = 1
  ) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try PCValueTable.encode(
      entries.map { PCValue(pc: $0.0, value: $0.1) }, end: end, quantum: quantum, into: &bytes)
    return bytes
  }

  @Test("The bytes are those of the whole table at once", arguments: [1, 4])
  func random(quantum: Int) throws {
    var generator = SyntheticModule.Generator(state: 11)
    for _ in 0..<2000 {
      var entries: [(UInt32, Int32)] = []
      var pc = 0
      for _ in 0..<generator.next(1...12) {
        let value =
          generator.next(0...9) == 0
          ? Int32(truncatingIfNeeded: generator.next(0...1 << 32)) : Int32(generator.next(-2...2))
        entries.append((UInt32(pc * quantum), value))
        pc += generator.next(1...(generator.next(0...5) == 0 ? 70_000 : 20))
      }
      let end = UInt32(pc * quantum - generator.next(0...quantum - 1))
      let streamed = stream(entries, end: end, quantum: quantum)
      let whole =
        entries.allSatisfy { $0.1 == -1 } ? [] : try encode(entries, end: end, quantum: quantum)
      #expect(streamed == whole, "\(entries), up to \(end)")
    }
  }

  @Test("Of several values at one PC the last counts, and a change that is taken back is none")
  func samePC() throws {
    #expect(
      try stream([(0, 1), (0, 2), (4, 3), (4, 2), (8, 5), (8, 6)], end: 12)
        == encode([(0, 2), (8, 6)], end: 12))
    #expect(
      try stream([(0, 1), (4, 2), (4, 1), (6, 7)], end: 9) == encode([(0, 1), (6, 7)], end: 9))
  }

  @Test("What is said before the first entry is −1, and so may be what follows")
  func minusOne() throws {
    #expect(try stream([(4, 7)], end: 8) == encode([(0, -1), (4, 7)], end: 8))
    #expect(try stream([(0, -1), (4, 7)], end: 8) == encode([(0, -1), (4, 7)], end: 8))
    #expect(try stream([(0, 3), (4, -1)], end: 8) == encode([(0, 3), (4, -1)], end: 8))
  }

  @Test("A table that says −1 throughout has no bytes")
  func nothing() {
    #expect(stream([], end: 8) == [])
    #expect(stream([(0, -1), (4, -1)], end: 8) == [])
    #expect(stream([(4, 2), (4, -1)], end: 8) == [])
  }

  @Test("The bytes of the documented example")
  func example() {
    // docs/formats/pclntab.md: 0 for 1 byte, 8 for 9, 0 for 1.
    #expect(stream([(0, 0), (1, 8), (10, 0)], end: 11) == [2, 1, 16, 9, 15, 1, 0])
  }
}
