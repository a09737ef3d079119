import TestSupport
import Testing

@testable import MachineCode

/// Ranges that nest, and those that do not, give at each byte the call that comes last of those
/// that have it.
@Suite struct DebugInfoInlineMapTests {
  /// A function of 64 bytes with random calls, written in DWARF; the bytes of each call.
  static func random(_ random: inout SeededRandom) -> (units: DebugInfoUnits, calls: [Range<Int>]) {
    var units = DebugInfoUnits.usual()
    var calls: [Range<Int>] = []
    for _ in 0..<Int.random(in: 0...40, using: &random) {
      let start = Int.random(in: 0..<70, using: &random)
      calls.append(start..<start + Int.random(in: 0..<30, using: &random))
    }
    let entries = calls.flatMap {
      DebugInfoUnits.call(12, 0x1000 + UInt64($0.lowerBound), UInt8($0.count))
    }
    units.unit([1, 4, 7] + DebugInfoUnits.function(0x1000, 64, entries) + [0])
    return (units, calls.filter { !$0.isEmpty })
  }

  @Test func theLastCallOfThoseThatHaveAByteCounts() throws {
    var random = SeededRandom(seed: 11)
    var map = InlineMap()
    for _ in 0..<300 {
      let (units, calls) = Self.random(&random)
      let reader = try units.read()
      try #require(reader.subprograms.count == 1)
      // The whole function, and a piece of it.
      for piece in [0..<64, 10..<50] {
        map.build(
          reader, 0, from: 0x1000 + UInt64(piece.lowerBound), size: UInt32(piece.count))
        var expected: [InlineMap.Transition] = []
        for byte in piece {
          let call = Int32(calls.lastIndex { $0.contains(byte) } ?? -1)
          if expected.last?.call == call { continue }
          expected.append(
            InlineMap.Transition(offset: UInt32(byte - piece.lowerBound), call: call))
        }
        #expect(map.transitions == expected)
      }
    }
  }
}
