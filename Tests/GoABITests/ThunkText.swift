import Foundation
import GoABI

extension Thunk {
  /// The code as an assembler takes it, with the names of what it refers to.
  func text(_ names: [Operand: String] = [:]) -> String {
    lines.map { line in
      let operand =
        switch line.operand {
        case nil: ""
        case .function(let name), .data(let name): "\"\(name)\""
        case let other?: "\"\(names[other] ?? Self.runtimeNames[other] ?? "")\""
        }
      return "  " + line.text.replacingOccurrences(of: "{}", with: operand) + "\n"
    }.joined()
  }

  private static let runtimeNames: [Operand: String] = [
    .callee: "callee", .stackNeed: "need", .moreStack: "runtime.morestack_noctxt.abi0",
    .goroutineSlot: "runtime.tlsg", .writeBarrierFlag: "runtime.writeBarrier",
    .writeBarrier: "runtime.gcWriteBarrier2",
  ]
}
