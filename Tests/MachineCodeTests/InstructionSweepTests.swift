import Foundation
import Testing

@testable import MachineCode

/// Every opcode of every map, with several prefixes and operands, against objdump.
@Suite struct InstructionSweepTests {
  /// What objdump says about the instruction at the start of a slot.
  struct Verdict {
    /// 0 when it is none.
    var length: Int
    /// The last operand is RSP or a part of it, and the instruction does not merely read it.
    var writesStackPointer: Bool
    /// Likewise RBP.
    var writesFramePointer: Bool
    /// Its operand order or its operands' roles do not show what it writes.
    var isUnclear: Bool
  }

  static let slot = 32

  @Test func everyOpcodeOfTheLegacyMapsHasTheLengthAndStackPointerWritesThatObjdumpShows() throws {
    var encodings: [[UInt8]] = []
    for prefix: [UInt8] in [[], [0x66], [0xF2], [0xF3], [0x48], [0x66, 0x41], [0xF2, 0x45]] {
      for map: [UInt8] in [[], [0x0F], [0x0F, 0x38], [0x0F, 0x3A]] {
        for opcode in UInt8.min...UInt8.max {
          guard !isEscape(opcode, map) else { continue }
          for modRM in Self.modRMs { encodings.append(prefix + map + [opcode] + modRM) }
        }
      }
    }
    try compare(encodings, atLeast: 30_000)
  }

  @Test func everyOpcodeOfTheVectorMapsHasTheLengthAndStackPointerWritesThatObjdumpShows() throws {
    var encodings: [[UInt8]] = []
    for opcode in UInt8.min...UInt8.max {
      for modRM in Self.modRMs.prefix(9) {
        for pp in UInt8(0)...3 {
          for map in UInt8(1)...3 {
            // vvvv is 1111 (none), or RSP inverted.
            for vvvv: UInt8 in [0x78, 0x58] {
              encodings.append([0xC4, 0xE0 | map, vvvv | pp, opcode] + modRM)
              encodings.append([0xC4, 0xE0 | map, 0x80 | vvvv | pp, opcode] + modRM)
            }
          }
          encodings.append([0xC5, 0xF8 | pp, opcode] + modRM)
          for map: UInt8 in [1, 2, 3, 5, 6] {
            encodings.append([0x62, 0xF0 | map, 0x7C | pp, 0x48, opcode] + modRM)
            encodings.append([0x62, 0xF0 | map, 0xFC | pp, 0x08, opcode] + modRM)
          }
        }
        for map in UInt8(8)...10 { encodings.append([0x8F, 0xE0 | map, 0x78, opcode] + modRM) }
      }
    }
    try compare(encodings, atLeast: 20_000)
  }

  /// Register forms that name RSP and RBP, then memory forms.
  private static let modRMs: [[UInt8]] = [
    [0xE0], [0xC4], [0xE4], [0xE8], [0xC5], [0x05], [0x44, 0x24], [0x84, 0x8C], [0x04, 0x25],
    [0xCC], [0xD4], [0xDC], [0xEC], [0xF4], [0xFC], [0x20], [0x65],
  ]

  /// Bytes that are not opcodes: prefixes and escapes, which other rounds cover.
  private func isEscape(_ opcode: UInt8, _ map: [UInt8]) -> Bool {
    if map.isEmpty {
      // FWAIT is joined with the next instruction by objdump.
      return [
        0x0F, 0x26, 0x2E, 0x36, 0x3E, 0x62, 0x64, 0x65, 0x66, 0x67, 0x8F, 0x9B, 0xC4, 0xC5, 0xD5,
        0xF0, 0xF2, 0xF3,
      ].contains(opcode) || opcode & 0xF0 == 0x40
    }
    return map == [0x0F] && (opcode == 0x38 || opcode == 0x3A)
  }

  /// Branches, ENTER and LEAVE with an operand size prefix and no REX.W, which objdump reads as AMD
  /// processors do.
  private func isRefused(_ encoding: [UInt8]) -> Bool {
    guard encoding.first == 0x66 else { return false }
    let opcode = Array(encoding.dropFirst(encoding.dropFirst().first == 0x41 ? 2 : 1))
    switch opcode[0] {
    case 0x70...0x7F, 0xC8, 0xC9, 0xE0...0xE3, 0xE8, 0xE9, 0xEB: return true
    case 0x0F: return opcode[1] & 0xF0 == 0x80
    default: return false
    }
  }

