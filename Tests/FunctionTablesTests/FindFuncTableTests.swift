import Symbols
import Testing

@testable import FunctionTables

/// The lookup of runtime.findfunc: a bucket of 4096 bytes, one of its 16 parts, then a walk forward
/// through the functab.
@Suite struct FindFuncTableTests {
  /// The index that the runtime finds for a PC, given in bytes from the first entry; nil where it
  /// would read outside a table.
  private func find(_ pc: UInt32, _ table: [UInt8], _ functab: [UInt32]) -> Int? {
    let bucket = Int(pc / 4096) * 20
    let part = Int(pc % 4096 / 256)
    guard bucket + 20 <= table.count else { return nil }
    let base = (0..<4).reversed().reduce(0) { $0 << 8 | Int(table[bucket + $1]) }
    var index = base + Int(table[bucket + 4 + part])
    guard index + 1 < functab.count else { return nil }
    while functab[index + 1] <= pc {
      index += 1
      if index + 1 == functab.count { return nil }
    }
    return index
  }

  private func check(_ entries: [UInt32], end: UInt32) {
    let table = FindFuncTable.encode(
      entries: entries, end: end, bucketSize: 4096)
    #expect(table.count == (Int(end) + 4095) / 4096 * 20)
    var expected = 0
    for pc in 0..<end {
      while expected + 1 < entries.count, entries[expected + 1] <= pc { expected += 1 }
      guard find(pc, table, entries + [end]) == expected else {
        Issue.record(
          "+\(pc): \(String(describing: find(pc, table, entries + [end]))), not \(expected)")
        return
      }
    }
  }

  @Test("Every PC leads to its function", arguments: [1...16, 1...400, 100...9000])
  func everyPC(sizes: ClosedRange<Int>) {
    let functions = SyntheticModule(.x86_64, count: 150, sizes: sizes).functions
    let last = functions[functions.count - 1]
    check(functions.map(\.entry), end: last.entry + last.size)
  }

  @Test("Thousands of functions of one to three bytes share a bucket")
  func manyFunctions() {
    let functions = SyntheticModule(.x86_64, count: 6000, sizes: 1...3).functions
    let last = functions[functions.count - 1]
    check(functions.map(\.entry), end: last.entry + last.size)
  }

  @Test("Text that ends at a bucket's edge needs no further bucket", arguments: [4096, 4095, 4097])
  func edges(end: UInt32) {
    check([0, 1, 4094], end: end)
  }

  @Test("The table counts from the first function, wherever it starts")
  func firstEntry() throws {
    let moved = SyntheticModule(.arm64, count: 40, sizes: 1...900, start: 8192)
    let table = try moved.table()
    #expect(table.firstEntry == 8192)
    let entries = moved.functions.map { $0.entry - 8192 }
    for (index, entry) in entries.enumerated() {
      #expect(find(entry, table.findFuncTable, entries + [table.end - 8192]) == index)
    }
  }

  @Test("A function that reaches to 4 GiB ends the table")
  func hugeText() {
    let table = FindFuncTable.encode(
      entries: [0, 16], end: .max, bucketSize: 4096)
    #expect(table.count == (1 << 20) * 20)
  }
}
