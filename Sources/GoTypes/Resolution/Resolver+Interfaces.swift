extension Resolver {
  /// Resolves an interface type to its method set, embedded interfaces included.
  mutating func resolveInterface(
    _ elements: [InterfaceElementSyntax]
  ) throws(DeclarationError) -> ResolvedType {
    var methods: [InterfaceType.Method] = []
    var result = ResolvedType(type: .interface(InterfaceType()))
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
    for case .embedded(let syntax) in elements {
      let embedded = try underlyingOfEmbedded(try resolve(syntax))
      guard case .interface(let interface) = embedded.type else {
        throw DeclarationError(.notAnInterface(shown(embedded.type)), at: syntax.position)
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
    result.type = .interface(InterfaceType(methods: methods))
    return result
  }

  /// The type that an embedded interface's name stands for; its declaration is resolved first if
  /// need be.
  private mutating func underlyingOfEmbedded(
    _ type: ResolvedType
  ) throws(DeclarationError) -> ResolvedType {
    var type = type
    var visited: [Identifier] = []
    while case .named(let name) = type.type {
      let key = Identifier(name.name)
      if sameBytes(name.packagePath, package.path), let declared = pending[key] {
        guard !visited.contains(key) else {
          throw DeclarationError(
            .recursiveType((visited + [key]).map(\.text)), at: declared.name.position)
        }
        visited.append(key)
        type = try resolvePending(key)
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
