import Symbols
import Testing

@testable import MachineCode

/// Which instructions use vector registers, and how much of them, by objdump's text of them.
@Suite struct VectorStateTests {
  @Test func registersOfX86ExtensionsAreThoseThatObjdumpNames() throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(InstructionSamples.text, to: "samples.s")
    try tools.shell("as samples.s -o code.o")
    try expectX86Agreement(tools, wide: 500, narrow: 1000)
  }

  @Test(arguments: ["-mavx2", "-mavx512f -mavx512vl -mavx512bw", ""])
  func registersOfCompiledX86CodeAreThoseThatObjdumpNames(flags: String) throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(VectorCode.c, to: "code.c")
    try tools.shell("clang-19 -O3 \(flags) -c code.c -o code.o")
    // All but the functions of long doubles have none in SSE's.
    try expectX86Agreement(tools, wide: flags.isEmpty ? 3 : 100, narrow: 100)
  }

  private func expectX86Agreement(_ tools: StackPointerTools, wide: Int, narrow: Int) throws {
    let code = try tools.section(".text", of: tools.path("code.o"))
    try tools.write(Self.x86Verdict, to: "verdict.awk")
    let lines = try tools.lines("objdump -d -z -w -j .text code.o | awk -F'\\t' -f verdict.awk")
    let opcodes = X86OpcodeMap.all
    var counts: [Substring: Int] = [:]
    for line in lines {
      let fields = line.split(separator: " ", maxSplits: 2)
      let offset = try #require(Int(fields[1], radix: 16))
      guard
        let instruction = X86Instruction.decode(
          code.span.bytes, at: offset, end: code.count, opcodes: opcodes.span)
      else { continue }
      #expect((instruction.vectorBits > 128) == (fields[0] == "W"), "\(line)")
      counts[fields[0], default: 0] += 1
    }
    #expect(counts["W", default: 0] >= wide && counts["N", default: 0] >= narrow, "\(counts)")
  }

  /// W where a register is named that is wider than XMM0 to XMM15, of x87 or MMX among them, or the
  /// encoding is EVEX's.
  private static let x86Verdict = #"""
    NF >= 3 && $3 !~ /bad|^rex|^\.byte/ {
      split($1, place, /[ :]+/)
      text = $3; split(text, words, " "); name = words[1]
      wide = text ~ /%[yz]mm|%k[0-7]|%xmm(1[6-9]|2[0-9]|3[01])|%t?mm[0-7]/ || $2 ~ /^(26 |64 |65 |67 )*62 /
      wide = wide || name ~ /^(emms|femms|vzeroall|ldtilecfg|sttilecfg|tilerelease|vcvt.*y)$/
      wide = wide || (name ~ /^f/ && name !~ /^(fxsave|fxrstor|fwait)/)
      print (wide ? "W" : "N"), place[2], text
    }
    """#

  /// Words of the classes that have vector registers, from a fixed seed.
  private static func words(count: Int) -> [UInt32] {
    var random = StackPointerRandom(seed: 0xFACADE)
    return (0..<count).map { index in
      let word = UInt32(truncatingIfNeeded: random.next())
      return switch index % 8 {
      case 0: word
      case 1, 2: word & ~(0b101 << 25) | 0b110 << 25  // loads and stores
      default: word | 0b111 << 25
      }
    }
  }

  @Test func registersOfARM64WordsAreThoseThatObjdumpNames() throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    let code = Self.words(count: 400_000).flatMap { word in
      (0..<4).map { UInt8(truncatingIfNeeded: word >> ($0 * 8)) }
    }
    try tools.write(code, to: "code.bin")
    try expectARM64Agreement(
      tools, code, "-D -z -b binary -m aarch64 code.bin", wide: 25_000, narrow: 50_000)
  }

  @Test(arguments: ["-O3", "-O1", "-O3 -march=armv8.2-a+dotprod+fp16+crypto"])
  func registersOfCompiledARM64CodeAreThoseThatObjdumpNames(flags: String) throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(VectorCode.c, to: "code.c")
    try tools.shell("clang-19 --target=aarch64-linux-gnu \(flags) -c code.c -o code.o")
    let code = try tools.section(
      ".text", of: tools.path("code.o"), objcopy: "aarch64-linux-gnu-objcopy")
    try expectARM64Agreement(
      tools, code, "-d -z -j .text code.o", wide: flags == "-O1" ? 1 : 100, narrow: 100)
  }

  private func expectARM64Agreement(
    _ tools: StackPointerTools, _ code: [UInt8], _ objdump: String, wide: Int, narrow: Int
  ) throws {
    try tools.write(Self.arm64Verdict, to: "verdict.awk")
    let lines = try tools.lines(
      "aarch64-linux-gnu-objdump \(objdump) | awk -F'\\t' -f verdict.awk")
    var counts: [Substring: Int] = [:]
    var differences: [Substring] = []
    for line in lines {
      let fields = line.split(separator: " ", maxSplits: 2)
      let offset = try #require(Int(fields[1], radix: 16))
      let word = code.span.bytes.codeWord(at: offset)
      let bits = ARM64Instruction(word: word, start: offset).vectorBits
      // The classes of SVE and SME have instructions without a register of theirs.
      let agrees =
        switch fields[0] {
        case "V": bits == .max
        case "W": bits == 128
        default: bits <= 64 || bits == .max
        }
      if !agrees { differences.append(line) }
      counts[fields[0], default: 0] += 1
    }
    #expect(differences.isEmpty, "\(differences.prefix(20).joined(separator: "\n"))")
    #expect(counts["W", default: 0] >= wide && counts["N", default: 0] >= narrow, "\(counts)")
  }

  /// V for SVE's and SME's registers, W for what lies beyond the low half of a V register.
  private static let arm64Verdict = #"""
    NF >= 3 && $3 !~ /undefined|^\.inst|^\.word|^udf/ {
      split($1, place, /[ :]+/)
      text = $3
      for (field = 4; field <= NF; field++) text = text " " $field
      sub(/\/\/.*/, "", text)
      verdict = text ~ /(^|[^a-z0-9])q[0-9]|v[0-9]+\.(16b|8h|4s|2d|1q)/ ? "W" : "N"
      rest = text
      while (match(rest, /\.(b|h|s|d|2h|4b)}?\[[0-9]+\]/)) {
        lane = substr(rest, RSTART + 1, RLENGTH - 1); rest = substr(rest, RSTART + RLENGTH)
        size = lane ~ /^b/ ? 1 : lane ~ /^h/ ? 2 : lane ~ /^d/ ? 8 : 4
        sub(/.*\[/, "", lane)
        if (lane * size >= 8) verdict = "W"
      }
      if (text ~ /(^|[^a-z0-9])(z[0-9]+\.|{ *z[0-9]|p[0-9]+[\/.]|z[at][0-9]|za[^a-z])/) verdict = "V"
      print verdict, place[2], text
    }
    """#

  @Test func functionsAreToldByWhatIsSavedOfTheirRegisters() throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(VectorCode.c, to: "code.c")
    try tools.shell(
      """
      clang-19 -O3 -mavx2 -c code.c -o x86.o
      clang-19 -O3 -c code.c -o sse.o
      clang-19 --target=aarch64-linux-gnu -O3 -c code.c -o arm.o
      """)
    for (file, bits, expected) in [
      ("x86.o", 128, ["sumInts", "scale", "extended"]), ("sse.o", 128, ["extended"]),
      ("arm.o", 64, ["sumInts", "scale"]), ("arm.o", 128, []),
    ] {
      let text = try CodeText(ObjectFile(try tools.read(file)))
      let found = text.functions.filter {
        text.usesVectors(in: $0.range, widerThan: bits)
          && ["sumInts", "scale", "extended", "dot3", "bits"].contains($0.name)
      }
      // On arm64 a long double is one Q register, which calls take.
      let quads = file == "arm.o" && bits == 64 ? ["extended"] : []
      #expect(Set(found.map(\.name)) == Set(expected + quads), "\(file)")
    }
  }

  @Test func bytesThatAreNoInstructionCountAsAll() throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(
      """
      .text
      .type f, %function
      f: ret
      .byte 6
      .size f, . - f
      """, to: "a.s")
    try tools.shell("as a.s -o a.o")
    let text = try CodeText(ObjectFile(try tools.read("a.o")))
    #expect(text.usesVectors(in: try #require(text.functions.first).range, widerThan: .max - 1))
  }
}

/// Loops that compilers turn into vector code, and some that they cannot.
enum VectorCode {
  static let c = """
    typedef long long i64; typedef unsigned char u8; typedef unsigned short u16;
    int sumInts(const int *a, i64 n) { int s = 0; for (i64 i = 0; i < n; i++) s += a[i]; return s; }
    void scale(double *a, double k, i64 n) { for (i64 i = 0; i < n; i++) a[i] *= k; }
    long double extended(long double a, long double b) { return a * b + 1; }
    double dot3(double a, double b, double c) { return a * b + b * c + a * c; }
    int bits(i64 x) { return __builtin_popcountll(x); }
    void widen(int *a, const u8 *b, i64 n) { for (i64 i = 0; i < n; i++) a[i] += b[i] * 3; }
    void narrow(u8 *a, const u16 *b, i64 n) { for (i64 i = 0; i < n; i++) a[i] = b[i] >> 3; }
    int dot8(const signed char *a, const signed char *b, i64 n) {
      int s = 0; for (i64 i = 0; i < n; i++) s += a[i] * b[i]; return s; }
    void convert(float *a, const double *b, i64 n) { for (i64 i = 0; i < n; i++) a[i] = b[i]; }
    void back(double *a, const float *b, i64 n) { for (i64 i = 0; i < n; i++) a[i] = b[i]; }
    void choose(float *a, const float *b, i64 n) {
      for (i64 i = 0; i < n; i++) if (b[i] > 0) a[i] = b[i]; }
    i64 count(const u8 *a, u8 x, i64 n) { i64 c = 0; for (i64 i = 0; i < n; i++) c += a[i] == x; return c; }
    u16 most(const u16 *a) { u16 m = 0; for (int i = 0; i < 32; i++) if (a[i] > m) m = a[i]; return m; }
    void pairs(short *a, const short *b, i64 n) {
      for (i64 i = 0; i < n; i++) { a[2*i] = b[2*i+1]; a[2*i+1] = b[2*i]; } }
    void four(float a[4][4], const float b[4][4], const float c[4][4]) {
      for (int i = 0; i < 4; i++) for (int j = 0; j < 4; j++) {
        float s = 0; for (int k = 0; k < 4; k++) s += b[i][k] * c[k][j]; a[i][j] = s; } }
    void reverse(u8 *a, i64 n) { for (i64 i = 0; i < n / 2; i++) { u8 t = a[i]; a[i] = a[n-1-i]; a[n-1-i] = t; } }
    void small(short *a, const short *b) { for (int i = 0; i < 4; i++) a[i] = b[i] * 5 - a[i]; }
    struct P { float x, y; }; struct P add(struct P a, struct P b) { return (struct P){a.x + b.x, a.y + b.y}; }
    void table(u8 *a, const u8 *b) { for (int i = 0; i < 8; i++) a[i] = b[7 - i] ^ 0x55; }

    """
}
