import GoRelease
import GoTypes
import LLVM

/// What a front end says in its module (the IR contract, version 1): named metadata with the
/// package, its declarations and those of other packages, and the types that the code refers to.
struct IRContract {
  var package: Package
  var declarations: [String]
  var imports: [PackageRecord.Import]
  /// `@"go.type:T"`: the global, and T as it is written there.
  var typeReferences: [(global: GlobalVariable, type: String)]

  /// `@"go.itab:T,I"`: the global, and what follows the colon.
  var itabReferences: [(global: GlobalVariable, pair: String)] = []

  /// `@"go.func:F"` and `@"go.code:F"`: the global, and F.
  var functionReferences: [(global: GlobalVariable, function: String)] = []

  static let packageKey = "go.package"
  static let declarationsKey = "go.declarations"
  static let importsKey = "go.imports"
  static let functionKey = "go.func"
  static let typePrefix = "go.type:"
  static let itabPrefix = "go.itab:"
  static let functionPrefix = "go.func:"
  static let codePrefix = "go.code:"

  /// The contract of a module that belongs to no package.
  init() {
    package = Package(path: "", name: "")
    declarations = []
    imports = []
    typeReferences = []
  }

  /// - Parameter name: what messages call the module.
  init(reading module: borrowing Module, name: String) throws(CompileError) {
    for key in module.namedMetadata where key.hasPrefix("go.") {
      guard [Self.packageKey, Self.declarationsKey, Self.importsKey].contains(key) else {
        throw .contract(
          module: name,
          what: "unknown metadata !\(key); known: !go.package, !go.declarations, "
            + "!go.imports")
      }
    }
    package = try Self.package(module, name)
    declarations = []
    for (index, node) in (module.namedMetadata(Self.declarationsKey) ?? []).enumerated() {
      guard let strings = Self.strings(node) else {
        throw .contract(module: name, what: "!go.declarations, node \(index + 1): want strings")
      }
      declarations += strings
    }
    imports = []
    for (index, node) in (module.namedMetadata(Self.importsKey) ?? []).enumerated() {
      guard let strings = Self.strings(node), strings.count >= 2 else {
        throw .contract(
          module: name,
          what: "!go.imports, node \(index + 1): want a path, a name and declarations")
      }
      imports.append(
        PackageRecord.Import(
          package: Package(path: strings[0], name: strings[1]),
          declarations: Array(strings.dropFirst(2))))
    }
    typeReferences = []
    for global in module.globalVariables where global.name.hasPrefix("go.") {
      if global.isDeclaration, global.name.hasPrefix(Self.typePrefix) {
        typeReferences.append((global, String(global.name.dropFirst(Self.typePrefix.count))))
      } else if global.isDeclaration, global.name.hasPrefix(Self.itabPrefix) {
        itabReferences.append((global, String(global.name.dropFirst(Self.itabPrefix.count))))
      } else if global.isDeclaration, global.name.hasPrefix(Self.functionPrefix) {
        functionReferences.append(
          (global, String(global.name.dropFirst(Self.functionPrefix.count))))
      } else if global.isDeclaration, global.name.hasPrefix(Self.codePrefix) {
        functionReferences.append((global, String(global.name.dropFirst(Self.codePrefix.count))))
      } else {
        throw .contract(
          module: name,
          what: "@\"\(global.name)\": of names that begin with go. only external constants "
            + "@\"go.type:T\", @\"go.itab:T,I\", @\"go.func:F\" and @\"go.code:F\" are known")
      }
    }
  }

  private static func package(
    _ module: borrowing Module, _ name: String
  ) throws(CompileError) -> Package {
    guard let nodes = module.namedMetadata(packageKey) else {
      throw .contract(
        module: name,
        what: "no !go.package; a module says its import path and name: "
          + "!go.package = !{!{!\"example.com/geometry\", !\"geometry\"}}; or a file of "
          + "declarations does: gometa compile --declarations geometry.go")
    }
    guard nodes.count == 1, let strings = strings(nodes[0]), strings.count == 2,
      strings.allSatisfy({ !$0.isEmpty })
    else {
      throw .contract(
        module: name, what: "!go.package: want one node of two strings, import path and name")
    }
    return Package(path: strings[0], name: strings[1])
  }

  private static func strings(_ node: Metadata) -> [String]? {
    guard let operands = node.operands else { return nil }
    let strings = operands.compactMap { $0?.string }
    return strings.count == operands.count ? strings : nil
  }
}

extension IRContract {
  /// The packages with all that they declare, and the types that the code refers to: it may be the
  /// first to mention an instance of a generic type.
  func universe(module: String, release: GoRelease) throws(CompileError) -> Universe {
    var universe = release.universe
    do throws(DeclarationError) {
      try universe.add(package, declarations, imports: imports)
    } catch { throw .declaration(module: module, error) }
    for (global, text) in typeReferences {
      do throws(DeclarationError) { _ = try universe.resolveType(text, in: package) } catch {
        throw .mismatch(symbol: global.name, what: "\(error)")
      }
    }
    for (_, pair) in itabReferences {
      _ = try ModuleLowering.itabTypes(pair, &universe, in: package)
    }
    return universe
  }
}

extension Universe {
  /// Imported packages may mention one another: those that come first in the list, by name.
  mutating func add(
    _ package: Package, _ declarations: [String], imports: [PackageRecord.Import]
  ) throws(DeclarationError) {
    var before: [Package] = []
    for other in imports where packageName(path: other.package.path) == nil {
      try declare(other.declarations, in: other.package, imports: before)
      before.append(other.package)
    }
    try declare(declarations, in: package, imports: imports.map(\.package))
  }
}
