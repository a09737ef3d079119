import GoABI
public import GoTypes
public import LLVM
import TypeDescriptors

/// The IR contract, written from Swift: what a front end says of its package, and the LLVM
/// functions and globals that go with it. The module is then the same as one read from a `.ll`
/// file.
///
/// ```swift
/// var geometry = GoPackageWriter(Package(path: "example.com/geometry", name: "geometry"))
/// try geometry.declare("func Add(a, b int) int")
/// let add = try geometry.function("Add", in: module)  // i64 (i64, i64), ready for a body
/// …
/// try geometry.write(to: module)
/// let object = try Compiler(target: target).compile(module)
/// ```
public struct GoPackageWriter {
  /// The package whose code is in the module.
  public let package: Package
  /// All that is declared so far.
  public private(set) var universe = Universe()
  private var declarations: [String] = []
  private var imports: [PackageRecord.Import] = []

  /// Begins a package of which nothing is declared.
  public init(_ package: Package) { self.package = package }

  /// What is declared already.
  init(
    _ package: Package, _ universe: Universe, declarations: [String],
    imports: [PackageRecord.Import]
  ) {
    self.package = package
    self.universe = universe
    self.declarations = declarations
    self.imports = imports
  }

  /// Declares another package, with those of its declarations that this one mentions. Imports come
  /// before the declarations that need them.
  public mutating func importPackage(
    _ other: Package, declaring declarations: [String] = []
  ) throws(CompileError) {
    do throws(DeclarationError) {
      try universe.declare(declarations, in: other, imports: imports.map(\.package))
    } catch { throw .declaration(module: other.path, error) }
    imports.append(PackageRecord.Import(package: other, declarations: declarations))
  }

  /// Declares types, methods, functions and variables of the package, in Go's syntax.
  public mutating func declare(_ declarations: String...) throws(CompileError) {
    do throws(DeclarationError) {
      try universe.declare(declarations, in: package, imports: imports.map(\.package))
    } catch let fault {
      // Counted as in the module, to which all of them go.
      var error = fault
      error.index = fault.index.map { $0 + self.declarations.count }
      throw .declaration(module: package.path, error)
    }
    self.declarations += declarations
  }

  /// The LLVM function of a declared function: added to the module when it is not there.
  public func function(
    _ name: String, in module: borrowing Module
  ) throws(CompileError) -> Function {
    let symbol = FunctionSymbol.name(package: package.path, function: name)
    guard let found = universe.functions.first(where: { $0.package == package && $0.name == name })
    else { throw .mismatch(symbol: symbol, what: "no such function is declared") }
    return try add(symbol, nil, found.signature, to: module)
  }

  /// The LLVM function of a declared method of a type of this package.
  public func method(
    _ name: String, of type: String, in module: borrowing Module
  ) throws(CompileError) -> Function {
    let typeName = TypeName(packagePath: package.path, name: type)
    guard
      let found = universe.declaration(of: typeName)?.methods.first(where: { $0.name == name })
    else {
      throw .mismatch(symbol: "\(package.path).\(type).\(name)", what: "no such method is declared")
    }
    let receiver = GoType.named(typeName)
    return try add(
      FunctionSymbol.name(receiver: typeName, pointer: found.hasPointerReceiver, method: name),
      found.hasPointerReceiver ? .pointer(receiver) : receiver, found.signature, to: module)
  }

  private func add(
    _ symbol: String, _ receiver: GoType?, _ signature: Signature, to module: borrowing Module
  ) throws(CompileError) -> Function {
    if let known = module.function(named: symbol) { return known }
    let context = module.context
    let type: GoFunctionType
    do throws(CallLayoutError) {
      type = try GoFunctionType(receiver: receiver, signature, universe: universe, in: context)
    } catch { throw .signature(function: symbol, error) }
    do throws(LLVMError) {
      return try module.addFunction(symbol, type.functionType(in: context))
    } catch { throw .llvm(error) }
  }

  /// The LLVM global of a declared variable, in address space 1; without an initializer it is
  /// another object's.
  public func variable(
    _ name: String, in module: borrowing Module
  ) throws(CompileError) -> GlobalVariable {
    let symbol = FunctionSymbol.name(package: package.path, function: name)
    guard let found = universe.variables.first(where: { $0.package == package && $0.name == name })
    else { throw .mismatch(symbol: symbol, what: "no such variable is declared") }
    if let known = module.globalVariable(named: symbol) { return known }
    let type: IRType
    do throws(LayoutError) {
      type = try GoMemoryType.type(of: found.type, in: universe, module.context)
    } catch { throw .mismatch(symbol: symbol, what: "\(error)") }
    do throws(LLVMError) {
      let global = try module.addGlobalVariable(symbol, type, addressSpace: 1)
      try global.setAlignment(8)
      return global
    } catch { throw .llvm(error) }
  }

  /// The address of a type's descriptor, such as of `map[string]*Point`.
  public func descriptor(
    of type: String, in module: borrowing Module
  ) throws(CompileError) -> Constant {
    try check(type)
    return try reference(IRContract.typePrefix + type, in: module)
  }

  /// The address of the table by which a type's values are of an interface type, such as of
  /// `*Point` for `Shape`. Objects for Go 1.2 have none: its runtime makes them.
  public func itab(
    of type: String, for interface: String, in module: borrowing Module
  ) throws(CompileError) -> Constant {
    for text in [type, interface] { try check(text) }
    return try reference(IRContract.itabPrefix + type + "," + interface, in: module)
  }

  /// That a type is one; it may be an instance of a generic type that nothing mentions yet.
  private func check(_ type: String) throws(CompileError) {
    var universe = universe
    do throws(DeclarationError) { _ = try universe.resolveType(type, in: package) } catch {
      throw .declaration(module: package.path, error)
    }
  }

  private func reference(
    _ symbol: String, in module: borrowing Module
  ) throws(CompileError) -> Constant {
    if let known = module.globalVariable(named: symbol) { return known.constant }
    do throws(LLVMError) {
      let global = try module.addGlobalVariable(symbol, module.context.i8)
      global.isReadOnly = true
      return global.constant
    } catch { throw .llvm(error) }
  }

  /// Writes the package, its declarations and its imports into the module's metadata: once, at the
  /// end.
  public func write(to module: borrowing Module) throws(CompileError) {
    let context = module.context
    func node(_ strings: [String]) -> Metadata {
      context.metadata(strings.map { context.metadata($0) })
    }
    guard module.namedMetadata(IRContract.packageKey) == nil else {
      throw .contract(module: module.name, what: "it holds a package already")
    }
    do throws(LLVMError) {
      try module.appendNamedMetadata(
        IRContract.packageKey, node([package.path, package.name]))
      for declaration in declarations {
        try module.appendNamedMetadata(IRContract.declarationsKey, node([declaration]))
      }
      for other in imports {
        try module.appendNamedMetadata(
          IRContract.importsKey,
          node([other.package.path, other.package.name] + other.declarations))
      }
    } catch { throw .llvm(error) }
  }
}
