/// Defined types given as values, which one call enters into a universe: all or none.
///
/// They may be of any packages, in any order, and refer to each other as they like. Time is linear
/// in the size of the declarations, and no call chain is as long as a chain of types.
struct TypeBatch {
  private var declarations: [TypeDeclaration]
  private var indices: [TypeName: Int] = [:]
  private var packages: [Identifier: Package] = [:]
  /// Each type's underlying type, measured.
  private var resolved: [ResolvedType] = []
  /// Rules that wait for layouts, with the index of the declaration they belong to.
  private var rules: [(index: Int, rule: TypeRule)] = []

  /// Checks all that needs no layout.
  init(
    _ types: [TypeDeclaration], packages: [Package], universe: Universe
  ) throws(TypeDeclarationError) {
    declarations = types
    for package in packages { try add(package, universe) }
    indices.reserveCapacity(types.count)
    for (index, type) in types.enumerated() { try add(type.name, index, universe) }
    resolved.reserveCapacity(types.count)
    for index in types.indices {
      do throws(DeclarationError.Cause) {
        try check(index, universe)
      } catch {
        throw TypeDeclarationError(error, in: types[index].name)
      }
    }
  }

  private mutating func add(
    _ package: Package, _ universe: Universe
  ) throws(TypeDeclarationError) {
    guard package.isWellFormed else {
      throw TypeDeclarationError(.invalidPackage(path: package.path, name: package.name))
    }
    let key = Identifier(package.path)
    if let known = universe.scopes[key]?.package ?? packages[key],
      !sameBytes(known.name, package.name)
    {
      throw TypeDeclarationError(
        .packageRenamed(path: package.path, declared: known.name, given: package.name))
    }
    packages[key] = package
  }

  private mutating func add(
    _ name: TypeName, _ index: Int, _ universe: Universe
  ) throws(TypeDeclarationError) {
    if name.name.isEmpty { throw TypeDeclarationError(.emptyName, in: name) }
    let path = Identifier(name.packagePath)
    let scope = universe.scopes[path]
    guard !name.packagePath.isEmpty, scope != nil || packages[path] != nil else {
      throw TypeDeclarationError(.unknownPackage(name.packagePath), in: name)
    }
    let isDeclared = scope?.declares(Identifier(name.name)) == true
    guard !isDeclared, indices.updateValue(index, forKey: name) == nil else {
      throw TypeDeclarationError(
        .redeclared(name.name, packagePath: name.packagePath), in: name)
    }
  }

  private mutating func check(
    _ index: Int, _ universe: Universe
  ) throws(DeclarationError.Cause) {
    let declaration = declarations[index]
    if case .named = declaration.underlying {
      throw .namedUnderlying(universe.string(declaration.underlying, qualifier: .packagePath))
    }
    var walk = TypeWalk()
    let isDeclared = { [indices] (name: TypeName) in
      indices[name] != nil || universe.definedType(name) != nil
    }
    resolved.append(try walk.check(declaration.underlying, isDeclared: isDeclared))
    try checkMethods(of: index)
    for method in declarations[index].methods {
      _ = try walk.check(.function(method.signature), isDeclared: isDeclared)
    }
    for rule in walk.rules { rules.append((index, rule)) }
  }

  /// Leaves a type's methods in the order of descriptors, blank ones left out.
  private mutating func checkMethods(of index: Int) throws(DeclarationError.Cause) {
    let declaration = declarations[index]
    if declaration.methods.isEmpty { return }
    var taken: Set<MemberName> = []
    switch declaration.underlying {
    case .pointer, .basic(.unsafePointer):
      throw .invalidReceiver(
        declaration.name.name, reason: "a pointer type has no methods of its own")
    case .interface:
      throw .invalidReceiver(
        declaration.name.name, reason: "an interface has only the methods it lists")
    case .structure(let structure):
      for field in structure.fields {
        taken.insert(MemberName(field.name, packagePath: field.packagePath))
      }
    default: break
    }
    var seen: Set<MemberName> = []
    for method in declaration.methods {
      if method.name.isEmpty { throw .emptyName }
      if method.packagePath.isEmpty, !method.isExported {
        throw .misqualifiedMember(method.name, packagePath: "")
      }
      if method.name == "_" { continue }
      let name = MemberName(method.name, packagePath: method.packagePath)
      if !seen.insert(name).inserted { throw .duplicate(.method, method.name) }
      if taken.contains(name) {
        throw .fieldAndMethod(method.name, type: declaration.name.name)
      }
    }
    declarations[index].methods = declaration.methods.filter { $0.name != "_" }.sorted {
      symbolPrecedes(($0.name, $0.packagePath), ($1.name, $1.packagePath))
    }
  }
}

