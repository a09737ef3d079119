import GoTypes
import LLVM
import TypeDescriptors

extension ModuleLowering {
  /// `@"go.type:T"` becomes a reference to the descriptor under the name that the release gives it.
  func bindTypes(_ module: borrowing Module) throws(CompileError) {
    for (global, text) in contract.typeReferences {
      let type: GoType
      do { type = try universe.parseType(text, in: contract.package) } catch {
        throw .mismatch(symbol: global.name, what: "\(error)")
      }
      let name = TypeSymbol.dynamicName(
        TypeSymbol.name(linkString: universe.string(type, qualifier: .packagePath)),
        rules: target.release.typeRules)
      try llvm { () throws(LLVMError) in
        if let known = module.globalVariable(named: name) {
          try global.replaceAllUses(with: known)
          try global.delete()
        } else {
          try global.rename(name)
        }
      }
    }
  }
}
