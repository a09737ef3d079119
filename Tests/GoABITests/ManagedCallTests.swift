import GoABI
import Symbols
import Testing

/// Entry thunks and stack checks, executed.
@Suite struct ManagedCallTests {
  private static let samples =
    SignatureSample.passed + SignatureSample.random(100, seed: 7) + [
      SignatureSample(["[40]string", "int", "[3]uint8"], ["[100]uint16", "float32", "[9]string"]),
      SignatureSample(
        [String](repeating: "float32", count: 20) + [String](repeating: "uint8", count: 20),
        [String](repeating: "float64", count: 20) + [String](repeating: "int16", count: 20)),
      SignatureSample(["[6000]byte", "*int", "uint16"], ["*int", "[255]bool"]),
    ]

  @Test(
    "What Go passes arrives, and what comes back arrives, on a stack that stays and one that moves",
    arguments: Architecture.allCases)
  func arrives(architecture: Architecture) throws {
    let calls = try Self.calls(architecture)
    #expect(
      try ManagedCallProgram(architecture: architecture, calls: calls).run()
        == "0 errors in enough checks\n")
  }

  @Test(
    "A map that lacks a word is noticed, or the moves of the stack would say nothing",
    arguments: Architecture.allCases,
    [
      { if !$0.growingArguments.isEmpty { $0.growingArguments.removeLast() } },
      { if !$0.callingArguments.isEmpty { $0.callingArguments.removeLast() } },
      { if !$0.growingLocals.isEmpty { $0.growingLocals.removeLast() } },
    ] as [@Sendable (inout ThunkFrame) -> Void])
  func noticed(architecture: Architecture, spoil: @escaping @Sendable (inout ThunkFrame) -> Void)
    throws
  {
    let calls = try Self.calls(architecture).filter {
      !$0.layout.stackPointerWords.isEmpty && $0.layout.pointerWords.count > 1
    }
    let program = ManagedCallProgram(
      architecture: architecture, calls: Array(calls.prefix(4)), spoil: spoil)
    #expect(try program.run().hasPrefix("call "))
  }

  private static func calls(
    _ architecture: Architecture
  ) throws -> [ManagedCallProgram.Call] {
    let universe = try SignatureSample.universe()
    return try samples.enumerated().map { index, sample in
      let (receiver, signature) = try sample.layout(universe)
      return ManagedCallProgram.Call(
        layout: try CallLayout(
          receiver: receiver, signature, universe: universe, architecture: architecture),
        hasContext: index % 2 == 1)
    }
  }
}
