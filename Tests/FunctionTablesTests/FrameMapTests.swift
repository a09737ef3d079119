import FunctionTables
import Testing

@Suite struct FrameMapTests {
  private typealias Data = FunctionSymbolVectors.Record.Data

  private func vectors() throws -> [Data] {
    let all = try FunctionSymbolVectors().records.flatMap { $0.funcdata ?? [] }
    #expect(all.count == 916)
    return all
  }

  @Test("Every frame map of a real program reads as its facts")
  func read() throws {
    for data in try vectors() {
      let map = try FrameMap(reading: hexBytes(data.bytes))
      if let slots = data.slots {
        #expect(map == .words(slots.compactMap(FrameMap.Word.init)))
      } else {
        #expect(map == .conservative(byteCount: -data.n))
      }
    }
  }

  @Test("Every frame map of a real program is written as its bytes")
  func write() throws {
    for data in try vectors() {
      let words = data.slots?.compactMap(FrameMap.Word.init)
      let map = words.map(FrameMap.words) ?? .conservative(byteCount: -data.n)
      #expect(try map.encoded() == hexBytes(data.bytes))
    }
  }

  @Test("A conservative range of no bytes is refused", arguments: [0, -8])
  func empty(count: Int32) {
    #expect(throws: FrameMapError.size(Int(count))) {
      try FrameMap.conservative(byteCount: count).encoded()
    }
  }

  @Test("A map that leads out of its bytes is refused", arguments: [0, 3, 4, 7, 8, 11])
  func truncated(length: Int) {
    let bytes: [UInt8] = [34, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]
    #expect(throws: FrameMapError.truncated(offset: 0)) {
      try FrameMap(reading: Array(bytes[..<length]))
    }
  }

  @Test(
    "A map of half a word is refused",
    arguments: [[3, 0, 0, 0], [0, 0, 0, 0x80]] as [[UInt8]])
  func malformed(count: [UInt8]) {
    #expect(throws: FrameMapError.malformed(offset: 0)) {
      try FrameMap(reading: count + [0, 0, 0, 0])
    }
  }

  @Test("An offset outside the bytes is refused", arguments: [-1, 1, Int.min, Int.max])
  func offset(_ offset: Int) {
    #expect(throws: FrameMapError.truncated(offset: offset)) {
      try FrameMap(reading: [0, 0, 0, 0], at: offset)
    }
  }
}
