import Foundation
import Symbols
import Testing

@testable import MachineCode

/// Stack deltas are what running programs show: at every instruction that is executed, of the
/// program and of the C library in it, and in every frame that is unwound there.
@Suite struct StackDeltaRunTests {
  struct Result {
    var steps = 0
    var checked = 0
    var functions = 0
    var instructions = 0
    var unknown = 0
    var unknownInstructions = 0
    var wrong = 0
    var frames = 0
    var lost = 0
    var messages: [Substring] = []

    init(_ lines: [Substring]) {
      for line in lines where line.hasPrefix("result ") {
        let numbers = line.split(separator: " ").dropFirst().compactMap { Int($0) }
        guard numbers.count == 9 else { continue }
        (steps, checked, functions) = (numbers[0], numbers[1], numbers[2])
        (instructions, unknown, unknownInstructions) = (numbers[3], numbers[4], numbers[5])
        (wrong, frames, lost) = (numbers[6], numbers[7], numbers[8])
      }
      messages = lines.filter { !$0.hasPrefix("result ") && !$0.hasPrefix("unknown ") }
    }
  }

  static let x86 = [
    "gcc -O0", "gcc -O2", "gcc -O2 -fno-omit-frame-pointer", "gcc -Os",
    "gcc -O3 -fstack-clash-protection -fcf-protection=full",
    "gcc -O2 -fno-asynchronous-unwind-tables -fno-unwind-tables", "clang-19 -O2", "clang-19 -O0",
  ]

  @Test(arguments: x86)
  func deltasAreThoseOfX86Runs(compiler: String) throws {
    try expectRight(compiler, run: "./tracer table ./program")
  }

  static let arm64 = [
    "aarch64-linux-gnu-gcc -O0", "aarch64-linux-gnu-gcc -O2", "aarch64-linux-gnu-gcc -Os",
    "aarch64-linux-gnu-gcc -O3 -fstack-clash-protection -mbranch-protection=standard"
      + " -march=armv8.3-a",
    "clang-19 --target=aarch64-linux-gnu -O2",
  ]

  @Test(arguments: arm64)
  func deltasAreThoseOfARM64Runs(compiler: String) throws {
    try expectRight(
      compiler,
      run:
        "qemu-aarch64 -singlestep -d nochain,cpu -D log ./program > /dev/null; ./tracer table < log"
    )
  }

  /// GMP's loops, which move the stack pointer without saying so.
  private static let known: Set<String> = ["__mpn_addmul_1", "__mpn_submul_1"]

  private func expectRight(_ compiler: String, run: String) throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(StackDeltaTracer.source, to: "tracer.c")
    try tools.write(StackDeltaProgram.source, to: "program.c")
    try tools.shell("gcc -O2 tracer.c -o tracer; \(compiler) program.c -static -o program")
    for source in [StackDeltaReader.Source.both, .instructions] {
      let sample = try StackDeltaSample(tools.path("program"), source: source)
      try tools.write(sample.table, to: "table")
      let result = Result(try tools.lines(run))
      #expect(Set(sample.errors.keys).subtracting(Self.known).isEmpty, "\(sample.errors)")
      #expect(
        result.wrong == 0 && result.lost == 0
          && result.messages.filter {
            $0.hasPrefix("wrong") || $0.hasPrefix("lost") || $0.hasPrefix("ended")
          }.isEmpty, "\(result.messages)")
      #expect(result.checked > 40_000 && result.frames > 150_000)
      #expect(result.functions > 100 && result.instructions > 5_000)
      // Functions with arrays of variable size, over-aligned ones, and some of the C library.
      #expect(result.unknown * 25 < result.steps)
      print(
        "\(compiler), \(source): \(result.functions) functions,"
          + " \(result.instructions) instructions, \(result.checked) of \(result.steps) steps"
          + " checked, \(result.frames) frames unwound,"
          + " \(result.wrong + result.lost) wrong;"
          + " \(result.unknownInstructions) instructions unknown"
      )
    }
  }
}
