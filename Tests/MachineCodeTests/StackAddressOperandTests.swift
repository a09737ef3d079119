import Foundation
import Symbols
import Testing

@testable import MachineCode

/// Which registers an instruction reads and writes, against what objdump's text says of it: all that
/// it mentions, and the operand in the place of the result.
@Suite struct StackAddressOperandTests {
  /// What the text of one instruction tells. Registers are bits, by number.
  private struct Text {
    var offset: Int
    var mentioned: UInt32
    /// The register in the place of the result.
    var result: UInt32
    var mnemonic: Substring
  }

  /// awk's: the address in hexadecimal, mentioned and result in decimal, mnemonic.
  private static func texts(_ lines: [Substring], from start: Int = 0) throws -> [Text] {
    try lines.map { line in
      let fields = line.split(separator: " ")
      guard fields.count == 4, let address = Int(fields[0], radix: 16),
        let mentioned = UInt32(fields[1]),
        let result = UInt32(fields[2])
      else { throw StackPointerTools.Failure(description: "no instruction: \(line)") }
      return Text(
        offset: address - start, mentioned: mentioned, result: result, mnemonic: fields[3])
    }
  }

  private struct Comparison {
    var compared = 0
    var differences: [String] = []

    mutating func note(_ isSame: Bool, _ text: Text, _ operation: AddressOperation) {
      compared += 1
      if isSame { return }
      func hex(_ value: UInt32) -> String { String(value, radix: 16) }
      differences.append(
        "+\(hex(UInt32(text.offset))) \(text.mnemonic): mentions \(hex(text.mentioned)), result "
          + "\(hex(text.result)); uses \(hex(operation.uses.rawValue)), writes "
          + "\(hex(operation.writes.rawValue))")
    }
  }

  // MARK: x86-64

