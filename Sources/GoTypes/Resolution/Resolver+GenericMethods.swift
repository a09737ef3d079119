extension Resolver {
  /// The generic type whose method this is; nil when the receiver's base has no type arguments, or
  /// is no generic of this package.
  func generic(of method: MethodSyntax) throws(DeclarationError) -> GenericType? {
    let base = method.receiver.type.receiverBase
    switch base.kind {
    case .name(let name):
      guard let generic = scope.generics[Identifier(name)] else { return nil }
      throw DeclarationError(.genericWithoutArguments(generic.name.name), at: base.position)
    case .instance(let generic, _):
      guard case .name(let name) = generic.kind else { return nil }
      return scope.generics[Identifier(name)]
    default: return nil
    }
  }

  /// Checks a method of a generic type, and keeps it for the type's instances.
  mutating func declareMethod(
    _ method: MethodSyntax, of generic: GenericType
  ) throws(DeclarationError) {
    let base = method.receiver.type.receiverBase
    guard case .instance(_, let arguments) = base.kind else { return }
    let names = try parameterNames(arguments, of: method)
    guard names.count == generic.parameters.count else {
      throw DeclarationError(
        .typeArgumentCount(
          generic.name.name, expected: generic.parameters.count, found: names.count),
        at: base.position)
    }
    let itself = try underlyingType(of: try resolveItself(generic))
    try checkReceiver(itself.type, of: generic, at: base.position)

    var inner = context
    for (index, name) in names.enumerated() {
      if let name {
        inner.bindings[name] = ResolvedType(type: .named(parameterName(index, of: generic)))
      }
    }
    let owner = typeName("\(generic.name.name).\(method.name.text)")
    try within(inner, mention: nil) { (resolver) throws(DeclarationError) in
      resolver.context.bindings = try resolver.bindParameters(method.parameters, of: owner)
      _ = try resolver.resolve(method.signature)
    }
    if method.name.isBlank { return }
    try checkName(method.name, of: generic, itself.type)
    keep(
      GenericMethod(
        syntax: method, parameterNames: names,
        hasPointerReceiver: method.receiver.type.isPointer, imports: context.imports),
      of: generic)
  }

  /// The names that a receiver gives to the parameters of its generic; nil for blank ones. All that
  /// the method declares have different names.
  private mutating func parameterNames(
    _ arguments: [TypeSyntax], of method: MethodSyntax
  ) throws(DeclarationError) -> [Identifier?] {
    var names: [Identifier?] = []
    var seen: Set<Identifier> = []
    for argument in arguments {
      guard case .name(let name) = argument.kind else {
        throw DeclarationError(
          .receiverParameter(shown(try resolve(argument).type)), at: argument.position)
      }
      names.append(name == "_" ? nil : Identifier(name))
      guard name == "_" || seen.insert(Identifier(name)).inserted else {
        throw DeclarationError(.duplicate(.typeParameter, name), at: argument.position)
      }
    }
    let signature = method.signature
    let declared =
      method.parameters.map(\.name) + (signature.parameters + signature.results).compactMap(\.name)
      + (method.receiver.name.map { [$0] } ?? [])
    for name in declared where seen.contains(Identifier(name.text)) {
      throw DeclarationError(.duplicate(.parameter, name.text), at: name.position)
    }
    return names
  }

  private func checkReceiver(
    _ underlying: GoType, of generic: GenericType, at position: SourcePosition
  ) throws(DeclarationError) {
    func refuse(_ reason: String) -> DeclarationError {
      DeclarationError(.invalidReceiver(generic.name.name, reason: reason), at: position)
    }
    if generic.isAlias {
      throw refuse("an alias has no methods; declare them on the type it stands for")
    }
    switch underlying {
    case .pointer, .basic(.unsafePointer):
      throw refuse("a pointer type has no methods of its own")
    case .interface: throw refuse("an interface has only the methods it lists")
    default: break
    }
  }

  private func checkName(
    _ name: NameSyntax, of generic: GenericType, _ underlying: GoType
  ) throws(DeclarationError) {
    let known = scope.generics[Identifier(generic.name.name)]?.methods ?? []
    if known.contains(where: { sameBytes($0.syntax.name.text, name.text) }) {
      throw DeclarationError(.duplicate(.method, name.text), at: name.position)
    }
    let member = MemberName(name.text, packagePath: package.path)
    if case .structure(let structure) = underlying,
      structure.fields.contains(where: {
        MemberName($0.name, packagePath: $0.packagePath) == member
      })
    {
      throw DeclarationError(
        .fieldAndMethod(name.text, type: generic.name.name), at: name.position)
    }
  }

  private mutating func keep(_ method: GenericMethod, of generic: GenericType) {
    updateScope { $0.generics[Identifier(generic.name.name)]?.methods.append(method) }
    // Instances of earlier calls have the methods of then.
    for (name, instance) in universe.instances
    where instance.generic == generic.name && pending[name] == nil {
      lateMethods.append((name, method))
    }
  }

  /// Gives instances of earlier calls the methods that this one declares.
  mutating func addLateMethods() throws(DeclarationError) {
    for (name, method) in lateMethods {
      guard let instance = universe.instances[name],
        let generic = scope.generics[Identifier(instance.generic.name)]
      else { continue }
      try addMethod(method, of: generic, to: name, instance)
    }
  }
}

extension TypeSyntax {
  var isPointer: Bool {
    if case .pointer = kind { true } else { false }
  }

  /// What a method's receiver is or points to.
  fileprivate var receiverBase: TypeSyntax {
    if case .pointer(let base) = kind { base } else { self }
  }
}
