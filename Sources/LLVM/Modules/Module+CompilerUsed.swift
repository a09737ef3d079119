internal import CLLVM

extension Module {
  static let compilerUsed = "llvm.compiler.used"

  /// Keeps globals as they are through optimisation, whether or not anything refers to them: not
  /// removed, not merged with equal ones, not split (LangRef, "The 'llvm.compiler.used' Global
  /// Variable"). Object files do not show it.
  public func keepThroughOptimization(_ globals: [GlobalVariable]) throws(LLVMError) {
    guard !globals.isEmpty else { return }
    let pointer = context.pointer
    var kept: [Constant] = []
    if let list = globalVariable(named: Self.compilerUsed) {
      let count = Int(clamping: list.valueType.elementCount ?? 0)
      kept = (0..<count).compactMap { list.initializer?.element($0) }
      try list.delete()
    }
    var known = Set(kept)
    for global in globals {
      let address = global.addressSpaceCast(to: pointer)
      if known.insert(address).inserted { kept.append(address) }
    }
    let list = try addGlobalVariable(
      Self.compilerUsed, initializer: pointer.array(kept), linkage: .appending)
    try list.setSection("llvm.metadata")
  }
}
