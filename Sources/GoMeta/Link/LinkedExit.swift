import GoABI
import GoTypes
import TypeDescriptors

/// A way of managed code to a Go function that no object of the plugin defines: one of the host's.
struct LinkedExit {
  /// What the objects call.
  var name: String
  /// The function's own symbol.
  var symbol: String
  var exit: Exit

  /// Those that objects need, by name. Each object says itself what it calls.
  static func all(
    of inputs: [InputObject], defined: Set<String>, _ target: Target
  ) throws(LinkError) -> [LinkedExit] {
    var exits: [String: LinkedExit] = [:]
    for input in inputs {
      let names = input.undefinedSymbols.filter {
        $0.hasSuffix(Naming.callSuffix) && !defined.contains($0) && exits[$0] == nil
      }
      guard !names.isEmpty else { continue }
      let universe = try input.universe(target)
      let functions = try input.functions(
        Set(names.map(Naming.goName)), universe, target)
      for name in names.sorted() {
        let goName = Naming.goName(name)
        if let callee = Exit.defers[goName] {
          do throws(CompileError) {
            let exit = try Exit(callee, target)
            exits[name] = LinkedExit(name: name, symbol: goName, exit: exit)
          } catch { throw .compile(error) }
          continue
        }
        guard let layout = try layout(goName, functions, universe, input, target) else {
          throw .object(
            path: input.path,
            what: "calls \(goName), which no object of the plugin defines and !go.imports does not "
              + "declare")
        }
        exits[name] = LinkedExit(
          name: name, symbol: goName, exit: Exit(layout: layout, callee: .linked))
      }
    }
    return exits.values.sorted { $0.name < $1.name }
  }

  private static func layout(
    _ name: String, _ functions: [String: GoFunction], _ universe: Universe, _ input: InputObject,
    _ target: Target
  ) throws(LinkError) -> CallLayout? {
    if let declared = functions[name] { return declared.layout }
    guard let text = target.release.runtimeFunction(named: name) else { return nil }
    do throws(DeclarationError) {
      let type = try universe.parseType(text, in: input.package.package)
      guard case .function(let signature) = type else { return nil }
      return try? CallLayout(
        signature, universe: universe, architecture: target.architecture,
        convention: target.convention)
    } catch { throw .object(path: input.path, what: "\(error)") }
  }
}

extension InputObject {
  /// Those of the names that are Go functions of packages outside the plugin, as the object declares
  /// them.
  func functions(
    of names: Set<String>, notIn packages: Set<String>, _ target: Target
  ) throws(LinkError) -> Set<String> {
    let universe = try universe(target)
    var table = GoFunctionTable([])
    do throws(CompileError) {
      for package in package.imports.map(\.package) where !packages.contains(package.path) {
        try table.add(package, called: names, universe, target)
      }
    } catch { throw .compile(error) }
    return Set(table.functions.keys)
  }

  /// What the object says of its package and of those that it imports.
  fileprivate func universe(_ target: Target) throws(LinkError) -> Universe {
    var universe = target.release.universe
    do throws(DeclarationError) {
      try universe.add(package.package, package.declarations, imports: package.imports)
    } catch { throw .declarations(package: package.package.path, what: "\(error)") }
    return universe
  }

  /// Go functions by name, those of them that the object declares.
  fileprivate func functions(
    _ names: Set<String>, _ universe: Universe, _ target: Target
  ) throws(LinkError) -> [String: GoFunction] {
    var table = GoFunctionTable([])
    do throws(CompileError) {
      for package in [package.package] + package.imports.map(\.package) {
        try table.add(package, called: names, universe, target)
      }
    } catch { throw .compile(error) }
    return table.functions
  }
}
