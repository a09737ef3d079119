/// Turns the declarations of one call into types: collects the names, resolves the type
/// declarations and the instances of generic types that they mention, lays them out, then resolves
/// the rest and runs the checks that need it all.
struct Resolver {
  /// More parts than any written type has; only expanded aliases and instances can exceed it.
  static let partLimit = 100_000
  /// More parts than the arguments of an instance have: its name spells them out.
  static let argumentLimit = 1_000
  /// More parts than all instances that a call is the first to mention have; only generics that
  /// multiply each other exceed it.
  static let instanceLimit = 1_000_000

  /// A type declaration of this call, or an instance that it is the first to mention.
  struct Pending {
    enum State {
      case unresolved, resolving
      case resolved(ResolvedType)
    }

    /// As messages show it, and where it is declared or mentioned.
    var name: NameSyntax
    var syntax: TypeSyntax
    var isAlias: Bool
    var context: Context
    /// Where an instance is mentioned: errors in its generic's syntax are told there.
    var mention: SourcePosition?
    var state = State.unresolved
    /// Whether it stands in the order of layout.
    var isPlaced = false
  }

  /// Where names are looked up.
  struct Context {
    var package: Package
    var imports: [Package]
    /// What type parameters stand for.
    var bindings: [Identifier: ResolvedType] = [:]
  }

  /// The universe as declared so far, this package's new types included once they are laid out.
  var universe: Universe
  /// The package of the call; instances resolve in those of their generics.
  let home: Package
  var context: Context

  var pending: [TypeName: Pending] = [:]
  var pendingOrder: [TypeName] = []
  /// How many of them have been resolved, defined and given methods.
  var resolvedCount = 0
  /// Of how many parts the new instances are.
  var instanceParts = 0
  /// Type arguments that are yet to be compared with their constraints.
  var bounds: [Bound] = []
  /// Methods for instances of earlier calls.
  var lateMethods: [(TypeName, GenericMethod)] = []
  /// The declarations being resolved, outermost first.
  var resolving: [TypeName] = []
  var depth = 0
  /// Rules that can be checked only when every type is known.
  var checks: [DeferredCheck] = []
  /// The type parameters of the generics that this call declares or extends.
  var parameters: [TypeName: Parameter] = [:]
  /// What flows into type parameters where generics mention instances.
  var flows: [Flow] = []
  /// Whether generics are being checked by themselves: all flows are then seen.
  var recordsFlows = false

  var values: [ValueDeclaration] = []

  var package: Package { context.package }

  init(universe: Universe, package: Package, imports: [Package]) {
    self.universe = universe
    home = package
    context = Context(package: package, imports: imports)
  }

  /// What the package declares so far.
  var scope: PackageScope {
    universe.scopes[Identifier(package.path)] ?? PackageScope(package: package)
  }

  /// Changes the scope where it lies: a copy for each declaration would take quadratic time.
  mutating func updateScope(_ change: (inout PackageScope) -> Void) {
    let new = PackageScope(package: package)
    change(&universe.scopes[Identifier(new.package.path), default: new])
  }

  mutating func declare(_ texts: [String]) throws(DeclarationError) {
    try checkPackage()
    var declarations: [DeclarationSyntax] = []
    for (index, text) in texts.enumerated() {
      var parser = Parser(text, text: index, language: universe.language)
      declarations += try parser.parseDeclarations()
    }
    for declaration in declarations { try collect(declaration) }
    try resolveGenerics(declarations)
    try resolveAllPending()
    try addLateMethods()
    for declaration in declarations { try resolveRest(of: declaration) }
    try resolveAllPending()
    try runChecks()
    forgetParameters()
  }

  /// Resolves a type outside any declaration.
  mutating func checkedType(_ syntax: TypeSyntax) throws(DeclarationError) -> GoType {
    let type = try resolve(syntax).type
    try resolveAllPending()
    try runChecks()
    try checkSize(of: type, at: syntax.position)
    return type
  }

  /// Resolves and lays out what is pending, and what that mentions in turn.
  mutating func resolveAllPending() throws(DeclarationError) {
    while resolvedCount < pendingOrder.count || !bounds.isEmpty {
      var index = resolvedCount
      while index < pendingOrder.count {
        _ = try resolvePending(pendingOrder[index])
        index += 1
      }
      let names = Array(pendingOrder[resolvedCount...])
      layOutParameters()
      try layOutPendingTypes(names)
      resolvedCount = index
      for name in names { try addInstanceMethods(to: name) }
      try resolveBounds()
    }
  }

  private func checkPackage() throws(DeclarationError) {
    let start = SourcePosition(text: nil, line: 1, column: 1)
    guard package.isWellFormed else {
      throw DeclarationError(
        .invalidPackage(path: package.path, name: package.name), at: start)
    }
    guard sameBytes(scope.package.name, package.name) else {
      throw DeclarationError(
        .packageRenamed(
          path: package.path, declared: scope.package.name, given: package.name), at: start)
    }
  }

  /// Enters a declaration's name into the scope; methods have none.
  private mutating func collect(_ declaration: DeclarationSyntax) throws(DeclarationError) {
    let name = declaration.name
    if case .method = declaration { return }
    if name.isBlank { return }
    let isSpecial = name.text == "init" || name.text == "main" && package.name == "main"
    if isSpecial {
      guard case .function(_, let signature) = declaration else {
        throw DeclarationError(.mustBeFunction(name.text), at: name.position)
      }
      guard signature.parameters.isEmpty, signature.results.isEmpty else {
        throw DeclarationError(.specialFunctionSignature(name.text), at: name.position)
      }
      if name.text == "init" { return }
    }
    let (key, typeName) = (Identifier(name.text), typeName(name.text))
    guard !scope.declares(key), pending[typeName] == nil else {
      throw DeclarationError(
        .redeclared(name.text, packagePath: package.path), at: name.position)
    }
    switch declaration {
    case .type(_, let parameters, let syntax, let isAlias) where parameters.isEmpty:
      pending[typeName] = Pending(name: name, syntax: syntax, isAlias: isAlias, context: context)
      pendingOrder.append(typeName)
    case .type(_, let parameters, let syntax, let isAlias):
      let generic = GenericType(
        name: typeName, parameters: parameters, syntax: syntax, isAlias: isAlias,
        position: name.position, package: package, imports: context.imports)
      updateScope { $0.generics[key] = generic }
    default: updateScope { $0.values.insert(key) }
    }
  }

  /// Resolves what a declaration says beyond the types of the package.
  private mutating func resolveRest(
    of declaration: DeclarationSyntax
  ) throws(DeclarationError) {
    switch declaration {
    case .type(let name, let parameters, let syntax, _):
      if name.isBlank, parameters.isEmpty {
        let type = try resolve(syntax, asConstraint: true).type
        checks.append(DeferredCheck(position: syntax.position, rule: .size(type)))
      }
    case .variable(let name, let syntax):
      let type = try resolve(syntax).type
      checks.append(DeferredCheck(position: syntax.position, rule: .size(type)))
      if name.isBlank { return }
      values.append(
        .variable(VariableDeclaration(package: package, name: name.text, type: type)))
    case .function(let name, let syntax):
      let signature = try resolve(syntax).signature
      if name.isBlank { return }
      values.append(
        .function(FunctionDeclaration(package: package, name: name.text, signature: signature)))
    case .method(let method):
      if try generic(of: method) == nil { try declareMethod(method) }
    }
  }
}
