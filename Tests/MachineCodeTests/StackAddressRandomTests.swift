import Foundation
import Symbols
import Testing

@testable import MachineCode

/// Whatever the bytes, there is an answer or an error.
@Suite struct StackAddressRandomTests {
  @Test(arguments: Architecture.allCases)
  func randomBytesAreDecodedOrRefused(architecture: Architecture) {
    var random = StackPointerRandom(seed: 7)
    let code = (0..<400_000).map { _ in UInt8(truncatingIfNeeded: random.next() >> 24) }
    let decoder: any AddressOperationDecoder =
      switch architecture {
      case .x86_64: X86AddressOperations()
      case .arm64: ARM64AddressOperations()
      }
    var decoded = 0
    for start in stride(from: 0, to: code.count, by: decoder.quantum) {
      // Now and then the code ends within the instruction.
      let end = start % 16 == 0 ? min(code.count, start + start % 7) : code.count
      guard let operation = decoder.operation(code.span.bytes, at: start, end: end, delta: 64)
      else { continue }
      decoded += 1
      if operation.length == 0 || start + Int(operation.length) > end {
        Issue.record("\(operation) at \(start)")
      }
    }
    #expect(decoded > code.count / decoder.quantum / 3)
  }

  /// Bytes of functions changed at random: what the stack pointer can be followed through has an
  /// answer.
  @Test(arguments: Architecture.allCases)
  func changedCodeNeverTraps(architecture: Architecture) throws {
    let tools = try StackPointerTools()
    defer { tools.remove() }
    let sample = try StackAddressSample(
      architecture, c: StackAddressRandomProgram.source(seed: 3, functions: 12), "-O1", tools)
    let bytes = try [UInt8](Data(contentsOf: URL(fileURLWithPath: sample.file)))
    let text = sample.code.section.fileRange
    var random = StackPointerRandom(seed: 11)
    var answers = 0
    for _ in 0..<60 {
      var changed = bytes
      for _ in 0..<12 {
        let place = text.lowerBound + Int(random.next() % UInt64(text.count))
        changed[place] = UInt8(truncatingIfNeeded: random.next() >> 40)
      }
      let code = try CodeText(try ObjectFile(changed))
      for function in code.functions {
        guard let track = try? code.track(function) else { continue }
        let found = try? StackAddressFlow.violations(
          in: code, function: function, track: track, moves: { _ in true },
          isMapped: { _, offset in offset % 16 == 0 })
        for violation in found ?? [] {
          #expect(function.range.count > violation.use && violation.use >= 0)
        }
        answers += found == nil ? 0 : 1
      }
    }
    #expect(answers > 200)
  }
}
