/// The declared packages and what they declare: where named types are looked up.
///
/// ```swift
/// var universe = Universe()
/// let geometry = Package(path: "example.com/geometry", name: "geometry")
/// try universe.declare(
///   ["type Point struct { X, Y float64 }", "func (p *Point) Scale(k float64)"], in: geometry)
/// let type = try universe.parseType("map[string]*Point", in: geometry)
/// ```
public struct Universe: Sendable {
  /// Functions and variables of all packages, in the order of their declaration. Blank ones are
  /// checked, not kept; `init` may occur more than once.
  public private(set) var values: [ValueDeclaration] = []

  public var functions: [FunctionDeclaration] {
    values.compactMap { if case .function(let function) = $0 { function } else { nil } }
  }

  public var variables: [VariableDeclaration] {
    values.compactMap { if case .variable(let variable) = $0 { variable } else { nil } }
  }

  var scopes: [Identifier: PackageScope] = [:]
  /// What the instances of generic types are instances of.
  var instances: [TypeName: Instance] = [:]
  /// The types whose values never lie in the heap.
  var notInHeap: Set<TypeName> = []
  /// The import paths of the declared packages of each name.
  var pathsByName: [Identifier: [String]] = [:]

  /// What declarations may say.
  public let language: LanguageVersion
  /// How the release lays values out.
  public let layoutRules: LayoutRules

  /// A universe that knows the predeclared type `error` and no package.
  public init(language: LanguageVersion = .newest, layoutRules: LayoutRules = .newest) {
    self.language = language
    self.layoutRules = layoutRules
    let method = InterfaceType.Method(
      name: "Error", signature: Signature(results: [.basic(.string)]))
    let underlying = GoType.interface(InterfaceType(methods: [method]))
    var scope = PackageScope(package: Package(path: "", name: ""))
    scope.types[Identifier(TypeName.error.name)] = DefinedType(
      declaration: TypeDeclaration(name: .error, underlying: underlying),
      layout: .interface(isEmpty: false),
      resolved: ResolvedType(type: underlying, parts: 3, depth: 3))
    scopes[Identifier("")] = scope
  }

  /// Declares types, functions, methods and variables of a package, in Go's syntax without bodies.
  ///
  /// Each text may hold several declarations, separated by newlines or semicolons. Names may refer
  /// to any declaration of the call, to earlier calls for the same package and, qualified by
  /// package name, to `imports` or any package declared earlier; `"math/rand".Rand` qualifies by
  /// path. The name an import is given here is the name that qualifies it.
  /// - Throws: `DeclarationError` for the first fault found; the universe is then unchanged.
  public mutating func declare(
    _ declarations: [String], in package: Package, imports: [Package] = []
  ) throws(DeclarationError) {
    var resolver = Resolver(universe: self, package: package, imports: imports)
    try resolver.declare(declarations)
    let isNew = scopes[Identifier(package.path)] == nil
    take(resolver)
    if scopes[Identifier(package.path)] == nil {
      scopes[Identifier(package.path)] = PackageScope(package: package)
    }
    if isNew { pathsByName[Identifier(package.name), default: []].append(package.path) }
    values += resolver.values
  }

  private mutating func take(_ resolver: Resolver) {
    scopes = resolver.universe.scopes
    instances = resolver.universe.instances
    notInHeap = resolver.universe.notInHeap
  }

  /// Parses one type expression, in which the names of `package` need no qualification and those of
  /// other declared packages are qualified by package name or path. Instances of generic types must
  /// be known, by a declaration or by `resolveType`.
  public func parseType(
    _ text: String, in package: Package
  ) throws(DeclarationError) -> GoType {
    let (type, resolver) = try resolved(text, in: package)
    if let name = resolver.pendingOrder.first, let new = resolver.pending[name] {
      throw DeclarationError(.unknownInstance(new.name.text), at: new.name.position)
    }
    return type
  }

  /// Parses one type expression as `parseType` does, and declares the instances of generic types
  /// that it is the first to mention.
  /// - Throws: `DeclarationError` for the first fault found; the universe is then unchanged.
  public mutating func resolveType(
    _ text: String, in package: Package
  ) throws(DeclarationError) -> GoType {
    let (type, resolver) = try resolved(text, in: package)
    if !resolver.pendingOrder.isEmpty { take(resolver) }
    return type
  }

  private func resolved(
    _ text: String, in package: Package
  ) throws(DeclarationError) -> (GoType, Resolver) {
    var parser = Parser(text, text: nil, language: language)
    let syntax = try parser.parseLoneType()
    var resolver = Resolver(universe: self, package: package, imports: [])
    return (try resolver.checkedType(syntax), resolver)
  }

  /// What a type is apart from its name; the type itself where it has none. Nil when undeclared.
  public func underlying(_ type: GoType) -> GoType? {
    guard case .named(let name) = type else { return type }
    return definedType(name)?.declaration.underlying
  }

  public func declaration(of name: TypeName) -> TypeDeclaration? {
    definedType(name)?.declaration
  }

  /// A package's defined types, in the order of their declaration. Aliases are not among them.
  public func typeDeclarations(in packagePath: String) -> [TypeDeclaration] {
    guard let scope = scopes[Identifier(packagePath)] else { return [] }
    return scope.typeOrder.compactMap { scope.types[$0]?.declaration }
  }

  /// The name in the clause of a declared package.
  public func packageName(path: String) -> String? {
    path.isEmpty ? nil : scopes[Identifier(path)]?.package.name
  }

  func definedType(_ name: TypeName) -> DefinedType? {
    scopes[Identifier(name.packagePath)]?.types[Identifier(name.name)]
  }
}

/// What one package declares.
struct PackageScope: Sendable {
  var package: Package
  var types: [Identifier: DefinedType] = [:]
  var typeOrder: [Identifier] = []
  var aliases: [Identifier: ResolvedType] = [:]
  var generics: [Identifier: GenericType] = [:]
  /// Interfaces that only constrain type parameters, which no value has as its type.
  var constraints: [Identifier: ResolvedType] = [:]
  /// The names of functions and variables.
  var values: Set<Identifier> = []

  init(package: Package) { self.package = package }

  func declares(_ name: Identifier) -> Bool {
    types[name] != nil || aliases[name] != nil || values.contains(name)
      || generics[name] != nil || constraints[name] != nil
  }
}

struct DefinedType: Sendable {
  var declaration: TypeDeclaration
  /// Computed when declared, so that layouts need not descend through names.
  var layout: TypeLayout
  /// The underlying type, measured.
  var resolved: ResolvedType
}

/// A type with its measure, by which expansion of aliases is kept within bounds.
struct ResolvedType: Sendable {
  var type: GoType
  /// How many types it is built of, with repetition, and how deeply they nest.
  var parts = 1
  var depth = 1
  /// What an interface says beyond its methods, if it can only be a constraint.
  var constraint: Constraint?
}
