import Foundation
import Symbols
import TestSupport
import Testing

@testable import MachineCode

/// Damaged call frame information and code are read or refused, in bounded memory.
@Suite struct CallFrameMutationTests {
  @Test(arguments: ["gcc", "aarch64-linux-gnu-gcc"])
  func damagedFramesAreReadOrRefused(compiler: String) throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(StackDeltaProgram.source, to: "program.c")
    try tools.shell("\(compiler) -O2 -g program.c -o program")
    try tools.shell("\(compiler) -O2 -g -fno-asynchronous-unwind-tables program.c -o other")
    let input = try CodeInput(try InputBytes(mapping: tools.path("program")))
    let other = try CodeInput(try InputBytes(mapping: tools.path("other")))
    var (read, refused) = (0, 0)
    for seed in 1...2 as ClosedRange<UInt64> {
      for mutant in Mutants(of: Array(input.debug.ehFrame), count: 400, seed: seed) {
        var debug = DebugSections()
        (debug.ehFrame, debug.ehFrameAddress) = (InputBytes(mutant), input.debug.ehFrameAddress)
        readAll(debug, input.architecture, &read, &refused)
      }
      for mutant in Mutants(of: Array(other.debug.frame), count: 400, seed: seed) {
        var debug = DebugSections()
        debug.frame = InputBytes(mutant)
        readAll(debug, input.architecture, &read, &refused)
      }
    }
    #expect(read > 1000 && refused > 100)
  }

  private func readAll(
    _ debug: DebugSections, _ architecture: Architecture, _ read: inout Int, _ refused: inout Int
  ) {
    guard let frames = try? CallFrameIndex(debug, architecture: architecture) else {
      refused += 1
      return
    }
    // An entry of a function takes at least twelve bytes.
    #expect(frames.count * 12 <= debug.ehFrame.count + debug.frame.count)
    var reader = CallFrameReader()
    for index in 0..<frames.count {
      guard (try? reader.read(index, of: frames)) != nil else {
        refused += 1
        continue
      }
      read += 1
      var isOrdered = reader.count > 0 && reader.rows[0].offset == 0
      for place in 1..<max(reader.count, 1) {
        isOrdered = isOrdered && reader.rows[place - 1].offset < reader.rows[place].offset
      }
      #expect(isOrdered)
      #expect(reader.rows[reader.count - 1].offset < frames.functions[index].size)
    }
  }

  @Test(arguments: ["gcc", "aarch64-linux-gnu-gcc"])
  func damagedCodeIsFollowed(compiler: String) throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    try tools.write(StackDeltaProgram.source, to: "program.c")
    try tools.shell("\(compiler) -O2 program.c -o program")
    let input = try CodeInput(try InputBytes(mapping: tools.path("program")))
    let frames = try CallFrameIndex(input.debug, architecture: input.architecture)
    let none = try CallFrameIndex(DebugSections(), architecture: input.architecture)
    var both = StackDeltaReader(architecture: input.architecture, callFrames: frames)
    var own = StackDeltaReader(
      architecture: input.architecture, callFrames: none, source: .instructions)
    let text = try #require(input.sections.first { $0.name == ".text" })
    var (agreed, disagreed) = (0, 0)
    for mutant in Mutants(
      of: Array(text.bytes), within: [0..<text.bytes.count], count: 150, seed: 3)
    {
      for function in input.functions.functions where function.end <= text.address + text.size {
        guard function.address >= text.address else { continue }
        let start = Int(function.address - text.address)
        let range = start..<start + Int(function.size)
        do throws(StackDeltaError) {
          try both.read(
            mutant.span.bytes, function: range, address: function.address, relocatedOffsets: [])
          agreed += 1
        } catch {
          disagreed += 1
        }
        try own.read(
          mutant.span.bytes, function: range, address: function.address, relocatedOffsets: [])
        #expect(own.deltas[0].offset == 0)
        #expect(Int(own.deltas[own.deltas.count - 1].offset) < max(range.count, 1))
      }
    }
    #expect(agreed > 1000 && disagreed > 0)
  }

  /// The shortcut says of bytes what taking them apart says.
  @Test func plainInstructionsAreThoseWithoutEffect() throws {
    var random = SeededRandom(seed: 5)
    let stepper = X86Stepper(opcodes: X86OpcodeMap.all)
    let state = StackState(delta: 64, frame: FramePointer(distance: 8))
    var plain = 0
    let prefixes: [UInt8] = [0x66, 0xF2, 0xF3, 0x48, 0x44, 0x41, 0x4C, 0x0F]
    for _ in 0..<200_000 {
      var bytes = (0..<24).map { _ in UInt8.random(in: 0...255, using: &random) }
      for place in 0..<Int.random(in: 0...3, using: &random) {
        bytes[place] = prefixes.randomElement(using: &random) ?? 0
      }
      let end = Int.random(in: 8...16, using: &random)
      let length = stepper.plainLength(bytes.span.bytes, at: 0, end: end)
      guard length > 0 else { continue }
      plain += 1
      let step = stepper.step(
        bytes.span.bytes, at: 0, end: end, from: state, framePointerSave: nil)
      #expect(step.length == length && step.flow == .next && step.state == state, "\(bytes)")
    }
    #expect(plain > 50_000)
  }

  /// Likewise for the frequent instructions that move the stack pointer or change the flow.
  @Test func frequentInstructionsAreTakenApartTheSame() throws {
    var random = SeededRandom(seed: 7)
    let state = StackState(delta: 64, frame: FramePointer(distance: 8))
    let opcodes = X86OpcodeMap.all
    var frequent = 0
    for _ in 0..<50_000 {
      var bytes = (0..<8).map { _ in UInt8.random(in: 0...255, using: &random) }
      if Bool.random(using: &random) { bytes[0] = 0x0F }
      let end = Int.random(in: 1...8, using: &random)
      let code = bytes.span.bytes
      guard let step = X86Instruction.frequentStep(code, at: 0, end: end, from: state) else {
        continue
      }
      frequent += 1
      let full = X86Instruction.step(code, at: 0, end: end, from: state, opcodes: opcodes.span)
      #expect(step.length == full.length && step.state == full.state && step.flow == full.flow)
      #expect(step.target == full.target && step.operand == full.operand, "\(bytes)")
    }
    #expect(frequent > 3_000)
  }

  @Test func plainARM64InstructionsAreThoseWithoutEffect() throws {
    var random = SeededRandom(seed: 6)
    let stepper = ARM64Stepper()
    let state = StackState(delta: 64, frame: FramePointer(distance: 8))
    var plain = 0
    for _ in 0..<200_000 {
      let bytes = (0..<4).map { _ in UInt8.random(in: 0...255, using: &random) }
      let length = stepper.plainLength(bytes.span.bytes, at: 0, end: 4)
      guard length > 0 else { continue }
      plain += 1
      let step = stepper.step(
        bytes.span.bytes, at: 0, end: 4, from: state, framePointerSave: nil)
      #expect(step.length == 4 && step.flow == .next && step.state == state, "\(bytes)")
    }
    #expect(plain > 50_000)
  }
}
