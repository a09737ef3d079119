import Symbols
import Testing

@testable import MachineCode

/// Uses of stale addresses in code that clang makes of made-up functions, against another algorithm
/// over objdump's text.
@Suite struct StackAddressOracleTests {
  private static let levels = ["-O0", "-O1", "-O2", "-O3", "-Os"]

  @Test(arguments: Architecture.allCases)
  func usesAreThoseFoundByTracingEachAddressByItself(architecture: Architecture) throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    let oracle = StackAddressOracle(
      calleeSaved: architecture == .x86_64
        ? ["rbx", "r12", "r13", "r14", "r15"] : Set((19...28).map { "x\($0)" }))
    var functions = 0
    var violating = 0
    var differences: [String] = []
    for (index, level) in Self.levels.enumerated() {
      let source = StackAddressRandomProgram.source(seed: UInt64(index) + 77, functions: 24)
      let sample = try StackAddressSample(
        architecture, c: source, "\(level) -fno-vectorize -fno-slp-vectorize", tools)
      let texts = try Self.disassembly(of: sample, architecture, tools)
      for function in sample.code.functions {
        let base = function.range.lowerBound
        let ours = try sample.uses(function).map {
          StackAddressOracle.Trace(
            origin: $0.origin + base, call: $0.call + base, use: $0.use + base)
        }
        let lines = try #require(texts[function.name])
        let (instructions, frame) = StackAddressOracle.read(lines, architecture)
        let theirs = oracle.uses(instructions, frame: frame)
        functions += 1
        if !ours.isEmpty { violating += 1 }
        // Where ways join, one of several origins and calls is reported.
        if !theirs.isSuperset(of: ours) || Set(ours.map(\.use)) != Set(theirs.map(\.use)) {
          differences.append("\(level) \(function.name): \(ours) against \(theirs)")
        }
      }
    }
    #expect(differences.isEmpty, "\(differences.prefix(3).joined(separator: "\n"))")
    #expect(functions == 120)
    #expect(violating > 30 && violating < 90, "\(violating)")
  }

  private static func disassembly(
    of sample: StackAddressSample, _ architecture: Architecture, _ tools: StackPointerTools
  ) throws -> [String: [Substring]] {
    let objdump = architecture == .arm64 ? "aarch64-linux-gnu-objdump" : "objdump"
    var result: [String: [Substring]] = [:]
    var name = ""
    for line in try tools.lines("\(objdump) -dr --no-show-raw-insn '\(sample.file)'") {
      if line.hasSuffix(">:"), let open = line.firstIndex(of: "<") {
        name = String(line[line.index(after: open)...].dropLast(2))
        result[name] = []
      } else {
        result[name]?.append(line)
      }
    }
    return result
  }
}
