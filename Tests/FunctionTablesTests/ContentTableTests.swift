import Testing

@testable import FunctionTables

@Suite struct ContentTableTests {
  private func string(_ table: ContentTable, _ offset: UInt32, _ count: Int) -> [UInt8] {
    Array(table.bytes[Int(offset)..<Int(offset) + count])
  }

  /// Byte strings of odd lengths with many equal beginnings and ends; every third comes again.
  private func contents(count: Int, seed: UInt64) -> [[UInt8]] {
    var generator = SyntheticModule.Generator(state: seed)
    var contents: [[UInt8]] = []
    for index in 0..<count {
      if index % 3 == 2 {
        contents.append(contents[generator.next(0...index - 1)])
        continue
      }
      var bytes = [UInt8](repeating: UInt8(generator.next(1...3)), count: generator.next(0...40))
      if let last = bytes.indices.last {
        bytes[generator.next(0...last)] = UInt8(generator.next(1...255))
        bytes[last] = UInt8(generator.next(1...255))
      }
      contents.append(bytes)
    }
    return contents
  }

  @Test("Equal bytes have one place, and every place reads as what was stored", arguments: 1...3)
  func places(seed: UInt64) {
    var table = ContentTable(seed: seed)
    var known: [[UInt8]: UInt32] = [:]
    for content in contents(count: 20_000, seed: seed) {
      let before = table.bytes.count
      let offset = table.offset(of: content.span.bytes)
      #expect(string(table, offset, content.count) == content)
      if let place = known[content] {
        #expect(place == offset && table.bytes.count == before)
      }
      known[content] = offset
    }
    let total = known.keys.reduce(0) { $0 + $1.count }
    #expect(known.count > 5000 && table.bytes.count <= total)
  }

  @Test("Strings of one hash are kept apart")
  func collisions() {
    // By the birthday bound, some of these share all 32 bits; seed and strings are fixed.
    var table = ContentTable(seed: 7)
    var hashes: Set<UInt32> = []
    var collisions = 0
    for index in 0..<UInt64(160_000) {
      let content = [index &* 0x9e37_79b9_7f4a_7c15]
      let bytes = content.span.bytes
      if !hashes.insert(ContentHash.hash(bytes, seed: 7)).inserted { collisions += 1 }
      let offset = Int(table.offset(of: bytes))
      guard offset == 8 * Int(index) else {
        Issue.record("\(content) is taken for what is at \(offset)")
        return
      }
    }
    #expect(collisions > 0)
  }

  @Test("The hash takes every byte of every length into account", arguments: 0...70)
  func hash(length: Int) {
    var seen: Set<UInt32> = [
      ContentHash.hash([UInt8](repeating: 0, count: length).span.bytes, seed: 1)
    ]
    for index in 0..<length {
      var bytes = [UInt8](repeating: 0, count: length)
      bytes[index] = 1
      seen.insert(ContentHash.hash(bytes.span.bytes, seed: 1))
    }
    #expect(seen.count == length + 1)
  }

  @Test("A string that begins another has a place of its own, with its NUL")
  func terminated() {
    var table = ContentTable()
    let offsets = ["abc", "ab", "", "abc", "ab"].map { text in
      table.offset(of: text.utf8.span.bytes, terminated: true)
    }
    #expect(offsets == [0, 4, 7, 0, 4])
    #expect(table.bytes == Array("abc\0ab\0\0".utf8))
  }

  @Test("A place has the alignment that was asked for, known or new")
  func alignment() {
    var table = ContentTable()
    let (one, two): ([UInt8], [UInt8]) = ([1], [2, 3])
    #expect(table.offset(of: one.span.bytes) == 0)
    #expect(table.offset(of: two.span.bytes) == 1)
    #expect(table.offset(of: two.span.bytes, alignment: 4) == 4)
    #expect(table.offset(of: two.span.bytes, alignment: 8) == 8)
    #expect(table.offset(of: one.span.bytes, alignment: 8) == 0)
    #expect(table.bytes == [1, 2, 3, 0, 2, 3, 0, 0, 2, 3])
  }

  @Test("What has no room is left out, and that is known")
  func limit() {
    var table = ContentTable(limit: 16)
    let long = [UInt8](repeating: 1, count: 15)
    #expect(table.offset(of: long.span.bytes) == 0 && !table.isFull)
    let short: [UInt8] = [2]
    #expect(table.offset(of: short.span.bytes) == 0 && table.isFull)
    #expect(table.bytes == long)
  }
}
