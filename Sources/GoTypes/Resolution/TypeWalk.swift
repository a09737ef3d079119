/// Visits the parts of types given as values and checks what each shows by itself. Walks with a
/// stack of its own, so that no nesting, however deep, exhausts the thread's.
struct TypeWalk {
  /// Rules that wait for layouts.
  private(set) var rules: [TypeRule] = []
  private var stack: [(type: GoType, depth: Int)] = []
  private var parts = 0
  private var deepest = 0

  /// Checks a type and everything in it down to names.
  /// - Parameter isDeclared: whether a type of this name is known.
  /// - Returns: the type with its measure.
  mutating func check(
    _ type: GoType, isDeclared: (TypeName) -> Bool
  ) throws(DeclarationError.Cause) -> ResolvedType {
    (parts, deepest) = (0, 0)
    stack.append((type, 1))
    while let (part, depth) = stack.popLast() {
      parts += 1
      deepest = max(deepest, depth)
      guard depth <= Parser.nestingLimit else { throw .nestedTooDeeply(Parser.nestingLimit) }
      guard parts <= Resolver.partLimit else { throw .typeTooComplex(Resolver.partLimit) }
      try visit(part, depth: depth + 1, isDeclared)
    }
    return ResolvedType(type: type, parts: parts, depth: deepest)
  }

  private mutating func visit(
    _ type: GoType, depth: Int, _ isDeclared: (TypeName) -> Bool
  ) throws(DeclarationError.Cause) {
    switch type {
    case .basic: break
    case .named(let name):
      if !isDeclared(name) { throw .missingType(name) }
    case .pointer(let element), .slice(let element): stack.append((element, depth))
    case .array(let length, let element):
      if length < 0 { throw .negativeArrayLength(String(length.magnitude)) }
      rules.append(.size(type))
      stack.append((element, depth))
    case .map(let key, let value):
      rules.append(.map(key: key, value: value))
      stack += [(key, depth), (value, depth)]
    case .channel(_, let element):
      rules.append(.channel(element: element))
      stack.append((element, depth))
    case .function(let signature): try visit(signature, depth: depth)
    case .structure(let structure): try visit(structure, depth: depth)
    case .interface(let interface):
      var seen: Set<MemberName> = []
      for method in interface.methods {
        try check(method.name, method.packagePath)
        let name = MemberName(method.name, packagePath: method.packagePath)
        if !seen.insert(name).inserted { throw .duplicate(.method, method.name) }
        stack.append((.function(method.signature), depth))
      }
    }
  }

  private mutating func visit(
    _ signature: Signature, depth: Int
  ) throws(DeclarationError.Cause) {
    if signature.isVariadic {
      guard case .slice? = signature.parameters.last else { throw .variadicWithoutSlice }
    }
    for type in signature.parameters { stack.append((type, depth)) }
    for type in signature.results { stack.append((type, depth)) }
  }

  private mutating func visit(
    _ structure: StructType, depth: Int
  ) throws(DeclarationError.Cause) {
    rules.append(.size(.structure(structure)))
    var seen: Set<MemberName> = []
    for field in structure.fields {
      try check(field.name, field.packagePath)
      if field.name != "_" {
        let name = MemberName(field.name, packagePath: field.packagePath)
        if !seen.insert(name).inserted { throw .duplicate(.field, field.name) }
      }
      if field.isEmbedded { rules.append(.embedding(field.type)) }
      stack.append((field.type, depth))
    }
  }

  private func check(_ name: String, _ path: String) throws(DeclarationError.Cause) {
    if name.isEmpty { throw .emptyName }
    if isExportedName(name) != path.isEmpty {
      throw .misqualifiedMember(name, packagePath: path)
    }
  }
}