// MARK: Entering

extension TypeBatch {
  /// Enters the types, those that others hold by value first. Where that fails, `withdraw` undoes
  /// it.
  func enter(into universe: inout Universe) throws(TypeDeclarationError) {
    for (key, package) in packages where universe.scopes[key] == nil {
      universe.scopes[key] = PackageScope(package: package)
    }
    try layOut(in: &universe)
    for (index, rule) in rules {
      let name = declarations[index].name
      let package =
        universe.scopes[Identifier(name.packagePath)]?.package ?? Package(path: "", name: "")
      if let cause = universe.violation(of: rule, in: package) {
        throw TypeDeclarationError(cause, in: name)
      }
    }
    for declaration in declarations {
      universe.scopes[Identifier(declaration.name.packagePath)]?.typeOrder
        .append(Identifier(declaration.name.name))
    }
  }

  func withdraw(from universe: inout Universe, newPackages: [Identifier]) {
    for declaration in declarations {
      let name = declaration.name
      universe.scopes[Identifier(name.packagePath)]?.types[Identifier(name.name)] = nil
      universe.notInHeap.remove(name)
    }
    for key in newPackages { universe.scopes[key] = nil }
  }

  /// The packages that the universe does not know yet, by path.
  func newPackages(for universe: Universe) -> [Package] {
    packages.filter { universe.scopes[$0.key] == nil }.values
      .sorted { bytesPrecede($0.path, $1.path) }
  }

  private func layOut(in universe: inout Universe) throws(TypeDeclarationError) {
    enum State { case new, active, done }
    var states = [State](repeating: .new, count: declarations.count)
    var order: [Int] = []
    for root in declarations.indices where states[root] == .new {
      var stack = [(index: root, remaining: containedTypes(of: root))]
      states[root] = .active
      while let top = stack.indices.last {
        let index = stack[top].index
        guard let next = stack[top].remaining.popLast() else {
          order.append(index)
          states[index] = .done
          stack.removeLast()
          continue
        }
        switch states[next] {
        case .done: continue
        case .active:
          let cycle = stack.map(\.index).drop { $0 != next } + [next]
          throw TypeDeclarationError(
            .recursiveType(cycle.map { declarations[$0].name.name }),
            in: declarations[next].name)
        case .new:
          states[next] = .active
          stack.append((next, containedTypes(of: next)))
        }
      }
    }
    for index in order {
      universe.noteHeap(
        of: declarations[index].name, underlying: declarations[index].underlying)
    }
    for index in order { try define(index, in: &universe) }
  }

  /// The types of this call that a type's values hold directly.
  private func containedTypes(of index: Int) -> [Int] {
    var contained: [Int] = []
    func collect(_ type: GoType) {
      switch type {
      case .named(let name): if let index = indices[name] { contained.append(index) }
      case .array(_, let element): collect(element)
      case .structure(let structure): for field in structure.fields { collect(field.type) }
      default: break
      }
    }
    collect(declarations[index].underlying)
    return contained
  }

  private func define(
    _ index: Int, in universe: inout Universe
  ) throws(TypeDeclarationError) {
    let declaration = declarations[index]
    let layout: TypeLayout
    do {
      layout = try universe.layout(of: declaration.underlying)
    } catch {
      throw TypeDeclarationError(.typeTooLarge(declaration.name.name), in: declaration.name)
    }
    universe.scopes[Identifier(declaration.name.packagePath)]?
      .types[Identifier(declaration.name.name)] = DefinedType(
        declaration: declaration, layout: layout.named(declaration.name),
        resolved: resolved[index])
  }
}
