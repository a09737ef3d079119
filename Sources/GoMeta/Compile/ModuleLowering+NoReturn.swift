import LLVM

extension ModuleLowering {
  /// A call that never returns must not be a function's last instruction: its return address would
  /// lie in what follows, and Go's unwinder looks tables up by it. A trap goes behind it, and
  /// nothing says "noreturn" any more, for which code generators would take the trap away again.
  func addTrapsBehindLastCalls(_ module: borrowing Module) throws(CompileError) {
    try llvm { () throws(LLVMError) in
      let noReturn = try Attribute.Kind("noreturn")
      let trap = try module.intrinsic("llvm.trap")
      let builder = Builder(in: module)
      for function in module.functions where !function.isIntrinsic {
        function.remove(noReturn)
        for block in function.blocks {
          guard let end = block.terminator, end.opcode == .unreachable,
            let call = end.previous.flatMap({ CallSite($0) }),
            call.calledFunction?.isIntrinsic != true
          else { continue }
          call.remove(noReturn)
          builder.position(before: end)
          builder.debugLocation = call.instruction.debugLocation
          builder.call(trap)
        }
      }
    }
  }
}
