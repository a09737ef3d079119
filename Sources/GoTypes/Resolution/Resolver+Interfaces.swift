extension Resolver {
  /// Resolves an interface type to its method set, embedded interfaces included, and to what else
  /// it says of the types that satisfy it.
  mutating func resolveInterface(
    _ elements: [InterfaceElementSyntax]
  ) throws(DeclarationError) -> ResolvedType {
    var methods: [InterfaceType.Method] = []
    var result = ResolvedType(type: .interface(InterfaceType()))
    var constraint = Constraint()
    var indices: [MemberName: Int] = [:]
    for case .method(let name, let syntax) in elements {
      let resolved = try resolve(syntax)
      result.include(resolved.type)
      let path = isExportedName(name.text) ? "" : package.path
      indices[MemberName(name.text, packagePath: path)] = methods.count
      methods.append(
        InterfaceType.Method(
          name: name.text, packagePath: path, signature: resolved.signature))
    }
    for element in elements {
      if case .union(let terms) = element {
        if let terms = try resolveUnion(terms) { try restrict(&constraint, to: terms) }
        continue
      }
      guard case .embedded(let syntax) = element else { continue }
      let written = try resolve(syntax, asConstraint: true)
      if case .named(let name) = written.type, name.isParameter {
        throw DeclarationError(.parameterAsConstraint(shown(written.type)), at: syntax.position)
      }
      let embedded = try underlyingType(of: written)
      guard case .interface(let interface) = embedded.type else {
        if universe.language < LanguageFeature.generics("").firstVersion {
          throw DeclarationError(.notAnInterface(shown(embedded.type)), at: syntax.position)
        }
        try restrict(
          &constraint, to: [Constraint.Term(hasTilde: false, type: written.type)])
        continue
      }
      if let other = embedded.constraint {
        constraint.isComparable = constraint.isComparable || other.isComparable
        if let terms = other.terms { try restrict(&constraint, to: terms) }
      }
      result.merge(embedded)
      for method in interface.methods {
        let name = MemberName(method.name, packagePath: method.packagePath)
        if let index = indices[name] {
          try require(.overlappingMethod(method.name), at: syntax.position)
          guard methods[index].signature == method.signature else {
            throw DeclarationError(.conflictingMethod(method.name), at: syntax.position)
          }
        } else {
          indices[name] = methods.count
          methods.append(method)
        }
      }
    }
    let interface = InterfaceType(methods: methods)
    result.type = .interface(interface)
    if !constraint.isOrdinary {
      constraint.methods = interface.methods
      result.constraint = constraint
    }
    return result
  }

  /// What a type is apart from its name; its declaration is resolved first if need be.
  mutating func underlyingType(
    of type: ResolvedType
  ) throws(DeclarationError) -> ResolvedType {
    var type = type
    var visited: [TypeName] = []
    while case .named(let name) = type.type, !name.isParameter {
      if let declared = pending[name] {
        guard !visited.contains(name) else {
          throw DeclarationError(
            .recursiveType((visited + [name]).map(shownName)), at: declared.name.position)
        }
        visited.append(name)
        type = try resolvePending(name)
      } else {
        guard let defined = universe.definedType(name) else { break }
        type = defined.resolved
      }
    }
    return type
  }
}

extension ResolvedType {
  /// Counts a method's function type.
  fileprivate mutating func include(_ method: ResolvedType) {
    parts = min(parts + method.parts, Resolver.partLimit + 1)
    depth = max(depth, method.depth + 1)
  }

  /// Counts the methods of an embedded interface, which become its own.
  fileprivate mutating func merge(_ interface: ResolvedType) {
    parts = min(parts + interface.parts, Resolver.partLimit + 1)
    depth = max(depth, interface.depth)
  }
}
