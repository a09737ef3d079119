extension Resolver {
  /// A type argument that must satisfy its parameter's constraint.
  struct Bound {
    var argument: GoType
    var constraint: TypeSyntax
    var context: Context
    var position: SourcePosition
  }

  /// Resolves `Pair[string, int]`.
  mutating func resolveInstance(
    of base: TypeSyntax, _ syntax: [TypeSyntax]
  ) throws(DeclarationError) -> ResolvedType {
    let generic = try generic(named: base)
    var arguments: [ResolvedType] = []
    for argument in syntax { arguments.append(try resolve(argument)) }
    if case .name(let known) = generic {
      // Declared as a value: its name tells its arguments.
      let name = instanceName(of: known, arguments: arguments)
      if pending[name] != nil || universe.definedType(name) != nil {
        return ResolvedType(type: .named(name), of: arguments)
      }
      let type = try resolve(base)
      throw DeclarationError(.notGeneric(shown(type.type)), at: base.position)
    }
    guard case .generic(let generic) = generic else { return ResolvedType(type: .basic(.int)) }
    let count = generic.parameters.count
    guard arguments.count == count else {
      throw DeclarationError(
        .typeArgumentCount(generic.name.name, expected: count, found: arguments.count),
        at: base.position)
    }
    return try instantiate(
      generic, arguments, positions: syntax.map(\.position), at: base.position)
  }

  private enum Base {
    case generic(GenericType)
    /// No generic type is known by that name.
    case name(TypeName)
  }

  private mutating func generic(named base: TypeSyntax) throws(DeclarationError) -> Base {
    switch base.kind {
    case .name(let text):
      let isParameter = context.bindings[Identifier(text)] != nil
      if !isParameter, let generic = scope.generics[Identifier(text)] { return .generic(generic) }
      return .name(typeName(text))
    case .qualified(let reference, let name):
      let path = try self.path(of: reference, at: base.position)
      let isVisible =
        sameBytes(path, package.path) || isExportedName(name.text) || reference.isPath
      if isVisible, let generic = universe.scopes[Identifier(path)]?.generics[Identifier(name.text)]
      {
        return .generic(generic)
      }
      return .name(TypeName(packagePath: path, name: name.text))
    default:
      throw DeclarationError(.notGeneric("this type"), at: base.position)
    }
  }

  /// An instance of a generic type; what an alias stands for.
  private mutating func instantiate(
    _ generic: GenericType, _ arguments: [ResolvedType], positions: [SourcePosition],
    at position: SourcePosition
  ) throws(DeclarationError) -> ResolvedType {
    var inner = Context(package: generic.package, imports: generic.imports)
    for (parameter, argument) in zip(generic.parameters, arguments)
    where !parameter.name.isBlank {
      inner.bindings[Identifier(parameter.name.text)] = argument
    }
    let parts = arguments.reduce(1) { $0 + $1.parts }
    guard parts <= Resolver.argumentLimit else {
      throw DeclarationError(.typeTooComplex(Resolver.argumentLimit), at: position)
    }
    recordFlows(into: generic, arguments)
    let name = instanceName(of: generic.name, arguments: arguments)
    var result = ResolvedType(type: .named(name), of: arguments)
    if generic.isAlias || universe.instances[name] == nil {
      for index in arguments.indices {
        bounds.append(
          Bound(
            argument: arguments[index].type, constraint: generic.parameters[index].constraint,
            context: inner, position: positions[index]))
      }
    }
    if generic.isAlias {
      let isItself = resolving.contains {
        $0 == generic.name || universe.instances[$0]?.generic == generic.name
      }
      guard !isItself else {
        throw DeclarationError(
          .recursiveType([generic.name.name, generic.name.name]), at: generic.position)
      }
      resolving.append(generic.name)
      result = try within(inner, mention: position) { (resolver) throws(DeclarationError) in
        try resolver.resolve(generic.syntax, asConstraint: true)
      }
      resolving.removeLast()
      return result
    }
    if universe.instances[name] == nil {
      instanceParts += parts
      guard instanceParts <= Resolver.instanceLimit else {
        throw DeclarationError(.tooManyInstances(Resolver.instanceLimit), at: position)
      }
      universe.instances[name] = Instance(generic: generic.name, arguments: arguments)
      pending[name] = Pending(
        name: NameSyntax(text: shown(.named(name)), position: position), syntax: generic.syntax,
        isAlias: false, context: inner, mention: position)
      pendingOrder.append(name)
    } else if pending[name] == nil {
      let scope = universe.scopes[Identifier(name.packagePath)]
      if let constraint = scope?.constraints[Identifier(name.name)] { return constraint }
    }
    return result
  }

  func instanceName(of generic: TypeName, arguments: [ResolvedType]) -> TypeName {
    let links = arguments.map { universe.string($0.type, qualifier: .packagePath) }
    return TypeName(
      packagePath: generic.packagePath,
      name: GoTypes.instanceName(of: generic.name, linkStrings: links))
  }

  /// Resolves the constraints that the arguments of instances are bound to.
  mutating func resolveBounds() throws(DeclarationError) {
    while !bounds.isEmpty {
      let pendingBounds = bounds
      bounds = []
      for bound in pendingBounds {
        let constraint = try within(bound.context, mention: bound.position) {
          (resolver) throws(DeclarationError) in
          try resolver.resolveConstraint(bound.constraint)
        }
        if constraint == Constraint() { continue }
        checks.append(
          DeferredCheck(
            position: bound.position, rule: .satisfies(bound.argument, constraint)))
      }
    }
  }

  /// Gives an instance the methods of its generic.
  mutating func addInstanceMethods(to name: TypeName) throws(DeclarationError) {
    guard let instance = universe.instances[name] else { return }
    let scope = universe.scopes[Identifier(instance.generic.packagePath)]
    guard let generic = scope?.generics[Identifier(instance.generic.name)],
      scope?.types[Identifier(name.name)] != nil
    else { return }
    for method in generic.methods { try addMethod(method, of: generic, to: name, instance) }
  }

  mutating func addMethod(
    _ method: GenericMethod, of generic: GenericType, to name: TypeName, _ instance: Instance
  ) throws(DeclarationError) {
    let (path, key) = (Identifier(name.packagePath), Identifier(name.name))
    guard method.syntax.parameters.isEmpty else {
      universe.scopes[path]?.types[key]?.declaration.genericMethodNames
        .append(method.syntax.name.text)
      return
    }
    var inner = Context(package: generic.package, imports: method.imports)
    for (parameter, argument) in zip(method.parameterNames, instance.arguments) {
      if let parameter { inner.bindings[parameter] = argument }
    }
    let mention = pending[name]?.mention ?? method.syntax.name.position
    let signature = try within(inner, mention: mention) { (resolver) throws(DeclarationError) in
      try resolver.resolve(method.syntax.signature).signature
    }
    var added = Method(
      name: method.syntax.name.text, packagePath: generic.package.path,
      hasPointerReceiver: method.hasPointerReceiver, signature: signature)
    added.isHiddenFromInterfaces = method.syntax.isHidden
    universe.scopes[path]?.types[key]?.declaration.add(added)
  }
}
