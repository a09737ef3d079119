import GoRelease
import Symbols

@testable import FunctionTables

/// Functions of odd sizes with tables of odd steps, the same on every run.
struct SyntheticModule {
  var architecture: Architecture
  var functions: [FunctionRecord] = []
  var files: [String]

  /// xorshift64*, so that a failure can be repeated.
  struct Generator {
    var state: UInt64

    mutating func next(_ range: ClosedRange<Int>) -> Int {
      state ^= state >> 12
      state ^= state << 25
      state ^= state >> 27
      return range.lowerBound
        + Int(truncatingIfNeeded: (state &* 0x2545_f491_4f6c_dd1d) >> 33) % range.count
    }
  }

  /// - Parameters:
  ///   - sizes: in units of the architecture's quantum.
  ///   - gap: how many units may lie between two functions.
  init(
    _ architecture: Architecture, count: Int, sizes: ClosedRange<Int>, gap: Int = 0,
    start: Int = 0, seed: UInt64 = 1
  ) {
    self.architecture = architecture
    files = (0..<9).map { "/src/file \($0)/ф.go" }
    let unit = architecture.pcQuantum
    var generator = Generator(state: seed)
    var entry = start
    for index in 0..<count {
      let size = generator.next(sizes)
      func table(_ values: ClosedRange<Int>) -> [PCValue] {
        var entries = [PCValue(pc: 0, value: Int32(generator.next(values)))]
        var pc = generator.next(1...40)
        while pc < size, entries.count < 60 {
          entries.append(PCValue(pc: UInt32(pc * unit), value: Int32(generator.next(values))))
          pc += generator.next(1...(index % 3 == 0 ? 4000 : 40))
        }
        return entries
      }
      functions.append(
        FunctionRecord(
          name: "example.com/p.(*T\(index)).ƒ", entry: UInt32(entry), size: UInt32(size * unit),
          stackDeltas: [PCValue(pc: 0, value: 0)], files: table(0...8),
          lines: table(1...(index % 5 == 0 ? 2_000_000_000 : 90))))
      entry += (size + (gap > 0 ? generator.next(0...gap) : 0)) * unit
    }
  }

  func table() throws -> PCLineTable {
    try PCLineTable(
      functions: functions, files: files, release: .go1_27, architecture: architecture)
  }
}
