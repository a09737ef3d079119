import LLVM

extension ModuleLowering {
  /// Code without a collector has frames that nobody can scan: nothing may stop below it.
  func refuseCallsIntoManagedCode(_ module: borrowing Module) throws(CompileError) {
    for function in module.functions where !function.isDeclaration && !isManaged(function) {
      if let collector = function.garbageCollector, collector != Self.collector {
        throw .unsupported(
          symbol: Naming.goName(function.name),
          what: "asks for the collector \"\(collector)\"; Go's is gc \"\(Self.collector)\"")
      }
      for instruction in function.instructions {
        guard let call = CallSite(instruction), let callee = call.calledFunction,
          isManaged(callee) || (callee.name.hasSuffix(Naming.callSuffix) && !isPanic(callee.name))
        else { continue }
        throw .unsupported(
          symbol: Naming.goName(function.name),
          what: "\(place(instruction))calls \(Naming.goName(callee.name)), during which the "
            + "collector may run and the stack may move; give the caller gc \"\(Self.collector)\"")
      }
    }
  }

  private func isPanic(_ name: String) -> Bool {
    target.release.code.panics.contains(Naming.goName(name))
  }

  /// What LLVM's rewriting for a collector does not know, or leaves wrong without a word.
  func refuseWhatFramesForbid(_ function: Function) throws(CompileError) {
    func refuse(_ instruction: Instruction, _ what: String) -> CompileError {
      .unsupported(symbol: Naming.goName(function.name), what: place(instruction) + what)
    }
    for instruction in function.instructions {
      switch instruction.opcode {
      case .indirectBranch:
        throw refuse(
          instruction, "an indirect branch: its frame cannot be followed; use a switch")
      case .callBranch:
        throw refuse(instruction, "an asm goto: its frame cannot be followed; use a branch")
      case .alloca where !instruction.isStaticAlloca:
        throw refuse(
          instruction,
          "an alloca whose size is known only at run time: a goroutine's frame has one size; "
            + "allocate on the heap")
      default: break
      }
    }
  }
}
