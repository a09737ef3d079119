import Symbols
import Testing

@testable import MachineCode

/// Uses of stale addresses in code that clang makes of made-up functions, against other algorithms
/// over objdump's text.
@Suite struct StackAddressOracleTests {
  private static let levels = ["-O0", "-O1", "-O2", "-O3", "-Os"]

  @Test(arguments: Architecture.allCases)
  func usesAreThoseFoundByTracingEachAddressByItself(architecture: Architecture) throws {
    let oracle = StackAddressOracle(architecture)
    var violating = 0
    try forEachFunction(architecture, functions: 24, seed: 77) { place, base, ours, text in
      let ours = ours.map {
        StackAddressOracle.Trace(origin: $0.origin + base, call: $0.call + base, use: $0.use + base)
      }
      let theirs = oracle.uses(text.instructions, frame: text.frame)
      violating += ours.isEmpty ? 0 : 1
      // Where ways join, one of several origins and calls is reported.
      #expect(theirs.isSuperset(of: ours), "\(place)")
      #expect(Set(ours.map(\.use)) == Set(theirs.map(\.use)), "\(place)")
    }
    #expect(violating > 40 && violating < 90, "\(violating)")
  }

  /// Addresses are subtracted from one another here, which takes more than tracing each by itself.
  @Test(arguments: Architecture.allCases)
  func aWalkThroughTheCodeMeetsNoOtherUses(architecture: Architecture) throws {
    let oracle = StackAddressOracle(architecture)
    var random = StackPointerRandom(seed: 99)
    var violating = 0
    try forEachFunction(architecture, functions: 7, seed: 5, distances: true) {
      place, base, ours, text in
      var walk = StackAddressWalk(oracle, text.instructions)
      for _ in 0..<40 { walk.walk(steps: 600, delta: text.frame, &random) }
      violating += ours.isEmpty ? 0 : 1
      #expect(walk.uses.isSubset(of: ours.map { $0.use + base }), "\(place)")
      #expect(walk.uses.isEmpty == ours.isEmpty, "\(place)")
    }
    #expect(violating > 10 && violating < 35, "\(violating)")
  }

  /// - Parameter body: gets the function's name and place, every use in it, and what its text says.
  private func forEachFunction(
    _ architecture: Architecture, functions: Int, seed: UInt64, distances: Bool = false,
    _ body: (
      String, Int, [StackAddressFlow.Violation],
      (instructions: [StackAddressOracle.Instruction], frame: [Int: Int])
    ) throws -> Void
  ) throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    var count = 0
    for (index, level) in Self.levels.enumerated() {
      let source = StackAddressRandomProgram.source(
        seed: seed + UInt64(index), functions: functions, distances: distances)
      let sample = try StackAddressSample(
        architecture, c: source, "\(level) -fno-vectorize -fno-slp-vectorize", tools)
      let texts = try Self.disassembly(of: sample, architecture, tools)
      for function in sample.code.functions {
        let text = StackAddressOracle.read(try #require(texts[function.name]), architecture)
        try body(
          "\(level) \(function.name)", function.range.lowerBound, sample.uses(function), text)
        count += 1
      }
    }
    #expect(count == functions * Self.levels.count)
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
