extension Resolver {
  /// Resolves a type declaration of this call, unless that has been done.
  ///
  /// Aliases and embedded interfaces are resolved on demand, so a declaration that is met again
  /// while it is being resolved stands for itself.
  mutating func resolvePending(_ key: TypeName) throws(DeclarationError) -> ResolvedType {
    guard var declared = pending[key] else { return ResolvedType(type: .named(key)) }
    switch declared.state {
    case .resolved(let type): return type
    case .resolving:
      let cycle = resolving.drop { $0 != key }.map(shownName) + [declared.name.text]
      throw DeclarationError(
        declared.isAlias ? .recursiveType(cycle) : .recursiveInterface(declared.name.text),
        at: declared.name.position)
    case .unresolved: break
    }
    pending[key]?.state = .resolving
    resolving.append(key)
    let type = try within(declared.context, mention: declared.mention) {
      (resolver) throws(DeclarationError) in
      try resolver.resolve(declared.syntax, asConstraint: true)
    }
    resolving.removeLast()
    if case .named(let name) = type.type, name.isParameter {
      throw DeclarationError(
        .parameterAsType(shown(type.type)), at: declared.mention ?? declared.syntax.position)
    }
    declared.state = .resolved(type)
    pending[key] = declared
    if declared.isAlias, !key.mentionsParameter {
      updateScope { $0.aliases[Identifier(key.name)] = type }
    }
    return type
  }

  /// Does something in the scope of another declaration. What is wrong there is told at the place
  /// of the mention, if there is one.
  mutating func within<Result>(
    _ context: Context, mention: SourcePosition?,
    _ body: (inout Resolver) throws(DeclarationError) -> Result
  ) throws(DeclarationError) -> Result {
    let outer = self.context
    let firstCheck = checks.count
    self.context = context
    let result: Result
    do {
      result = try body(&self)
    } catch {
      throw mention.map { DeclarationError(error.cause, at: $0) } ?? error
    }
    self.context = outer
    if let mention {
      for index in checks.indices[firstCheck...] { checks[index].position = mention }
    }
    return result
  }

  /// Gives every defined type its underlying type and its layout: those that it contains by value
  /// first. A type that contains itself is refused.
  ///
  /// Walks with a stack of its own, since declarations may chain without end.
  mutating func layOutPendingTypes(_ names: [TypeName]) throws(DeclarationError) {
    struct Visit {
      var key: TypeName
      var remaining: [TypeName]
    }
    var active: Set<TypeName> = []
    var order: [TypeName] = []
    for root in names where pending[root]?.isPlaced == false {
      var stack = [Visit(key: root, remaining: containedTypes(of: root))]
      active.insert(root)
      while let top = stack.indices.last {
        let key = stack[top].key
        guard let next = stack[top].remaining.popLast() else {
          pending[key]?.isPlaced = true
          order.append(key)
          active.remove(key)
          stack.removeLast()
          continue
        }
        if active.contains(next) {
          let cycle = stack.map(\.key).drop { $0 != next } + [next]
          throw DeclarationError(
            .recursiveType(cycle.map(shownName)), at: pending[next]?.name.position ?? start)
        }
        if pending[next]?.isPlaced != false { continue }
        active.insert(next)
        stack.append(Visit(key: next, remaining: containedTypes(of: next)))
      }
    }
    for name in order {
      if case .resolved(let type)? = pending[name]?.state {
        universe.noteHeap(of: name, underlying: type.type)
      }
    }
    for name in order { try define(name) }
    for name in names where pending[name]?.isAlias == false {
      let key = Identifier(name.name)
      let path = Identifier(name.packagePath)
      if !name.mentionsParameter, universe.scopes[path]?.types[key] != nil {
        universe.scopes[path]?.typeOrder.append(key)
      }
    }
  }

  /// A declaration's name as messages have it.
  func shownName(_ name: TypeName) -> String { pending[name]?.name.text ?? name.name }

  private var start: SourcePosition { SourcePosition(text: nil, line: 1, column: 1) }

  /// The defined types of this call that a declaration's values hold directly.
  private func containedTypes(of key: TypeName) -> [TypeName] {
    guard let declared = pending[key], case .resolved(let type) = declared.state else { return [] }
    var contained: [TypeName] = []
    collectContained(in: type.type, into: &contained)
    return contained
  }

  private func collectContained(in type: GoType, into contained: inout [TypeName]) {
    switch type {
    case .named(let name): if pending[name] != nil { contained.append(name) }
    case .array(_, let element): collectContained(in: element, into: &contained)
    case .structure(let structure):
      for field in structure.fields { collectContained(in: field.type, into: &contained) }
    default: break
    }
  }

  /// Enters a defined type, all of whose parts are known, into the scope of its package.
  private mutating func define(_ name: TypeName) throws(DeclarationError) {
    guard let declared = pending[name], !declared.isAlias,
      case .resolved(var type) = declared.state
    else { return }
    let (path, key) = (Identifier(name.packagePath), Identifier(name.name))
    let new = PackageScope(package: package)
    if case .named(let other) = type.type {
      let scope = universe.scopes[Identifier(other.packagePath)]
      let otherKey = Identifier(other.name)
      type = scope?.types[otherKey]?.resolved ?? scope?.constraints[otherKey] ?? type
    }
    if type.constraint != nil {
      universe.scopes[path, default: new].constraints[key] = type
      return
    }
    let layout = try layout(of: type.type, shownAs: .named(name), at: declared.name.position)
    let defined = DefinedType(
      declaration: TypeDeclaration(name: name, underlying: type.type),
      layout: layout.named(name), resolved: type)
    universe.scopes[path, default: new].types[key] = defined
  }
}
