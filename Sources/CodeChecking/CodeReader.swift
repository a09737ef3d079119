import LLVM
import Symbols

/// Decodes instructions of an image, one at a time, where control flow leads.
struct CodeReader: ~Copyable {
  let image: CodeImage
  private let disassembler: Disassembler

  init(_ image: CodeImage) throws(CodeCheckError) {
    self.image = image
    let triple = image.architecture == .x86_64 ? "x86_64-linux-gnu" : "aarch64-linux-gnu"
    do throws(LLVMError) { disassembler = try Disassembler(triple: triple) } catch {
      throw .disassembler("\(error)")
    }
  }

  /// Nil where no instruction is.
  func instruction(at address: UInt64) -> Instruction? {
    let bytes = Array(image.bytes(from: address).prefix(16))
    guard let found = disassembler.instruction(in: bytes, at: 0) else { return nil }
    switch image.architecture {
    case .x86_64: return X86Decoding.instruction(found.text, at: address, size: found.size)
    case .arm64: return ARM64Decoding.instruction(found.text, at: address, size: found.size)
    }
  }

  /// The symbol of another image that code at an address jumps to: an entry of the PLT.
  func external(at address: UInt64) -> String? {
    var address = address
    var registers: [Register: UInt64] = [:]
    for _ in 0..<6 {
      guard let instruction = instruction(at: address) else { return nil }
      for case .copy(let register, let operand) in instruction.steps {
        switch operand {
        case .constant(let value): registers[register] = UInt64(UInt(bitPattern: value))
        case .memory(let memory, _):
          registers[register] = nil
          guard case .register(let base) = memory.base, let start = registers[base] else {
            continue
          }
          registers[register] = start &+ UInt64(bitPattern: Int64(memory.displacement))
        case .register, .other: registers[register] = nil
        }
      }
      switch instruction.control {
      case .next: address = instruction.end
      case .jump(.memory(let memory)):
        guard case .image(let slot) = memory.base else { return nil }
        return symbol(in: slot)
      case .jump(.register(let register)):
        guard let slot = registers[register] else { return nil }
        return symbol(in: slot)
      case .jump(.address), .branch, .call, .return, .trap: return nil
      }
    }
    return nil
  }

  private func symbol(in slot: UInt64) -> String? {
    if case .symbol(let name) = image.words[slot] { name } else { nil }
  }
}
