extension Resolver {
  /// A type parameter while its generic is checked.
  struct Parameter {
    var name: NameSyntax
    var constraint: Constraint
    var isLaidOut = false
  }

  /// Checks generic types by themselves: as instances whose arguments are their own parameters.
  mutating func resolveGenerics(
    _ declarations: [DeclarationSyntax]
  ) throws(DeclarationError) {
    var hasGenerics = false
    recordsFlows = true
    for (index, declaration) in declarations.enumerated() {
      guard case .type(let name, let parameters, let syntax, let isAlias) = declaration,
        !parameters.isEmpty
      else { continue }
      hasGenerics = true
      let blank = GenericType(
        name: typeName("_\(index)"), parameters: parameters, syntax: syntax, isAlias: isAlias,
        position: name.position, package: package, imports: context.imports)
      let known = name.isBlank ? nil : scope.generics[Identifier(name.text)]
      _ = try resolveItself(known ?? blank)
    }
    for case .method(let method) in declarations {
      guard let generic = try generic(of: method) else { continue }
      hasGenerics = true
      try declareMethod(method, of: generic)
    }
    if hasGenerics { try checkFlows() }
    recordsFlows = false
  }

  /// Resolves a generic with its own parameters as arguments.
  /// - Returns: what such an instance stands for.
  mutating func resolveItself(
    _ generic: GenericType
  ) throws(DeclarationError) -> ResolvedType {
    let context = Context(
      package: generic.package, imports: generic.imports,
      bindings: try bindParameters(generic.parameters, of: generic.name))
    let arguments = generic.parameters.indices.map {
      ResolvedType(type: .named(parameterName($0, of: generic)))
    }
    let name = instanceName(of: generic.name, arguments: arguments)
    if pending[name] == nil {
      universe.instances[name] = Instance(generic: generic.name, arguments: arguments)
      let shown = NameSyntax(text: shown(.named(name)), position: generic.position)
      pending[name] = Pending(
        name: shown, syntax: generic.syntax, isAlias: generic.isAlias, context: context)
      pendingOrder.append(name)
    }
    return try resolvePending(name)
  }

  func parameterName(_ index: Int, of generic: GenericType) -> TypeName {
    TypeName.parameter(generic.parameters[index].name.text, index: index, of: generic.name)
  }

  /// Gives type parameters a type each, by which they are known while their declaration is checked.
  mutating func bindParameters(
    _ syntax: [TypeParameterSyntax], of owner: TypeName
  ) throws(DeclarationError) -> [Identifier: ResolvedType] {
    var inner = context
    let names = syntax.enumerated().map { index, parameter in
      TypeName.parameter(parameter.name.text, index: index, of: owner)
    }
    for (parameter, name) in zip(syntax, names) where !parameter.name.isBlank {
      inner.bindings[Identifier(parameter.name.text)] = ResolvedType(type: .named(name))
    }
    for (parameter, name) in zip(syntax, names) where parameters[name] == nil {
      parameters[name] = Parameter(name: parameter.name, constraint: Constraint())
      let constraint = try within(inner, mention: nil) { (resolver) throws(DeclarationError) in
        try resolver.resolveConstraint(parameter.constraint)
      }
      parameters[name]?.constraint = constraint
      enter(name, constraint: constraint)
    }
    return inner.bindings
  }

  /// Lets a type parameter have the methods of its constraint.
  private mutating func enter(_ name: TypeName, constraint: Constraint) {
    let underlying = GoType.interface(InterfaceType(methods: constraint.methods))
    universe.scopes[Identifier("")]?.types[Identifier(name.name)] = DefinedType(
      declaration: TypeDeclaration(name: name, underlying: underlying),
      layout: .scalar(0, alignment: 1), resolved: ResolvedType(type: underlying))
  }

  /// Tells which type parameters can be compared, once what their constraints mention is resolved.
  /// Their size is unknown, and taken for the least there is.
  mutating func layOutParameters() {
    for (name, parameter) in parameters where !parameter.isLaidOut {
      parameters[name]?.isLaidOut = true
      let constraint = parameter.constraint
      let isComparable =
        constraint.isComparable
        || constraint.terms.map { $0.allSatisfy { canCompare($0.type) } } == true
      universe.scopes[Identifier("")]?.types[Identifier(name.name)]?.layout = .scalar(
        0, alignment: 1, isComparable ? .memory : .none)
    }
  }

  private func canCompare(_ type: GoType) -> Bool {
    switch type {
    case .slice, .map, .function: return false
    case .array(_, let element): return canCompare(element)
    case .structure(let structure): return structure.fields.allSatisfy { canCompare($0.type) }
    case .named(let name):
      if let defined = universe.definedType(name) { return defined.layout.isComparable }
      if case .resolved(let type)? = pending[name]?.state, type.type != .named(name) {
        return canCompare(type.type)
      }
      return true
    default: return true
    }
  }

  /// Removes what stood for type parameters, so that no universe keeps it.
  mutating func forgetParameters() {
    for name in parameters.keys {
      universe.scopes[Identifier("")]?.types[Identifier(name.name)] = nil
    }
    for name in pendingOrder where name.mentionsParameter {
      let path = Identifier(name.packagePath)
      universe.scopes[path]?.types[Identifier(name.name)] = nil
      universe.scopes[path]?.constraints[Identifier(name.name)] = nil
      universe.instances[name] = nil
    }
  }
}
