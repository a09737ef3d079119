import GoABI
import GoTypes
import LLVM
import TypeDescriptors

/// A Go function or method that the module declares, with its place in both worlds.
struct GoFunction {
  /// The Go linker name, such as `example.com/geometry.(*Point).Scale`. The front end's function
  /// bears the same, but for `init` where the release has that name for something else.
  var name: String
  var receiver: GoType?
  var signature: Signature
  var layout: CallLayout
  /// Another name under which a plugin's host looks it up.
  var label: String?
  /// Whether it is the code of closures, which get the closure itself first.
  var hasContext = false
}

/// The functions and methods of a package, by linker name, and how to call them.
struct GoFunctionTable {
  private(set) var functions: [String: GoFunction] = [:]

  init(_ functions: [GoFunction]) {
    for function in functions { self.functions[function.name] = function }
  }

  init(_ package: Package, _ universe: Universe, _ target: Target) throws(CompileError) {
    try add(package, universe, target) { _ in true }
  }

  private mutating func add(
    _ package: Package, _ universe: Universe, _ target: Target, where isWanted: (String) -> Bool
  ) throws(CompileError) {
    for function in universe.functions where function.package == package {
      let name = FunctionSymbol.name(package: package.path, function: function.name)
      guard isWanted(name) else { continue }
      try add(name, nil, function.signature, universe, target)
    }
    for type in universe.typeDeclarations(in: package.path) {
      for method in type.methods {
        let base = GoType.named(type.name)
        let name = FunctionSymbol.name(
          receiver: type.name, pointer: method.hasPointerReceiver, method: method.name)
        guard isWanted(name) else { continue }
        let receiver = method.hasPointerReceiver ? GoType.pointer(base) : base
        try add(name, receiver, method.signature, universe, target)
      }
    }
  }

  /// Adds those functions of an imported package that the module calls.
  mutating func add(
    _ package: Package, called names: Set<String>, _ universe: Universe, _ target: Target
  ) throws(CompileError) {
    try add(package, universe, target) { names.contains($0) }
  }

  private mutating func add(
    _ name: String, _ receiver: GoType?, _ signature: Signature, _ universe: Universe,
    _ target: Target
  ) throws(CompileError) {
    let layout: CallLayout
    do throws(CallLayoutError) {
      layout = try CallLayout(
        receiver: receiver, signature, universe: universe, architecture: target.architecture,
        convention: target.convention)
    } catch { throw .signature(function: name, error) }
    functions[name] = GoFunction(
      name: target.functionName(name, isInit: receiver == nil && name.hasSuffix(".init")),
      receiver: receiver, signature: signature, layout: layout)
  }
}
