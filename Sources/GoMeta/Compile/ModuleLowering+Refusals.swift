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

  func place(_ instruction: Instruction) -> String {
    guard let location = instruction.debugLocation, location.line > 0 else { return "" }
    return "\(path(of: location.file)):\(location.line): "
  }
}
