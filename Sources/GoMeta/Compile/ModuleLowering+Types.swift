import GoTypes
import LLVM
import TypeDescriptors

extension ModuleLowering {
  /// `@"go.type:T"` becomes a reference to the descriptor under the name that the release gives it.
  func bindTypes(_ module: borrowing Module) throws(CompileError) {
    for (global, text) in contract.typeReferences {
      let type = try type(text, of: global.name)
      let builder = DescriptorBuilder(
        universe: universe, release: target.release, definedPackages: definedPackages)
      let name = builder.symbolName(of: type)
      try replace(
        global,
        by: target.release.hasModules
          ? TypeSymbol.dynamicName(name, rules: target.release.typeRules) : name, module)
    }
    for (global, pair) in contract.itabReferences {
      var universe = universe
      let (concrete, interface) = try Self.itabTypes(pair, &universe, in: contract.package)
      try replace(
        global, by: try itabSymbol(concrete, interface, of: global.name), module)
    }
  }

  private func replace(
    _ global: GlobalVariable, by name: String, _ module: borrowing Module
  ) throws(CompileError) {
    try llvm { () throws(LLVMError) in
      if let known = module.globalVariable(named: name) {
        try global.replaceAllUses(with: known)
        try global.delete()
      } else {
        try global.rename(name)
      }
    }
  }

  /// The symbol of an itab, which the link step makes.
  private func itabSymbol(
    _ concrete: GoType, _ interface: GoType, of symbol: String
  ) throws(CompileError) -> String {
    var builder = DescriptorBuilder(
      universe: universe, release: target.release, definedPackages: definedPackages)
    do throws(DescriptorError) {
      return try builder.requireItab(of: concrete, for: interface)
    } catch { throw .mismatch(symbol: symbol, what: "\(error)") }
  }

  /// `*Point,Shape`: types may hold commas, so the first one that parts two types does.
  static func itabTypes(
    _ pair: String, _ universe: inout Universe, in package: Package
  ) throws(CompileError) -> (type: GoType, interface: GoType) {
    for index in pair.indices where pair[index] == "," {
      if let concrete = try? universe.resolveType(String(pair[..<index]), in: package),
        let interface = try? universe.resolveType(
          String(pair[pair.index(after: index)...]), in: package)
      {
        return (concrete, interface)
      }
    }
    throw .mismatch(
      symbol: IRContract.itabPrefix + pair,
      what: "want a concrete type and an interface, parted by a comma: \(IRContract.itabPrefix)*T,I"
    )
  }
}
