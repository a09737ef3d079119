extension Resolver {
  /// Attaches a method to its receiver's base type.
  mutating func declareMethod(
    _ syntax: MethodSyntax
  ) throws(DeclarationError) {
    let (name, receiver) = (syntax.name, syntax.receiver)
    let type = try resolve(receiver.type).type
    let base = try receiverBase(type, at: receiver.type.position)
    var inner = context
    let owner = typeName("\(base.name.name).\(name.text)")
    inner.bindings = try bindParameters(syntax.parameters, of: owner)
    let signature = try within(inner, mention: nil) { (resolver) throws(DeclarationError) in
      try resolver.resolve(syntax.signature).signature
    }
    if name.isBlank { return }
    let key = Identifier(base.name.name)
    let member = MemberName(name.text, packagePath: package.path)
    guard var defined = scope.types[key] else { return }
    guard
      !defined.declaration.methods.contains(where: { sameBytes($0.name, name.text) }),
      !defined.declaration.genericMethodNames.contains(where: { sameBytes($0, name.text) })
    else { throw DeclarationError(.duplicate(.method, name.text), at: name.position) }
    if case .structure(let structure) = base.underlying,
      structure.fields.contains(where: {
        MemberName($0.name, packagePath: $0.packagePath) == member
      })
    {
      throw DeclarationError(
        .fieldAndMethod(name.text, type: base.name.name), at: name.position)
    }
    guard syntax.parameters.isEmpty else {
      defined.declaration.genericMethodNames.append(name.text)
      updateScope { $0.types[key] = defined }
      return
    }
    var method = Method(
      name: name.text, packagePath: package.path, hasPointerReceiver: type.isPointer,
      signature: signature)
    method.isHiddenFromInterfaces = syntax.isHidden
    defined.declaration.add(method)
    updateScope { $0.types[key] = defined }
  }

  private func receiverBase(
    _ type: GoType, at position: SourcePosition
  ) throws(DeclarationError) -> TypeDeclaration {
    func refuse(_ reason: String) -> DeclarationError {
      DeclarationError(.invalidReceiver(shown(type), reason: reason), at: position)
    }
    var base = type
    if case .pointer(let element) = type { base = element }
    guard case .named(let name) = base else {
      throw refuse("methods belong to a defined type T, with receiver T or *T")
    }
    guard sameBytes(name.packagePath, package.path),
      let defined = scope.types[Identifier(name.name)]
    else {
      throw refuse("its methods are declared in its own package")
    }
    if universe.instances[name] != nil {
      throw refuse("an instance has only the methods of its generic type")
    }
    switch defined.declaration.underlying {
    case .pointer, .basic(.unsafePointer):
      throw refuse("a pointer type has no methods of its own")
    case .interface: throw refuse("an interface has only the methods it lists")
    default: return defined.declaration
    }
  }
}

extension TypeDeclaration {
  /// Inserts a method, keeping the order of Go's descriptors.
  mutating func add(_ method: Method) {
    let key = (name: method.name, packagePath: method.packagePath)
    let index =
      methods.firstIndex { symbolPrecedes(key, ($0.name, $0.packagePath)) } ?? methods.endIndex
    methods.insert(method, at: index)
  }
}

extension GoType {
  fileprivate var isPointer: Bool {
    if case .pointer = self { true } else { false }
  }
}
