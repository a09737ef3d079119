import LLVM
import Symbols

/// Puts symbols into an LLVM module, each a global of its own, for linkers that lay data out symbol
/// by symbol.
struct SymbolEmitter {
  /// Defines all of them; declarations of the same names, which code may refer to, become the
  /// definitions.
  func add(_ symbols: [Symbol], to module: borrowing Module) throws(LLVMError) {
    // Places first, contents second: symbols refer to one another.
    var places: [(Symbol, SymbolData, GlobalVariable)] = []
    for symbol in symbols {
      let data = SymbolData(bytes: symbol.bytes, relocations: symbol.relocations)
      places.append((symbol, data, try place(symbol, data, module)))
    }
    for (_, data, global) in places {
      let contents = try data.constant(in: module.context, at: global.constant) {
        name throws(LLVMError) in
        if let known = module.symbol(named: name) { return known }
        return try module.addGlobalVariable(name, module.context.i8).constant
      }
      try global.setInitializer(contents)
    }
  }

  private func place(
    _ symbol: Symbol, _ data: SymbolData, _ module: borrowing Module
  ) throws(LLVMError) -> GlobalVariable {
    let context = module.context
    let declared = module.globalVariable(named: symbol.name)
    if let declared { try declared.rename(symbol.name + ".declared") }
    let global = try module.addGlobalVariable(symbol.name, data.type(in: context).type)
    if let declared {
      try declared.replaceAllUses(with: global)
      try declared.delete()
    }
    global.isReadOnly = true
    try global.setAlignment(UInt32(symbol.alignment))
    switch symbol.binding {
    case .local: global.linkage = .internal
    case .hidden: global.visibility = .hidden
    case .global: break
    case .weak:
      // A strong hidden symbol in a group: linkers that know groups keep one copy; Go's own linker
      // of that time, to which a weak symbol is no definition at all, takes the first of several
      // hidden ones (cmd/ld/ldelf.c of Go 1.2, `readsym`).
      let group = try module.comdat(named: symbol.name)
      group.selection = .any
      global.comdat = group
      global.visibility = .hidden
    }
    return global
  }
}