  private func compare(_ encodings: [[UInt8]], atLeast: Int) throws {
    var code: [UInt8] = []
    for encoding in encodings {
      code += encoding
      code += Array(repeating: 0x90, count: Self.slot - encoding.count)
    }
    let verdicts = try Self.verdicts(code)
    #expect(verdicts.count == encodings.count)
    let opcodes = X86OpcodeMap.all
    let state = StackState(delta: 1 << 20, frame: FramePointer(distance: 1 << 19))
    var compared = 0
    var differences: [String] = []
    for (index, (encoding, verdict)) in zip(encodings, verdicts).enumerated()
    where verdict.length > 0 && !isRefused(encoding) {
      let step = X86Instruction.step(
        code.span.bytes, at: index * Self.slot, end: code.count, from: state,
        opcodes: opcodes.span)
      let moves = step.flow == .stackPointerWrite || step.state.delta != state.delta
      let losesFrame = step.state.frame != state.frame
      compared += 1
      if step.length != verdict.length
        || (!verdict.isUnclear && verdict.writesStackPointer && !moves)
        || (!verdict.isUnclear && verdict.writesFramePointer && !losesFrame)
        || (!verdict.isUnclear && !verdict.writesStackPointer && step.flow == .stackPointerWrite)
      {
        let bytes = encoding.map { String($0, radix: 16) }.joined(separator: " ")
        differences.append(
          "\(bytes): \(step.length) \(step.flow) \(losesFrame) against \(verdict)")
      }
    }
    #expect(differences.count == 0, "\(differences.prefix(20).joined(separator: "\n"))")
    #expect(compared >= atLeast)
    #expect(verdicts.count { $0.writesStackPointer && !$0.isUnclear } > 100)
    #expect(verdicts.count { $0.writesFramePointer && !$0.isUnclear } > 100)
  }

  /// Three characters a slot: 64 plus the length (or 63 when it is no instruction), then S or F or
  /// a full stop, then U when the text does not show what is written.
  static func verdicts(_ code: [UInt8]) throws -> [Verdict] {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(code, to: "code.bin")
    try tools.write(awk, to: "verdict.awk")
    let marks = try tools.shell(
      """
      objdump -D -z -w -b binary -m i386:x86-64 code.bin | awk -F'\\t' -f verdict.awk
      """)
    return stride(from: 0, to: marks.count - 2, by: 3).map { index in
      Verdict(
        length: marks[index] == 63 ? 0 : Int(marks[index]) - 64,
        writesStackPointer: marks[index + 1] == UInt8(ascii: "S"),
        writesFramePointer: marks[index + 1] == UInt8(ascii: "F"),
        isUnclear: marks[index + 2] == UInt8(ascii: "U"))
    }
  }

  private static let awk = #"""
    BEGIN {
      prefixes = "^((data16|addr32|cs|ds|es|ss|fs|gs|lock|repz|repnz|rep|bnd|notrack|xacquire"
      prefixes = prefixes "|xrelease|rex[.WRXB]*) )+"
      alone = "^(rex|lock|data16|addr32|rep|repz|repnz|bnd|cs|ds|es|ss|fs|gs)"
      readers = "cmp[bwlq]?|test[bwlq]?|bt[wlq]?|push[wlq]?|call[wq]?|jmp[wq]?|nop[wlq]?|out|verr"
      readers = readers "|verw|lldt|ltr|lmsw|vmwrite|wr[fg]sbase|ptwrite|incssp[dq]|umonitor"
      readers = readers "|umwait|tpause|inv.*|enqcmds?|movdir64b|movdiri|wru?ss[dq]|i?mul[bwlq]?"
      readers = readers "|i?div[bwlq]?|bnd.*|vmptr.*|senduipi|xchg|llwpcb|lwpins|lwpval|cmpxchg"
      others = "xchg|xadd|mulx|enter|leave|[ls]?ret[wlq]?|iret[wlq]?|sysret[lq]?|sysexit[lq]?|rsm"
      others = others "|cmpxchg|i?mul[bwlq]?|jmp[wq]?|call[wq]?|[lr]call|[lr]jmp|ljmp|lcall|urdmsr"
      others = others "|vmread|ud[012][wlq]?|wrss[dq]|senduipi|llwpcb|bl[cs].*|t1mskc|tzmsk"
      others = others "|cmp.*xadd|pop[wlq]?|extrq|insertq|movdir64b"
    }
    NF >= 3 && $1 ~ /[ 02468ace]0:$/ {
      n = split($2, b, " "); text = $3; sub(/ *#.*/, "", text)
      sub(prefixes, "", text)
      mnemonic = text; sub(/[ ,].*/, "", mnemonic)
      bad = ($3 ~ /\(bad\)/ || $3 ~ /^\.byte/ || mnemonic ~ alone || mnemonic == "")
      reads = (mnemonic ~ ("^(" readers ")$"))
      unclear = (mnemonic ~ ("^(" others ")$"))
      if (text ~ /%rsp,%rsp/) unclear = 1
      mark = "."
      if (!(reads && !(mnemonic ~ /^i?mul/ && text ~ /,/))) {
        if (text ~ /[ ,]%(rsp|esp|sp|spl)$/) mark = "S"
        else if (text ~ /[ ,]%(rbp|ebp|bp|bpl)$/) mark = "F"
      }
      printf "%c%s%s", (bad ? 63 : 64 + n), mark, (unclear ? "U" : ".")
    }
    """#
}
