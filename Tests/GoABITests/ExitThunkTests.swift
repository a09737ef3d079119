import GoTypes
import Symbols
import Testing

@testable import GoABI

/// Exit thunks, by running them: what LLVM passes arrives where Go's convention has it, results come
/// back, and all that C keeps is kept by a callee that keeps nothing.
@Suite struct ExitThunkTests {
  @Test(
    "Arguments and results of functions, closures and methods cross over",
    arguments: Architecture.allCases)
  func crossing(architecture: Architecture) throws {
    let cases = try ExitCase.all(architecture)
    let program = try ExitProgram(cases, architecture)
    for (sample, record) in zip(cases, program.records) {
      checkParameters(sample, record)
      checkResults(sample, record)
      #expect(record.goroutine == 0x1234567, "\(sample.title)")
      #expect(record.zero == 0 && record.isLinked && record.keptRegisters, "\(sample.title)")
      if sample.callee == .closure { #expect(record.context == record.closure, "\(sample.title)") }
    }
    // All ways in which something can travel have been seen.
    let leaves = cases.flatMap(\.layout.parameters)
    #expect(leaves.contains { $0.isOnStack && $0.kind.isFloat })
    #expect(leaves.contains { !$0.isOnStack && $0.register == (architecture == .arm64 ? 15 : 8) })
    #expect(cases.contains { $0.form.returnsThroughMemory && $0.form.stackSize > 8 })
    #expect(cases.contains { $0.layout.results.contains(where: \.isOnStack) })
  }

  private func checkParameters(_ sample: ExitCase, _ record: ExitProgram.Record) {
    for (index, leaf) in sample.layout.parameters.enumerated() {
      let found: [UInt8]
      if leaf.isOnStack {
        found = Array(record.stack[leaf.offset..<leaf.offset + leaf.kind.size])
      } else {
        let registers = leaf.kind.isFloat ? record.floats : record.integers
        found = bytes(registers[leaf.register], leaf.kind.size)
      }
      let wanted = sample.arrays[index] ?? bytes(sample.values[index], leaf.kind.size)
      #expect(found == wanted, "parameter leaf \(index) of \(sample.title)")
    }
  }

  private func checkResults(_ sample: ExitCase, _ record: ExitProgram.Record) {
    let results = sample.form.returnsThroughMemory ? record.movedResults : record.results
    if sample.form.returnsThroughMemory {
      #expect(sample.thunk.frame.callingLocals.count == 1, "\(sample.title)")
      #expect(record.slotDistance == 0, "\(sample.title)")
      // After the stack moved nobody may write to where it was.
      #expect(record.results.allSatisfy { $0 == 0x5a5a_5a5a_5a5a_5a5a }, "\(sample.title)")
    }
    for (index, leaf) in sample.layout.results.enumerated() {
      let wanted: [UInt8]
      if leaf.isOnStack {
        wanted = Array(sample.stack[leaf.offset..<leaf.offset + leaf.kind.size])
      } else {
        let registers = leaf.kind.isFloat ? sample.floats : sample.integers
        wanted = bytes(registers[leaf.register], leaf.kind.size)
      }
      #expect(
        bytes(results[index], leaf.kind.size) == wanted, "result leaf \(index) of \(sample.title)")
    }
  }

  private func bytes(_ word: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) }
  }

  @Test("Moves in any order and with any cycles do what they say")
  func moves() {
    var random = RandomWords(state: 3)
    for _ in 0..<500 {
      let names = (0..<9).map { "r\($0)" }
      let destinations = names.sorted { _, _ in random.next() % 2 == 0 }
      let count = Int(random.next() % 10)
      let moves = destinations.prefix(count).map {
        RegisterMove(source: names[Int(random.next() % 9)], destination: $0)
      }
      var registers = Dictionary(uniqueKeysWithValues: names.map { ($0, $0) })
      for move in RegisterMove.ordered(moves, scratch: "scratch") {
        registers[move.destination] = registers[move.source]
      }
      for name in names {
        let source = moves.first { $0.destination == name }?.source ?? name
        #expect(registers[name] == source, "\(moves)")
      }
    }
  }

  @Test("Few registers take few instructions", arguments: Architecture.allCases)
  func isShort(architecture: Architecture) throws {
    var random = RandomWords(state: 1)
    let sample = try ExitCase(0, ["*int"], ["*int"], .function, architecture, &random)
    #expect(sample.thunk.lines.count <= (architecture == .x86_64 ? 21 : 29))
    #expect(sample.thunk.frame == ThunkFrame())
  }
}
