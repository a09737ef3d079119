extension Resolver {
  /// Looks an unqualified name up: in the package, then among the predeclared ones.
  mutating func lookUp(_ name: NameSyntax) throws(DeclarationError) -> ResolvedType {
    if name.isBlank { throw DeclarationError(.notAType("_"), at: name.position) }
    if let bound = context.bindings[Identifier(name.text)] { return bound }
    if let type = try lookUpInPackage(name) { return type }
    if let type = predeclared(name.text) {
      if name.text == "any" { try require(.any, at: name.position) }
      return ResolvedType(type: type)
    }
    if name.text == "comparable" {
      try require(.generics("comparable"), at: name.position)
      return ResolvedType(
        type: .interface(InterfaceType()), constraint: Constraint(isComparable: true))
    }
    throw DeclarationError(
      .undeclaredType(name.text, packagePath: package.path), at: name.position)
  }

  /// Looks a name up in the package being declared; nil when it is not declared there.
  private mutating func lookUpInPackage(
    _ name: NameSyntax
  ) throws(DeclarationError) -> ResolvedType? {
    let (key, typeName) = (Identifier(name.text), typeName(name.text))
    if let declared = pending[typeName] {
      return declared.isAlias
        ? try resolvePending(typeName) : ResolvedType(type: .named(typeName))
    }
    if scope.generics[key] != nil {
      throw DeclarationError(.genericWithoutArguments(name.text), at: name.position)
    }
    if scope.values.contains(key) {
      throw DeclarationError(.notAType(name.text), at: name.position)
    }
    return scope.type(named: name.text)
  }

  /// Looks up a name qualified by a package.
  mutating func lookUp(
    _ name: NameSyntax, in reference: PackageReference, at position: SourcePosition
  ) throws(DeclarationError) -> ResolvedType {
    let path = try path(of: reference, at: position)
    let shown = "\(reference.text).\(name.text)"
    if path == "unsafe" {
      guard name.text == BasicKind.unsafePointer.nameInPackage else {
        throw DeclarationError(
          .undeclaredQualifiedType(shown, packagePath: path), at: name.position)
      }
      return ResolvedType(type: .basic(.unsafePointer))
    }
    if sameBytes(path, package.path) {
      if let type = try lookUpInPackage(name) { return type }
    } else if let other = universe.scopes[Identifier(path)] {
      if other.values.contains(Identifier(name.text)) {
        throw DeclarationError(.notAType(shown), at: name.position)
      }
      guard isExportedName(name.text) || reference.isPath else {
        throw DeclarationError(.unexportedType(name.text, packagePath: path), at: name.position)
      }
      if other.generics[Identifier(name.text)] != nil {
        throw DeclarationError(.genericWithoutArguments(shown), at: position)
      }
      if let type = other.type(named: name.text) { return type }
    }
    throw DeclarationError(.undeclaredQualifiedType(shown, packagePath: path), at: name.position)
  }

  /// The import path that a qualifier stands for: an import's, else the package's own, else that of
  /// a package declared earlier.
  func path(
    of reference: PackageReference, at position: SourcePosition
  ) throws(DeclarationError) -> String {
    switch reference {
    case .path(let path):
      let isKnown =
        path == "unsafe" || sameBytes(path, package.path)
        || !path.isEmpty && universe.scopes[Identifier(path)] != nil
        || context.imports.contains { sameBytes($0.path, path) }
      guard isKnown else { throw DeclarationError(.unknownPackage("\"\(path)\""), at: position) }
      return path
    case .name(let name):
      var paths = Set(
        context.imports.filter { sameBytes($0.name, name) }.map { Identifier($0.path) })
      if paths.isEmpty, sameBytes(package.name, name) { return package.path }
      if paths.isEmpty, name == "unsafe" { return name }
      if paths.isEmpty {
        paths = Set((universe.pathsByName[Identifier(name)] ?? []).map { Identifier($0) })
      }
      guard let path = paths.first else {
        throw DeclarationError(.unknownPackage(name), at: position)
      }
      guard paths.count == 1 else {
        let sorted = paths.map(\.text).sorted(by: bytesPrecede)
        throw DeclarationError(.ambiguousPackage(name, paths: sorted), at: position)
      }
      return path.text
    }
  }

  /// Refuses what the language does not have yet.
  func require(
    _ feature: LanguageFeature, at position: SourcePosition
  ) throws(DeclarationError) {
    if universe.language < feature.firstVersion {
      throw DeclarationError(.notInLanguage(feature, universe.language), at: position)
    }
  }

  func typeName(_ name: String) -> TypeName { TypeName(packagePath: package.path, name: name) }
}

extension PackageReference {
  /// Whether this is our own notation, which reaches unexported types too: instances have them as
  /// arguments.
  var isPath: Bool {
    if case .path = self { true } else { false }
  }

  var text: String {
    switch self {
    case .name(let name): name
    case .path(let path): "\"\(path)\""
    }
  }
}

extension PackageScope {
  /// The type that a name declared earlier stands for.
  func type(named name: String) -> ResolvedType? {
    let key = Identifier(name)
    if let type = types[key] { return ResolvedType(type: .named(type.declaration.name)) }
    return aliases[key] ?? constraints[key]
  }
}

extension BasicKind {
  /// The name where it is declared: in the universe block, or in package unsafe.
  var nameInPackage: String { self == .unsafePointer ? "Pointer" : rawValue }
}

/// The predeclared types that values can have.
func predeclared(_ name: String) -> GoType? {
  switch name {
  case "byte": .basic(.uint8)
  case "rune": .basic(.int32)
  case "any": .interface(InterfaceType())
  case "error": .named(.error)
  default: BasicKind(rawValue: name).map { .basic($0) }
  }
}
