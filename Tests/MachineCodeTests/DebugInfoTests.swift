import Foundation
import TestSupport
import Testing

@testable import MachineCode

/// At every address the same functions, inlined at the same places, as `llvm-symbolizer` says.
@Suite struct DebugInfoTests {
  /// As many addresses as the symbolizer answers in a second or two; all with GOMETA_MATRIX.
  static func addresses(_ chains: DebugInfoChains) -> [UInt64] {
    let all = ProcessInfo.processInfo.environment["GOMETA_MATRIX"] == "1"
    let count = chains.addresses(stride: 1).count
    return chains.addresses(stride: all ? 1 : max(1, count / 6000))
  }

  @Test(arguments: DebugInfoSample.all)
  func inlinedCallsAreThoseOfTheSymbolizer(_ sample: DebugInfoSample) throws {
    let folder = try sample.make()
    let chains = try DebugInfoChains(try folder.bytes("sample"))
    #expect(chains.inlinedCount >= sample.minimumInlined)
    let addresses = Self.addresses(chains)
    let answers = try DebugInfoOracle.symbolizer(folder, addresses)
    var frames = 0
    var differences = 0
    for (address, answer) in zip(addresses, answers) {
      let ours = chains.frames(at: address)
      frames += answer.count
      guard ours != answer else { continue }
      differences += 1
      if differences == 1 {
        Issue.record("0x\(String(address, radix: 16)): \(ours), of the symbolizer \(answer)")
      }
    }
    print(
      "\(sample.testDescription): \(addresses.count) addresses, \(frames) frames, "
        + "\(differences) differences")
  }
}
