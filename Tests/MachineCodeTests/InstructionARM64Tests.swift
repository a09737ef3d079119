import Foundation
import Testing

@testable import MachineCode

/// AArch64 words, against what GNU objdump says of them.
@Suite struct InstructionARM64Tests {
  /// Words whose register fields are often 29 and 31, from a fixed seed.
  private static func words(count: Int) -> [UInt32] {
    var random = StackPointerRandom(seed: 0x5EED)
    return (0..<count).map { _ in
      var word = UInt32(truncatingIfNeeded: random.next())
      let choice = random.next()
      if choice & 3 == 1 { word |= 31 }
      if choice & 3 == 2 { word = word & ~31 | 29 }
      if choice >> 2 & 3 == 1 { word |= 31 << 5 }
      if choice >> 2 & 3 == 2 { word = word & ~(31 << 5) | 29 << 5 }
      return word
    }
  }

  @Test func everyWriteOfTheStackPointerAndOfX29IsNoticed() throws {
    let words = Self.words(count: 400_000)
    let code = words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) } }
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(code, to: "code.bin")
    try tools.write(Self.awk, to: "verdict.awk")
    let marks = try tools.shell(
      """
      aarch64-linux-gnu-objdump -D -z -b binary -m aarch64 code.bin | awk -F'\\t' -f verdict.awk
      """)
    #expect(marks.count == words.count)
    let state = StackState(delta: 1 << 20, frame: FramePointer(distance: 1 << 19))
    var compared = 0
    var differences: [String] = []
    for (index, (word, mark)) in zip(words, marks).enumerated() where mark != UInt8(ascii: "?") {
      let step = ARM64Instruction.step(
        code.span.bytes, at: index * 4, end: code.count, from: state, framePointerSave: nil)
      let moves = step.flow == .stackPointerWrite || step.state.delta != state.delta
      let losesFrame = step.state.frame != state.frame
      let agrees =
        switch mark {
        // SP is written: by an amount that may be 0.
        case UInt8(ascii: "S"): moves
        case UInt8(ascii: "0"): true
        case UInt8(ascii: "F"): losesFrame && !moves
        default: !moves
        }
      compared += 1
      if !agrees {
        differences.append("\(String(word, radix: 16)): \(step) against \(UnicodeScalar(mark))")
      }
    }
    #expect(differences.isEmpty, "\(differences.prefix(20).joined(separator: "\n"))")
    #expect(compared > 100_000)
    #expect(marks.count { $0 == UInt8(ascii: "S") } > 2000)
    #expect(marks.count { $0 == UInt8(ascii: "F") } > 2000)
  }

  /// One character a word: ? for what is no instruction, S when SP is written, F when x29 is, 0
  /// when the text does not show it.
  private static let awk = #"""
    BEGIN {
      reads = "^(st|cmp|cmn|tst|ccm|cb|tb|prfm|br|blr|ret|msr|sys|wfet|wfit|swp|ctermeq|ctermne"
      reads = reads "|ld(add|clr|eor|set|smax|smin|umax|umin)|dc|ic|at|tlbi|setf|rmif|cfp|cpp|dvp"
      reads = reads "|brb|gcs)"
      zero = ", #0x0$|\\[sp(, #0)?\\]!|^sp, sp$|\\], #0$"
    }
    NF >= 3 {
      name = $3; operands = $4; sub(/ *\/\/.*/, "", operands)
      mark = "."
      if (name ~ /^\.inst/ || $0 ~ /undefined/) mark = "?"
      else if (name ~ /^(eret|drps|ldiapp|stilp)/) mark = "0"
      else if (operands ~ /^w?sp(,|$)/ && name !~ /^(cmp|cmn|tst|stg|st2g|stzg|stz2g)/) mark = "S"
      else if (operands ~ /\[sp[^\]]*\]!/ || operands ~ /\[sp\], /) mark = "S"
      else if (operands ~ /^[xw]29(,|$)/ && name !~ reads) mark = "F"
      if (mark == "S" && operands ~ zero) mark = "0"
      printf "%s", mark
    }
    """#
}

/// A generator of the same numbers in every run (xorshift64*).
struct StackPointerRandom {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 0x2545_F491_4F6C_DD1D
  }
}
