import LLVM
import Symbols

extension ModuleLowering {
  /// Frames that Go's unwinder could not walk: their size changes, or their start is realigned.
  func refuseWhatGoStacksForbid(_ module: borrowing Module) throws(CompileError) {
    let limit: UInt32 = target.architecture == .x86_64 ? 8 : 16
    for function in module.functions where !function.isDeclaration {
      for instruction in function.instructions where instruction.opcode == .alloca {
        if !instruction.isStaticAlloca {
          throw .unsupported(
            symbol: function.name,
            what:
              "\(place(instruction))an alloca whose size is known only at run time: a goroutine's "
              + "frame has one size; allocate on the heap")
        }
        if let alignment = instruction.alignment, alignment > limit {
          throw .unsupported(
            symbol: function.name,
            what:
              "\(place(instruction))a local aligned to \(alignment) bytes: goroutine frames are "
              + "aligned to \(limit); lower its alignment")
        }
      }
    }
  }

  /// Pointers put where the collector follows them. It marks while the program runs, and without a
  /// write barrier it would miss what is stored behind its back, and what is overwritten.
  func refusePointerStores(_ module: borrowing Module) throws(CompileError) {
    for function in module.functions where !function.isDeclaration {
      for instruction in function.instructions {
        guard let value = storedValue(instruction), value.type.holdsGCPointer,
          let address = instruction.pointerOperand,
          address.type.addressSpace == 1 || GlobalVariable(address) != nil
        else { continue }
        throw .unsupported(
          symbol: function.name,
          what: "\(place(instruction))a store of a GC pointer to the heap or a variable: write "
            + "barriers are not made yet; return the pointer and let Go store it")
      }
    }
  }

  private func storedValue(_ instruction: Instruction) -> Value? {
    switch instruction.opcode {
    case .store: instruction.operand(0)
    case .atomicRMW: instruction.operand(1)
    case .compareExchange: instruction.operand(2)
    default: nil
    }
  }

  private func place(_ instruction: Instruction) -> String {
    guard let location = instruction.debugLocation, location.line > 0 else { return "" }
    return "\(path(of: location.file)):\(location.line): "
  }
}
