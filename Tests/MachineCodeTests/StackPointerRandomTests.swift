import Symbols
import Testing

@testable import MachineCode

/// Whatever the bytes, tracking ends with an answer or an error.
@Suite struct StackPointerRandomTests {
  @Test(arguments: Architecture.allCases)
  func randomBytesNeverTrap(architecture: Architecture) {
    var random = StackPointerRandom(seed: 20_240_607)
    var tracker = StackPointerTracker(architecture: architecture)
    var tracked = 0
    for round in 0..<20_000 {
      let count = Int(random.next() % 96)
      var code = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      // Bytes that start likely instructions, so that the flow goes further.
      if round % 2 == 1 {
        for index in code.indices where random.next() % 3 == 0 {
          code[index] = Self.likely[Int(random.next() % UInt64(Self.likely.count))]
        }
      }
      let end = count & ~3
      let start = round % 5 == 0 ? end / 2 & ~3 : 0
      let relocations = (start..<max(start, end)).filter { $0 % 7 == 3 }
      if let track = try? tracker.track(
        code.span.bytes, function: start..<end, relocatedOffsets: relocations)
      {
        tracked += 1
        #expect(track.deltas.first == .init(offset: 0, delta: 0))
        #expect(track.deltas.allSatisfy { $0.delta >= 0 && $0.offset < end - start })
      }
    }
    #expect(tracked > 20)
  }

  private static let likely: [UInt8] = [
    0x48, 0x50, 0x58, 0xC3, 0x83, 0xEC, 0xC4, 0x75, 0x02, 0xEB, 0x0F, 0x89, 0xE5, 0xC9, 0x62, 0xC5,
    0xFF, 0xD6, 0xD1, 0x03, 0x5F, 0x14, 0x00, 0x91,
  ]
}
