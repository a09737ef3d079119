import GoABI
import GoTypes
import LLVM

extension ModuleLowering {
  /// Gives every Go function's code its private name, and every call the name of what it reaches.
  mutating func bindFunctions(_ module: borrowing Module) throws(CompileError) {
    let context = module.context
    for function in module.functions where !function.isIntrinsic {
      let name = function.name
      if function.isDeclaration, try bindExit(function, context) { continue }
      var go = functions.functions[name]
      if go == nil { go = try closure(function, context) }
      if let go { try check(function, go, context) }
      if function.isDeclaration {
        try bind(declaration: function, go)
        continue
      }
      let options = try FunctionOptions(function, context)
      let subprogram = function.subprogram
      let line = subprogram?.line ?? 0
      let linkName = go?.name ?? name
      let body = Body(
        goName: options.name ?? go?.name ?? tracebackName(name), function: go,
        startLine: line > 0 ? line : options.startLine ?? 0, file: path(of: subprogram?.file),
        isGenerated: options.isWrapper)
      if go != nil {
        try llvm { () throws(LLVMError) in try function.rename(Naming.body(linkName)) }
        function.linkage = .external
      }
      if !function.linkage.isLocal { function.visibility = .hidden }
      bodies[function.name] = body
    }
  }

  private func check(
    _ function: Function, _ go: GoFunction, _ context: ContextHandle
  ) throws(CompileError) {
    if function.callingConvention != .c {
      throw .mismatch(
        symbol: function.name, what: "must use the C calling convention, as all Go functions do")
    }
    if !function.isDeclaration, !isManaged(function) { try checkRegisters(go.name, go.layout) }
    var type = try functionType(go.name, go.receiver, go.signature, context)
    if go.hasContext { type.prepend([context.pointer(addressSpace: 1)]) }
    if let difference = type.difference(from: function.functionType) {
      throw .mismatch(symbol: function.name, what: difference)
    }
    for index in 0..<function.argumentCount {
      for name in ["sret", "byval", "inalloca", "nest", "swiftself", "swifterror", "swiftasync"] {
        if try llvm({ () throws(LLVMError) in try function.has(name, at: .parameter(index)) }) {
          throw .mismatch(
            symbol: function.name,
            what: "parameter \(index + 1) is \(name); every parameter of a Go function is a scalar")
        }
      }
    }
  }

  func checkRegisters(_ name: String, _ layout: CallLayout) throws(CompileError) {
    do { try layout.checkUnmanaged(of: target.architecture) } catch {
      throw .signature(function: name, error)
    }
  }

  func functionType(
    _ name: String, _ receiver: GoType?, _ signature: Signature, _ context: ContextHandle
  ) throws(CompileError) -> GoFunctionType {
    do throws(CallLayoutError) {
      return try GoFunctionType(receiver: receiver, signature, universe: universe, in: context)
    } catch { throw .signature(function: name, error) }
  }

  /// Another object's code, or a function of Go's runtime.
  private func bind(declaration function: Function, _ go: GoFunction?) throws(CompileError) {
    let name = function.name
    if let go {
      try llvm { () throws(LLVMError) in try function.rename(Naming.body(go.name)) }
      function.visibility = .hidden
    } else if name.hasPrefix("go.") {
      throw .unsupported(
        symbol: name,
        what: "names that begin with go. belong to the IR contract, which has no such "
          + "function in this version")
    } else if name.hasPrefix("runtime.") {
      try bindPanic(function)
    }
  }

  /// The functions of the runtime that the stack convention has ways to.
  private func bindPanic(_ function: Function) throws(CompileError) {
    let name = function.name
    let panics = target.release.code.panics
    guard panics.contains(name) else {
      throw .unsupported(
        symbol: name,
        what: "compiled code can call these functions of Go \(target.release.name)'s runtime: "
          + panics.sorted().joined(separator: ", "))
    }
    guard function.argumentCount == 0, function.functionType.result.kind == .void
    else { throw .mismatch(symbol: name, what: "takes and returns nothing") }
    try llvm { () throws(LLVMError) in try function.rename(Naming.exit(name)) }
    function.visibility = .hidden
  }

  /// A file's path as debug info means it.
  func path(of file: DebugFile?) -> String {
    guard let file else { return "" }
    if file.name.hasPrefix("/") || file.directory.isEmpty { return file.name }
    return file.directory.hasSuffix("/")
      ? file.directory + file.name : file.directory + "/" + file.name
  }
}
