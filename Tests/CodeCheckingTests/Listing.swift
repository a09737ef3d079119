import Foundation
import TestSupport

/// The instructions of a plugin, as binutils' objdump lists them.
struct Listing {
  struct Instruction {
    var address: UInt64
    var size: Int
    var mnemonic: String
    var operands: String
  }

  private(set) var instructions: [Instruction] = []

  init(_ bytes: [UInt8], _ machine: CheckedPlugin.Machine) throws {
    let folder = try TestFolder()
    try Data(bytes).write(to: folder.url.appendingPathComponent("plugin.so"))
    let prefix = machine == .aarch64 ? "aarch64-linux-gnu-" : ""
    let text = try Tool.run(
      prefix + "objdump", ["-d", "-z", "--no-show-raw-insn", "-w", folder.path("plugin.so")])
    for line in text.split(separator: "\n") {
      guard let match = line.firstMatch(of: /^ *([0-9a-f]+):\t(\S+)\s*(.*)$/),
        let address = UInt64(match.output.1, radix: 16)
      else { continue }
      if let last = instructions.indices.last {
        instructions[last].size = Int(address - instructions[last].address)
      }
      instructions.append(
        Instruction(
          address: address, size: 4, mnemonic: String(match.output.2),
          operands: String(match.output.3)))
    }
  }

  func instructions(of function: PatchedPlugin.Function) -> [Instruction] {
    instructions.filter { (function.entry..<function.end).contains($0.address) }
  }

  /// The calls in a function, but for those of code that only computes.
  func calls(in function: PatchedPlugin.Function) -> [Instruction] {
    instructions(of: function).filter {
      ["call", "callq", "bl", "blr"].contains($0.mnemonic) && !$0.operands.contains("mix")
        && !$0.operands.contains("go:leaf") && !$0.operands.contains("go:store")
        && !$0.operands.contains("gcWriteBarrier")
    }
  }
}
