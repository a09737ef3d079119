extension Resolver {
  /// - Parameter asConstraint: whether the type may be one that only constraints are.
  mutating func resolve(
    _ syntax: TypeSyntax, asConstraint: Bool = false
  ) throws(DeclarationError) -> ResolvedType {
    guard depth < Parser.nestingLimit else {
      throw DeclarationError(.nestedTooDeeply(Parser.nestingLimit), at: syntax.position)
    }
    depth += 1
    defer { depth -= 1 }
    let result = try resolveKind(syntax)
    if !asConstraint {
      if result.constraint != nil {
        throw DeclarationError(.constraintAsType(shown(result.type)), at: syntax.position)
      }
      if case .named(let name) = result.type, pending[name] != nil {
        checks.append(DeferredCheck(position: syntax.position, rule: .ordinary(name)))
      }
    }
    guard result.depth <= Parser.nestingLimit else {
      throw DeclarationError(.nestedTooDeeply(Parser.nestingLimit), at: syntax.position)
    }
    guard result.parts <= Resolver.partLimit else {
      throw DeclarationError(.typeTooComplex(Resolver.partLimit), at: syntax.position)
    }
    return result
  }

  private mutating func resolveKind(_ syntax: TypeSyntax) throws(DeclarationError) -> ResolvedType {
    switch syntax.kind {
    case .name(let name):
      return try lookUp(NameSyntax(text: name, position: syntax.position))
    case .qualified(let reference, let name):
      return try lookUp(name, in: reference, at: syntax.position)
    case .instance(let generic, let arguments):
      return try resolveInstance(of: generic, arguments)
    case .pointer(let element):
      return try resolve(element).wrapped { .pointer($0) }
    case .slice(let element):
      return try resolve(element).wrapped { .slice($0) }
    case .array(let length, let element):
      let array = try resolve(element).wrapped { .array(length: length, element: $0) }
      checks.append(DeferredCheck(position: syntax.position, rule: .size(array.type)))
      return array
    case .map(let key, let value):
      return try resolveMap(key: key, value: value)
    case .channel(let direction, let element):
      let resolved = try resolve(element)
      checks.append(
        DeferredCheck(position: element.position, rule: .channel(element: resolved.type)))
      return resolved.wrapped { .channel(direction, element: $0) }
    case .function(let signature):
      return try resolve(signature).type
    case .structure(let fields):
      return try resolveStruct(fields, at: syntax.position)
    case .interface(let elements):
      return try resolveInterface(elements)
    }
  }

  private mutating func resolveMap(
    key: TypeSyntax, value: TypeSyntax
  ) throws(DeclarationError) -> ResolvedType {
    let (resolvedKey, resolvedValue) = (try resolve(key), try resolve(value))
    checks.append(
      DeferredCheck(
        position: key.position,
        rule: .map(key: resolvedKey.type, value: resolvedValue.type)))
    return ResolvedType(
      type: .map(key: resolvedKey.type, value: resolvedValue.type),
      of: [resolvedKey, resolvedValue])
  }

  private mutating func resolveStruct(
    _ fields: [FieldSyntax], at position: SourcePosition
  ) throws(DeclarationError) -> ResolvedType {
    var structure = StructType(fields: [])
    var parts: [ResolvedType] = []
    for field in fields {
      let resolved = try resolve(field.type)
      parts.append(resolved)
      let path = isExportedName(field.name.text) ? "" : package.path
      structure.fields.append(
        StructType.Field(
          name: field.name.text, packagePath: path, type: resolved.type,
          isEmbedded: field.isEmbedded, tag: field.tag ?? "", hasTagLiteral: field.tag != nil))
      if field.isEmbedded {
        checks.append(
          DeferredCheck(position: field.type.position, rule: .embedding(resolved.type)))
      }
    }
    checks.append(DeferredCheck(position: position, rule: .size(.structure(structure))))
    return ResolvedType(type: .structure(structure), of: parts)
  }

  /// A signature and the function type that has it.
  struct ResolvedSignature {
    var signature: Signature
    var type: ResolvedType
  }

  mutating func resolve(
    _ syntax: SignatureSyntax
  ) throws(DeclarationError) -> ResolvedSignature {
    var parameters: [ResolvedType] = []
    for parameter in syntax.parameters { parameters.append(try resolve(parameter.type)) }
    if syntax.isVariadic, let last = parameters.popLast() {
      parameters.append(last.wrapped { .slice($0) })
    }
    var results: [ResolvedType] = []
    for result in syntax.results { results.append(try resolve(result.type)) }
    let signature = Signature(
      parameters: parameters.map(\.type), results: results.map(\.type),
      isVariadic: syntax.isVariadic)
    return ResolvedSignature(
      signature: signature,
      type: ResolvedType(type: .function(signature), of: parameters + results))
  }
}

extension ResolvedType {
  /// A type made of others. Sums stop at the limit that makes them an error.
  init(type: GoType, of components: [ResolvedType]) {
    self.type = type
    parts = components.reduce(1) { min($0 + $1.parts, Resolver.partLimit + 1) }
    depth = 1 + (components.map(\.depth).max() ?? 0)
  }

  func wrapped(_ make: (GoType) -> GoType) -> ResolvedType {
    ResolvedType(type: make(type), of: [self])
  }
}
