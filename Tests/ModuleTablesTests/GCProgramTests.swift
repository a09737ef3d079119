import Testing

@testable import ModuleTables

/// GC programs, run as runtime.runGCProg runs them.
@Suite struct GCProgramTests {
  /// The bits that a program writes; nil when it reads past its end.
  private func unroll(_ program: [UInt8]) -> [Bool]? {
    var bits: [Bool] = []
    var rest = program[...]
    while let instruction = rest.popFirst() {
      if instruction == 0 { return rest.isEmpty ? bits : nil }
      guard instruction < 0x80 else { return nil }
      let count = Int(instruction)
      guard rest.count >= (count + 7) / 8 else { return nil }
      let literal = rest.prefix((count + 7) / 8)
      rest = rest.dropFirst(literal.count)
      for bit in 0..<count {
        bits.append(literal[literal.startIndex + bit / 8] >> UInt8(bit % 8) & 1 == 1)
      }
    }
    return nil
  }

  @Test(
    "A program unrolls to the pointer words, and to no more bits than there are words",
    arguments: [0, 1, 7, 8, 9, 119, 120, 121, 127, 128, 240, 241, 1000])
  func unrolling(wordCount: Int) throws {
    for step in [1, 2, 3, 7, 50, 119, 120, 121, 2000] {
      for first in [0, 1, 8, 119, 120] {
        let words = Array(stride(from: first, to: wordCount, by: step))
        let program = GCProgram.encode(pointerWords: words, wordCount: wordCount)
        let bits = try #require(unroll(program))
        #expect(bits.count <= wordCount)
        #expect(bits.indices.filter { bits[$0] } == words)
      }
    }
  }

  @Test("A region without pointers or words needs one zero byte")
  func empty() {
    #expect(GCProgram.encode(pointerWords: [], wordCount: 1) == [0])
    #expect(GCProgram.encode(pointerWords: [], wordCount: 0) == [0])
  }
}
