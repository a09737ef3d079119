import TestSupport

/// What objdump says of the code of an object or a plugin.
struct Disassembly {
  struct Call {
    /// Of the call instruction and of the one behind it.
    var address, returnAddress: UInt64
    /// The function called: from the relocation in objects, from the target in linked files.
    var callee: String
  }

  var calls: [Call] = []
  /// Each instruction's address, with its mnemonic and operands.
  var instructions: [UInt64: String] = [:]

  init(_ path: String, _ machine: Machine) throws {
    let text = try Tool.run(
      machine.binutil("objdump"), ["-dr", "--no-show-raw-insn", "-j", ".text", path])
    /// Whether the return address of the last call is still to come.
    var isOpen = false
    for line in text.lines where line.hasPrefix(" ") || line.hasPrefix("\t") {
      let fields = line.words
      guard fields.count >= 2, fields[0].hasSuffix(":"),
        let address = UInt64(fields[0].dropLast(), radix: 16)
      else { continue }
      if fields[1].hasPrefix("R_") {
        if isOpen, let last = calls.indices.last {
          calls[last].callee = fields[2].replacing(/[-+]0x[0-9a-f]+$/, with: "")
        }
        continue
      }
      if isOpen, let last = calls.indices.last { calls[last].returnAddress = address }
      instructions[address] = fields.dropFirst().joined(separator: " ")
      isOpen = ["call", "bl", "blr"].contains(fields[1])
      guard isOpen else { continue }
      let target = fields.last ?? ""
      let name = target.hasPrefix("<") ? String(target.dropFirst().dropLast()) : ""
      calls.append(Call(address: address, returnAddress: 0, callee: name))
    }
  }
}