  @Test func registersInTheCLibraryAreThoseThatObjdumpNames() throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try compareX86("/usr/lib/x86_64-linux-gnu/libc.so.6", limit: 250_000, atLeast: 50_000, tools)
  }

  @Test func registersOfExtensionsAreThoseThatObjdumpNames() throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(InstructionSamples.text, to: "samples.s")
    try tools.shell("as samples.s -o samples.o")
    try compareX86(tools.path("samples.o"), limit: .max, atLeast: 2500, tools)
  }

  private func compareX86(
    _ file: String, limit: Int, atLeast: Int, _ tools: StackPointerTools
  ) throws {
    let code = try tools.section(".text", of: file)
    let start = try tools.address(ofSection: ".text", in: file)
    let end = min(limit, code.count)
    try tools.write(Self.x86, to: "x86.awk")
    let lines = try tools.lines(
      """
      objdump -d -z -w -j .text --start-address=\(start) --stop-address=\(start + end) '\(file)' \
      | awk -F'\\t' -f x86.awk
      """)
    let decoder = X86AddressOperations()
    var comparison = Comparison()
    for text in try Self.texts(lines, from: start) where text.offset + 15 < end {
      guard
        let operation = decoder.operation(
          code.span.bytes, at: text.offset, end: code.count, delta: 0)
      else {
        comparison.differences.append("+\(text.offset) \(text.mnemonic): no instruction")
        continue
      }
      let implied = Self.implied(text.mnemonic)
      let ours = operation.uses.union(operation.writes).rawValue
      let writes = operation.writes.rawValue
      let isReader = Self.readers.contains(Self.base(text.mnemonic))
      // The last operand of a repeated comparison is read.
      let hasResult = !text.mnemonic.hasPrefix("rep")
      let isSame =
        text.mentioned & ~ours == 0 && ours & ~(text.mentioned | implied) == 0
        && (isReader ? writes & ~implied == 0 : !hasResult || text.result & ~writes == 0)
        && writes & ~(text.result | implied | Self.secondResult(text)) == 0
      comparison.note(isSame, text, operation)
    }
    #expect(
      comparison.differences.isEmpty,
      "\(comparison.differences.count): \(comparison.differences.prefix(30).joined(separator: "\n"))"
    )
    #expect(comparison.compared >= atLeast)
  }

  /// The mnemonic without a suffix for the size.
  private static func base(_ mnemonic: Substring) -> Substring {
    let short = mnemonic.dropLast()
    return "bwlq".contains(mnemonic.suffix(1)) && readers.contains(short) ? short : mnemonic
  }

  /// The last operand is read only.
  private static let readers: Set<Substring> = [
    "cmp", "test", "bt", "push", "call", "jmp", "div", "idiv", "mul", "out", "wrfsbase", "wrgsbase",
    "verr", "verw", "lldt", "ltr", "lmsw", "ptwrite", "incsspd", "incsspq", "umonitor", "umwait",
    "tpause", "invept", "invvpid", "invpcid", "enqcmd", "enqcmds", "movdir64b", "vmwrite",
    "wrssd", "wrssq", "wrussd", "wrussq", "senduipi", "llwpcb", "lwpins", "lwpval", "nop", "uwrmsr",
    "prefetch", "vmptrld", "monitor", "mwait", "hreset", "vmclear", "vmxon", "clzero", "monitorx",
    "mwaitx", "skinit", "invlpga", "vmrun", "vmload", "vmsave", "cmpxchg8b", "cmpxchg16b",
    "rstorssp", "invlpgb",
  ]

  /// Registers that an instruction reads or writes without its text saying so.
  private static func implied(_ mnemonic: Substring) -> UInt32 {
    let (rax, rcx, rdx, rbx, rsi, rdi, rbp, rsp):
      (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32) =
        (1, 2, 4, 8, 64, 128, 32, 16)
    if ["mul", "imul", "div", "idiv"].contains(where: mnemonic.hasPrefix) { return rax | rdx }
    if mnemonic.hasPrefix("cmpxchg8b") || mnemonic.hasPrefix("cmpxchg16b") || mnemonic == "cpuid" {
      return rax | rbx | rcx | rdx
    }
    if mnemonic.hasPrefix("cmpxchg") { return rax }
    if mnemonic.hasPrefix("pcmpestr") || mnemonic.hasPrefix("vpcmpestr") { return rax | rcx | rdx }
    if mnemonic.hasPrefix("pcmpistri") || mnemonic.hasPrefix("vpcmpistri") { return rcx }
    if mnemonic.hasPrefix("rep") { return rcx | rax | rsi | rdi }
    if mnemonic.contains("maskmov") { return rdi }
    if mnemonic.hasPrefix("loop") || mnemonic == "jrcxz" || mnemonic == "jecxz" { return rcx }
    switch mnemonic {
    case "cltq", "cwtl", "cbtw", "sahf", "lahf", "xlat", "hreset": return rax
    case "cqto", "cltd", "cwtd", "rdtsc", "mulx": return rax | rdx
    case "rdtscp", "rdpmc", "rdmsr", "wrmsr", "xgetbv", "xsetbv": return rax | rcx | rdx
    case "syscall": return rax | rcx | 1 << 11
    case "leave", "enter": return rbp | rsp
    default: return 0
    }
  }

  /// Mentions of another operand that is written, too.
  private static func secondResult(_ text: Text) -> UInt32 {
    ["xchg", "xadd", "mulx"].contains(where: text.mnemonic.hasPrefix)
      || text.mnemonic.hasSuffix("xadd") || text.mnemonic.hasPrefix("urdmsr") ? text.mentioned : 0
  }

  private static let x86 = #"""
    BEGIN {
      n = split("rax rcx rdx rbx rsp rbp rsi rdi", a, " ")
      for (i = 1; i <= 8; i++) {
        b = substr(a[i], 2); bit = 2 ^ (i - 1)
        m["r" b] = bit; m["e" b] = bit; m[b] = bit
        if (i <= 4) { c = substr(b, 1, 1); m[c "l"] = bit; m[c "h"] = bit } else m[b "l"] = bit
      }
      for (i = 8; i < 16; i++) {
        bit = 2 ^ i; m["r" i] = bit; m["r" i "d"] = bit; m["r" i "w"] = bit; m["r" i "b"] = bit
      }
    }
    NF >= 3 {
      address = $1; sub(/^ */, "", address); sub(/:.*/, "", address)
      text = $3; sub(/ *#.*/, "", text); sub(/ *<.*/, "", text)
      while (sub(/^(data16|addr32|cs|ds|es|ss|fs|gs|lock|bnd|notrack|xacquire|xrelease|rex[.WRXB]*) +/, "", text)) {}
      if (text ~ /\(bad\)|^\.byte|^rex|^ud[012]|^nop|^$|^xchg +%ax,%ax|^data16|^fwait|^f.*wait/) next
      mnemonic = text; sub(/[ ,].*/, "", mnemonic)
      if (mnemonic ~ /^(lock|data16|addr32|cs|ds|es|ss|fs|gs|bnd)$/) next
      rest = text; mentioned = 0; delete seen
      while (match(rest, /%[a-z0-9]+/)) {
        name = substr(rest, RSTART + 1, RLENGTH - 1); rest = substr(rest, RSTART + RLENGTH)
        if (name in m && !(m[name] in seen)) { seen[m[name]] = 1; mentioned += m[name] }
      }
      result = 0
      if (match(text, /[ ,]\*?%[a-z0-9]+$/)) {
        name = substr(text, RSTART, RLENGTH); sub(/^[ ,]\*?%/, "", name)
        if (name in m) result = m[name]
      }
      printf "%s %.0f %.0f %s\n", address, mentioned, result, mnemonic
    }
    """#

  // MARK: arm64

  @Test func registersInTheARM64CLibraryAreThoseThatObjdumpNames() throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    let file = "/usr/aarch64-linux-gnu/lib/libc.so.6"
    let code = try tools.section(".text", of: file, objcopy: "aarch64-linux-gnu-objcopy")
    try compareARM64(Array(code.prefix(250_000)), atLeast: 55_000, tools)
  }

  /// Words of any group, from a fixed seed.
  @Test func registersOfAnyARM64WordAreThoseThatObjdumpNames() throws {
    var random = StackPointerRandom(seed: 0xA64)
    let code = (0..<90_000).flatMap { _ in
      let word = UInt32(truncatingIfNeeded: random.next() >> 16)
      return (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try compareARM64(code, atLeast: 25_000, tools)
  }

  private func compareARM64(_ code: [UInt8], atLeast: Int, _ tools: StackPointerTools) throws {
    try tools.write(code, to: "code.bin")
    try tools.write(Self.arm64, to: "arm64.awk")
    let lines = try tools.lines(
      "aarch64-linux-gnu-objdump -D -z -b binary -m aarch64 code.bin | awk -F'\\t' -f arm64.awk")
    let decoder = ARM64AddressOperations()
    var comparison = Comparison()
    for text in try Self.texts(lines) {
      guard
        let operation = decoder.operation(
          code.span.bytes, at: text.offset, end: code.count, delta: 0)
      else { continue }
      let all = operation.uses.union(operation.writes).rawValue
      let name = text.mnemonic
      // Eight registers, of which the text has the first; x30 of returns.
      let hidden: UInt32 = name.contains("64b") ? ~0 : name.hasPrefix("ret") ? 1 << 30 : 0
      let isStore = Self.storing.contains(where: name.hasPrefix)
      let isReader = Self.reading.contains { name == $0 || name.hasPrefix($0 + "_") }
      let writes = operation.writes.rawValue
      let isSame =
        text.mentioned & ~all == 0 && all & ~(text.mentioned | hidden) == 0
        && (isReader || isStore || text.result & ~writes == 0) && (!isReader || writes == 0)
      comparison.note(isSame, text, operation)
    }
    #expect(
      comparison.differences.isEmpty,
      "\(comparison.differences.count): \(comparison.differences.prefix(30).joined(separator: "\n"))"
    )
    #expect(comparison.compared >= atLeast)
  }

  /// The first operand is stored, compared or swapped in memory.
  private static let storing = [
    "st", "swp", "ldadd", "ldclr", "ldeor", "ldset", "ldsmax", "ldsmin", "ldumax", "ldumin", "cas",
    "prf", "cpy", "set", "rcw",
  ]
  private static let reading = [
    "cmp", "cmn", "tst", "ccmp", "ccmn", "cbz", "cbnz", "tbz", "tbnz", "br", "blr", "ret", "msr",
    "str", "stp", "stur", "strb", "strh", "sturb", "sturh", "stlr", "stlur", "rmif", "setf8",
    "setf16", "stnp", "sttr", "wfet", "wfit", "cmpp",
  ]

  private static let arm64 = #"""
    NF >= 3 {
      address = $1; sub(/^ */, "", address); sub(/:.*/, "", address)
      name = $3; operands = $4; sub(/ *\/\/.*/, "", operands)
      if (name ~ /^\.inst/ || $0 ~ /undefined|unallocated/) next
      # Scalable vectors and matrices have rules of their own.
      if (operands ~ /(^|[^a-z0-9])(z[0-9]+\.|z[0-9]+|p[0-9]+|pn[0-9]+|za)/) next
      if (name ~ /^(sys|sysl|dc|ic|at|tlbi|cfp|cpp|dvp|cosp|brb|gcs|hint|ldiapp|stilp|cnt[bhwd]|rdvl|rdsvl|(inc|dec|uqinc|uqdec|sqinc|sqdec)[bhwdp]|ctermeq|ctermne|while|addvl|addpl|addsvl|addspl|mops)/) next
      rest = operands; mentioned = 0; delete seen; result = 0; start = 1
      while (match(rest, /(^|[^a-z0-9_.])([xw][0-9]+|w?sp)/)) {
        token = substr(rest, RSTART, RLENGTH); isFirst = start && RSTART == 1 && token ~ /^[xw]/
        rest = substr(rest, RSTART + RLENGTH); sub(/^[^a-z]/, "", token); start = 0
        number = token ~ /sp$/ ? 31 : substr(token, 2) + 0
        if (number > 31) continue
        if (!(number in seen)) { seen[number] = 1; mentioned += 2 ^ number }
        if (isFirst && number < 31) result = 2 ^ number
      }
      printf "%s %.0f %.0f %s\n", address, mentioned, result, name
    }
    """#
}
