/// Turns the declarations of one call into types: collects the names, resolves the type
/// declarations, lays them out, then resolves the rest and runs the checks that need it all.
struct Resolver {
  /// More parts than any written type has; only expanded aliases can exceed it.
  static let partLimit = 100_000

  /// A type declaration of this call.
  struct Pending {
    enum State {
      case unresolved, resolving
      case resolved(ResolvedType)
    }

    var name: NameSyntax
    var syntax: TypeSyntax
    var isAlias: Bool
    var state = State.unresolved
  }

  /// The universe as declared so far, this package's new types included once they are laid out.
  var universe: Universe
  let package: Package
  let imports: [Package]

  var pending: [Identifier: Pending] = [:]
  var pendingOrder: [Identifier] = []
  /// The declarations being resolved, outermost first.
  var resolving: [Identifier] = []
  var depth = 0
  /// Rules that can be checked only when every type is known.
  var checks: [DeferredCheck] = []

  var values: [ValueDeclaration] = []

  init(universe: Universe, package: Package, imports: [Package]) {
    self.universe = universe
    self.package = package
    self.imports = imports
  }

  /// What the package declares so far.
  var scope: PackageScope {
    universe.scopes[Identifier(package.path)] ?? PackageScope(package: package)
  }

  /// Changes the scope where it lies: a copy for each declaration would take quadratic time.
  mutating func updateScope(_ change: (inout PackageScope) -> Void) {
    change(&universe.scopes[Identifier(package.path), default: PackageScope(package: package)])
  }

  mutating func declare(_ texts: [String]) throws(DeclarationError) {
    try checkPackage()
    var declarations: [DeclarationSyntax] = []
    for (index, text) in texts.enumerated() {
      var parser = Parser(text, text: index, language: universe.language)
      declarations += try parser.parseDeclarations()
    }
    for declaration in declarations { try collect(declaration) }
    for name in pendingOrder { _ = try resolvePending(name) }
    try layOutPendingTypes()
    for declaration in declarations { try resolveRest(of: declaration) }
    try runChecks()
  }

  /// Resolves a type outside any declaration.
  mutating func checkedType(_ syntax: TypeSyntax) throws(DeclarationError) -> GoType {
    let type = try resolve(syntax).type
    try runChecks()
    try checkSize(of: type, at: syntax.position)
    return type
  }

  private func checkPackage() throws(DeclarationError) {
    let start = SourcePosition(text: nil, line: 1, column: 1)
    let scalars = package.name.unicodeScalars
    let isIdentifier =
      scalars.first.map(isLetterScalar) == true && package.name != "_"
      && scalars.allSatisfy { isLetterScalar($0) || isDigitScalar($0) }
      && Token.Keyword(rawValue: package.name) == nil
    guard isIdentifier, !package.path.isEmpty else {
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
    let key = Identifier(name.text)
    guard !scope.declares(key), pending[key] == nil else {
      throw DeclarationError(
        .redeclared(name.text, packagePath: package.path), at: name.position)
    }
    if case .type(_, let syntax, let isAlias) = declaration {
      pending[key] = Pending(name: name, syntax: syntax, isAlias: isAlias)
      pendingOrder.append(key)
    } else {
      updateScope { $0.values.insert(key) }
    }
  }

  /// Resolves what a declaration says beyond the types of the package.
  private mutating func resolveRest(
    of declaration: DeclarationSyntax
  ) throws(DeclarationError) {
    switch declaration {
    case .type(let name, let syntax, _):
      if name.isBlank { try checkSize(of: try resolve(syntax).type, at: syntax.position) }
    case .variable(let name, let syntax):
      let type = try resolve(syntax).type
      try checkSize(of: type, at: syntax.position)
      if name.isBlank { return }
      values.append(
        .variable(VariableDeclaration(package: package, name: name.text, type: type)))
    case .function(let name, let syntax):
      let signature = try resolve(syntax).signature
      if name.isBlank { return }
      values.append(
        .function(FunctionDeclaration(package: package, name: name.text, signature: signature)))
    case .method(let name, let receiver, let syntax, let isHidden):
      try declareMethod(
        name, receiver: receiver, signature: try resolve(syntax).signature, isHidden: isHidden)
    }
  }
}
