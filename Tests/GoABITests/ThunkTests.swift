import Foundation
import GoABI
import GoTypes
import Symbols
import TestSupport
import Testing

@Suite struct ThunkTests {
  @Test("Every sample's thunk assembles", arguments: Architecture.allCases)
  func assembles(architecture: Architecture) throws {
    var text = ".text\n"
    for (index, sample) in SignatureSample.passed.enumerated() {
      let layout = try CallLayoutTests.Case(architecture: architecture, index: index).layout()
      text += "\"thunk \(index) \(sample.testDescription)\":\n"
      text += Thunk.entry(layout, architecture: architecture).text()
    }
    text += Thunk.leaf(architecture: architecture).text()
    text += Thunk.exitWithoutReturn(architecture: architecture).text()
    text += Thunk.barrieredStore(architecture: architecture).text()
    try Assembler().assemble(text, for: architecture)
  }

  /// Offsets of more than 32 bits, and loops as deep as sizes of 63 bits allow.
  @Test(
    "Functions that compare and hash are what an assembler takes", arguments: Architecture.allCases)
  func assemblesAlgorithms(architecture: Architecture) throws {
    let call = AlgorithmStep.call(function: "runtime.step", offset: 1 << 40 | 12345, size: 16)
    let steps = (0..<62).reduce([call, .compare(function: "part", offset: -1)]) { steps, depth in
      [.loop(count: 2, elementSize: 1 << Int64(depth), start: 7, steps: steps)]
    }
    var text = ".text\n"
    for convention in [AlgorithmConvention.registers, .results, .resultPointers] {
      for operation in [AlgorithmOperation.hash, .equal] {
        text += Thunk.algorithm(
          operation, steps, convention: convention, architecture: architecture
        ).text()
      }
    }
    try Assembler().assemble(text, for: architecture)
  }

  /// Registers by the names that the thunks give to all 64 bits.
  private static let go = ["rax", "rbx", "rcx", "rdi", "rsi", "r8"]
  private static let c = ["rdi", "rsi", "rdx", "rcx", "r8", "r9"]

  @Test("On x86-64 each argument arrives in the register that C reads it from", arguments: 0...6)
  func movesX86(count: Int) throws {
    let layout = try CallLayout(
      Signature(parameters: [GoType](repeating: .basic(.int), count: count)), universe: Universe(),
      architecture: .x86_64)
    var registers = Dictionary(uniqueKeysWithValues: Self.go.enumerated().map { ($1, $0) })
    for line in Thunk.entry(layout, architecture: .x86_64).lines {
      if line.operand == .callee { break }
      let fields = line.text.split { " ,%".contains($0) }.map(String.init)
      guard fields.count == 3, fields[0] == "movq", !line.text.contains("(") else { continue }
      registers[fields[2]] = registers[fields[1]]
    }
    for index in 0..<count { #expect(registers[Self.c[index]] == index) }
  }

  @Test("On x86-64 three integer results go from C's registers to Go's", arguments: 0...3)
  func resultsX86(count: Int) throws {
    let layout = try CallLayout(
      Signature(results: [GoType](repeating: .basic(.int), count: count)), universe: Universe(),
      architecture: .x86_64)
    var registers = ["rax": 0, "rdx": 1, "rcx": 2]
    var isAfterCall = false
    for line in Thunk.entry(layout, architecture: .x86_64).lines {
      if line.text == "retq" { break }
      if line.operand == .callee { isAfterCall = true }
      let fields = line.text.split { " ,%".contains($0) }.map(String.init)
      guard isAfterCall, fields.count == 3, fields[0] == "movq" else { continue }
      registers[fields[2]] = registers[fields[1]]
    }
    for index in 0..<count { #expect(registers[Self.go[index]] == index) }
  }

  @Test(
    "Pointers are in their slots before the stack is checked, and all registers before it grows",
    arguments: CallLayoutTests.plainCases)
  func spillOrder(sample: CallLayoutTests.Case) throws {
    let layout = try sample.layout()
    let lines = Thunk.entry(layout, architecture: sample.architecture).lines
    let check = try #require(lines.firstIndex { $0.operand == .stackNeed })
    let growth = try #require(lines.firstIndex { $0.operand == .moreStack })
    let stack = sample.architecture == .x86_64 ? "(%rsp)" : "[sp, #"
    func slots(_ range: Range<Int>) -> Int { lines[range].count { $0.text.contains(stack) } }
    let pointers = layout.parameters.count { $0.kind == .pointer }
    #expect(slots(0..<check) == pointers)
    let start = try #require(lines.firstIndex { $0.text == "1:" })
    #expect(slots(start..<growth) == layout.parameters.count - pointers)
    #expect(slots(growth..<lines.count) == layout.parameters.count)
  }
}

/// llvm-mc of the folder GOMETA_LLVM_BIN, which knows both architectures.
private struct Assembler {
  let path: String

  init() throws {
    guard let folder = ProcessInfo.processInfo.environment["GOMETA_LLVM_BIN"] else {
      throw GoToolchain.Failure(
        description: "set GOMETA_LLVM_BIN to the folder of LLVM's tools; llvm-mc is the oracle")
    }
    path = folder + "/llvm-mc"
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw GoToolchain.Failure(description: "no llvm-mc in GOMETA_LLVM_BIN: \(path)")
    }
  }

  func assemble(_ text: String, for architecture: Architecture) throws {
    let module = try GoModule(files: ["thunks.s": text])
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    let triple = architecture == .x86_64 ? "x86_64-linux-gnu" : "aarch64-linux-gnu"
    process.arguments = ["-triple=\(triple)", "-filetype=obj", "-o", "thunks.o", "thunks.s"]
    process.currentDirectoryURL = module.folder
    let errors = module.folder.appendingPathComponent("errors")
    try Data().write(to: errors)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    let message = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    #expect(process.terminationStatus == 0, "\(message)")
    #expect(message.isEmpty)
  }
}
