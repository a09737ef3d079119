import GoABI
import GoTypes
import LLVM
import TypeDescriptors

/// A way out of managed code into Go's.
struct Exit {
  var layout: CallLayout
  var callee: Callee

  enum Callee {
    /// A function by its symbol, which the link step finds in the plugin or leaves to the host.
    case linked
    /// The func value that is the first argument.
    case closure
    /// A method of the itab that is the first argument, at an offset.
    case method(Int)
    /// A C function by its symbol, on the thread's stack.
    case systemStack(String, NativeSignature)
    /// The two func values that are its arguments, and what the calling function recovers. The link
    /// step makes these, once for all objects.
    case protect, recover
  }
}

extension ModuleLowering {
  static let closurePrefix = "go.call:"
  static let methodPrefix = "go.method:"
  static let systemStack = "go.systemstack"

  /// A declaration that the contract gives a meaning by its name; false for another.
  mutating func bindExit(_ function: Function, _ context: ContextHandle) throws(CompileError)
    -> Bool
  {
    let name = function.name
    let exit: Exit
    if name.hasPrefix(Self.closurePrefix) {
      exit = try closureExit(function, String(name.dropFirst(Self.closurePrefix.count)), context)
    } else if name.hasPrefix(Self.methodPrefix) {
      exit = try methodExit(function, String(name.dropFirst(Self.methodPrefix.count)), context)
    } else if let callee = Exit.defers[name] {
      exit = try deferExit(function, callee, context)
    } else if name.hasPrefix("runtime."), hasManagedCode {
      exit = try runtimeExit(function, context)
    } else if function.attributeValue(key: Self.systemStack) != nil {
      exit = try systemStackExit(function)
    } else {
      return false
    }
    guard hasManagedCode else {
      throw .unsupported(
        symbol: name,
        what: "Go \(target.release.name) has no calls of it from compiled code; they need 1.21 or "
          + "later")
    }
    let call = Naming.call(name)
    try llvm { () throws(LLVMError) in try function.rename(call) }
    function.visibility = .hidden
    exits[call] = exit
    return true
  }

  private func closureExit(
    _ function: Function, _ text: String, _ context: ContextHandle
  ) throws(CompileError) -> Exit {
    let signature = try self.signature(text, of: function.name)
    return try Exit(
      layout: try callLayout(function.name, nil, signature),
      callee: .closure, checking: function, [context.pointer(addressSpace: 1)],
      try functionType(function.name, nil, signature, context), context)
  }

  private func methodExit(
    _ function: Function, _ text: String, _ context: ContextHandle
  ) throws(CompileError) -> Exit {
    let name = function.name
    guard let dot = text.lastIndex(of: ".") else {
      throw .mismatch(symbol: name, what: "want an interface type and a method: go.method:T.M")
    }
    let type = try self.type(String(text[..<dot]), of: name)
    let wanted = text[text.index(after: dot)...]
    guard case .interface(let interface)? = universe.underlying(type),
      let method = interface.methods.first(where: { $0.name == wanted })
    else {
      throw .mismatch(
        symbol: name, what: "\(text[..<dot]) is no interface with a method \(wanted)")
    }
    let signature = method.signature
    return try Exit(
      layout: try callLayout(name, .basic(.unsafePointer), signature),
      callee: .method(try itabOffset(of: method.name, method.packagePath, in: type)),
      checking: function,
      [context.pointer(addressSpace: 1), context.pointer(addressSpace: 1)],
      try functionType(name, nil, signature, context), context)
  }
}

extension ModuleLowering {
  /// A function of Go's runtime: as the module declares it, or as the release has it.
  private func runtimeExit(
    _ function: Function, _ context: ContextHandle
  ) throws(CompileError) -> Exit {
    let name = function.name
    if let declared = functions.functions[name] {
      return Exit(layout: declared.layout, callee: .linked)
    }
    guard let text = target.release.runtimeFunction(named: name) else {
      throw .unsupported(
        symbol: name,
        what: "is not among the functions of Go \(target.release.name)'s runtime that are known; "
          + "declare it in !go.imports, or call one of these: "
          + target.release.runtimeFunctionNames.joined(separator: ", "))
    }
    let signature = try self.signature(text, of: name)
    return try Exit(
      layout: try callLayout(name, nil, signature), callee: .linked, checking: function, [],
      try functionType(name, nil, signature, context), context)
  }

  /// C code of another image, by its own name.
  private func systemStackExit(_ function: Function) throws(CompileError) -> Exit {
    guard
      let signature = NativeSignature(
        function.functionType, architecture: target.architecture),
      !signature.form.returnsThroughMemory
    else {
      throw .mismatch(
        symbol: function.name,
        what: "takes or returns something else than integers of up to 64 bits, pointers and floats "
          + "in registers; pass a pointer")
    }
    return Exit(
      layout: try callLayout(function.name, nil, Signature()),
      callee: .systemStack(function.name, signature))
  }

  /// The signature of a func type in Go's syntax.
  func signature(_ text: String, of symbol: String) throws(CompileError) -> Signature {
    let type = try self.type(text, of: symbol)
    guard case .function(let signature)? = universe.underlying(type) else {
      throw .mismatch(symbol: symbol, what: "\(text) is no func type")
    }
    return signature
  }
}

extension Exit {
  /// One whose declaration takes some pointers and then what a Go function takes.
  fileprivate init(
    layout: CallLayout, callee: Callee, checking function: Function, _ first: [IRType],
    _ type: GoFunctionType, _ context: ContextHandle
  ) throws(CompileError) {
    var type = type
    type.prepend(first)
    if let difference = type.difference(from: function.functionType) {
      throw .mismatch(symbol: function.name, what: difference)
    }
    self.init(layout: layout, callee: callee)
  }
}
