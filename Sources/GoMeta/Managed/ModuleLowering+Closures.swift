import GoABI
import GoTypes
import LLVM

/// Func values that managed code hands to Go.
extension ModuleLowering {
  /// A function that says it is the code of closures, as one that Go can call.
  func closure(
    _ function: Function, _ context: ContextHandle
  ) throws(CompileError) -> GoFunction? {
    guard !function.isDeclaration, let text = try FunctionOptions(function, context).closure else {
      return nil
    }
    let name = function.name
    guard isManaged(function) else {
      throw .unsupported(
        symbol: name,
        what: hasManagedCode
          ? "is the code of closures, which needs gc \"\(Self.collector)\""
          : "is the code of closures; Go \(target.release.name) code has none: they need 1.21 or "
            + "later")
    }
    let signature = try self.signature(text, of: name)
    return GoFunction(
      name: name, receiver: nil, signature: signature,
      layout: try callLayout(name, nil, signature), label: nil, hasContext: true)
  }

  /// `@"go.func:F"` becomes a closure without captures, `@"go.code:F"` the address that closures
  /// begin with.
  func bindFunctionReferences(_ module: borrowing Module) throws(CompileError) {
    for (global, name) in contract.functionReferences {
      guard hasManagedCode else {
        throw .unsupported(
          symbol: global.name,
          what: "Go \(target.release.name) has no func values of compiled code; they need 1.21 or "
            + "later")
      }
      let isKnown = functions.functions[name] != nil || bodies[Naming.body(name)]?.function != nil
      guard isKnown else {
        throw .mismatch(
          symbol: global.name,
          what:
            "\(name) is no function of !go.declarations or !go.imports, nor the code of closures")
      }
      try llvm { () throws(LLVMError) in
        let context = module.context
        var code = module.function(named: name)
        if code == nil {
          code = try module.addFunction(name, context.function([], returning: context.void))
        }
        guard let code else { return }
        var value = code.constant
        if global.name.hasPrefix(IRContract.functionPrefix) {
          let closure = try module.addGlobalVariable(
            Naming.assemblable(name) + "·f", initializer: value, linkage: .internal, readOnly: true)
          value = closure.constant
        }
        try global.replaceAllUses(with: value.addressSpaceCast(to: global.type))
        try global.delete()
      }
    }
  }
}
