import GoTypes
import LLVM
import Symbols
import TypeDescriptors

/// Releases whose programs are linked whole have descriptors of addresses alone, which an object can
/// carry: it does, and Go's linker needs nothing of us.
extension ModuleLowering {
  mutating func makeDescriptors(_ module: borrowing Module) throws(CompileError) {
    guard !target.release.hasModules, !contract.package.path.isEmpty else { return }
    var builder = DescriptorBuilder(
      universe: universe, release: target.release, definedPackages: [contract.package.path])
    for type in universe.typeDeclarations(in: contract.package.path) {
      builder.require(.named(type.name))
    }
    // All other packages refer to its descriptors of the predeclared types.
    if contract.package.path == "runtime" { builder.requireRuntimeTypes() }
    for (global, text) in contract.typeReferences {
      builder.require(try type(text, of: global.name))
    }
    roots = try rootPrograms(module, &builder)
    do throws(DescriptorError) { descriptors = try builder.build() } catch {
      throw .descriptors(module: contract.package.path, error)
    }
  }

  func addDescriptors(_ module: borrowing Module) throws(CompileError) {
    guard let descriptors else { return }
    try llvm { () throws(LLVMError) in
      try SymbolEmitter().add(descriptors.symbols + roots, to: module)
    }
  }

  /// What the link step gives to plugins once, each object has for itself: thunks into the runtime
  /// that its code calls, and what leaves of arm64 call. Linkers keep one of each.
  func addSupport(_ module: borrowing Module) throws(CompileError) {
    guard !target.release.hasModules else { return }
    var names: [String] = []
    for function in target.release.code.panics.sorted().map(Naming.exit)
    where module.function(named: function) != nil {
      try addPanic(function, module)
      names.append(function)
    }
    if target.architecture == .arm64 {
      try addLeaf(module)
      names.append(ARM64ReturnAddress.leafCallee)
    }
    for name in names { module.function(named: name)?.linkage = .weakODR }
  }

  /// A type as the module's code writes it.
  func type(_ text: String, of symbol: String) throws(CompileError) -> GoType {
    do { return try universe.parseType(text, in: contract.package) } catch {
      throw .mismatch(symbol: symbol, what: "\(error)")
    }
  }
}

extension DescriptorSet {
  /// Everything in it.
  var symbols: [Symbol] {
    descriptors.map(\.symbol) + typelinks + names + masks + programs + algorithmTables + closures
  }
}
