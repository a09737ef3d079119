extension Resolver {
  /// Resolves a type declaration of this call, unless that has been done.
  ///
  /// Aliases and embedded interfaces are resolved on demand, so a declaration that is met again
  /// while it is being resolved stands for itself.
  mutating func resolvePending(_ key: Identifier) throws(DeclarationError) -> ResolvedType {
    guard var declared = pending[key] else { return ResolvedType(type: .named(typeName(key.text))) }
    switch declared.state {
    case .resolved(let type): return type
    case .resolving:
      let cycle = resolving.drop { $0 != key }.map(\.text) + [key.text]
      throw DeclarationError(
        declared.isAlias ? .recursiveType(cycle) : .recursiveInterface(key.text),
        at: declared.name.position)
    case .unresolved: break
    }
    pending[key]?.state = .resolving
    resolving.append(key)
    let type = try resolve(declared.syntax)
    resolving.removeLast()
    declared.state = .resolved(type)
    pending[key] = declared
    if declared.isAlias { updateScope { $0.aliases[key] = type } }
    return type
  }

  /// Gives every defined type its underlying type and its layout: those that it contains by value
  /// first. A type that contains itself is refused.
  ///
  /// Walks with a stack of its own, since declarations may chain without end.
  mutating func layOutPendingTypes() throws(DeclarationError) {
    struct Visit {
      var key: Identifier
      var remaining: [Identifier]
    }
    var done: Set<Identifier> = []
    var active: Set<Identifier> = []
    for root in pendingOrder where !done.contains(root) {
      var stack = [Visit(key: root, remaining: containedTypes(of: root))]
      active.insert(root)
      while var visit = stack.popLast() {
        guard let next = visit.remaining.popLast() else {
          try define(visit.key)
          active.remove(visit.key)
          done.insert(visit.key)
          continue
        }
        stack.append(visit)
        if active.contains(next) {
          let cycle = stack.map(\.key).drop { $0 != next }.map(\.text) + [next.text]
          throw DeclarationError(
            .recursiveType(cycle), at: pending[next]?.name.position ?? start)
        }
        if done.contains(next) { continue }
        active.insert(next)
        stack.append(Visit(key: next, remaining: containedTypes(of: next)))
      }
    }
    let names = pendingOrder.filter { pending[$0]?.isAlias == false }
    updateScope { $0.typeOrder += names }
  }

  private var start: SourcePosition { SourcePosition(text: nil, line: 1, column: 1) }

  /// The defined types of this call that a declaration's values hold directly.
  private func containedTypes(of key: Identifier) -> [Identifier] {
    guard let declared = pending[key], case .resolved(let type) = declared.state else { return [] }
    var contained: [Identifier] = []
    collectContained(in: type.type, into: &contained)
    return contained
  }

  private func collectContained(in type: GoType, into contained: inout [Identifier]) {
    switch type {
    case .named(let name):
      let key = Identifier(name.name)
      if sameBytes(name.packagePath, package.path), pending[key] != nil { contained.append(key) }
    case .array(_, let element): collectContained(in: element, into: &contained)
    case .structure(let structure):
      for field in structure.fields { collectContained(in: field.type, into: &contained) }
    default: break
    }
  }

  /// Enters a defined type, all of whose parts are known, into the scope.
  private mutating func define(_ key: Identifier) throws(DeclarationError) {
    guard let declared = pending[key], !declared.isAlias, case .resolved(var type) = declared.state
    else { return }
    if case .named(let name) = type.type, let other = universe.definedType(name) {
      type = other.resolved
    }
    let name = typeName(key.text)
    let layout = try layout(of: type.type, shownAs: .named(name), at: declared.name.position)
    let defined = DefinedType(
      declaration: TypeDeclaration(name: name, underlying: type.type),
      layout: layout.named(name), resolved: type)
    updateScope { $0.types[key] = defined }
  }
}
