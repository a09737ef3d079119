extension Resolver {
  /// Resolves the constraint of a type parameter.
  mutating func resolveConstraint(
    _ syntax: TypeSyntax
  ) throws(DeclarationError) -> Constraint {
    let written = try resolve(syntax, asConstraint: true)
    if case .named(let name) = written.type, name.isParameter {
      throw DeclarationError(.parameterAsConstraint(shown(written.type)), at: syntax.position)
    }
    let type = try underlyingType(of: written)
    if let constraint = type.constraint { return constraint }
    guard case .interface(let interface) = type.type else {
      // An inline union's only term: [T int].
      return Constraint(terms: [Constraint.Term(hasTilde: false, type: written.type)])
    }
    return Constraint(methods: interface.methods)
  }

  /// The types that a union admits; nil for all.
  mutating func resolveUnion(
    _ syntax: [TermSyntax]
  ) throws(DeclarationError) -> [Constraint.Term]? {
    var terms: [Constraint.Term] = []
    var own: [Constraint.Term] = []
    var admitsAll = false
    for term in syntax {
      let written = try resolve(term.type, asConstraint: true)
      func refuse(_ reason: String) -> DeclarationError {
        let tilde = term.hasTilde ? "~" : ""
        return DeclarationError(
          .invalidTerm(tilde + shown(written.type), reason: reason), at: term.position)
      }
      if case .named(let name) = written.type, name.isParameter {
        throw refuse("it is a type parameter")
      }
      let type = try underlyingType(of: written)
      if case .interface(let interface) = type.type {
        if term.hasTilde { throw refuse("~ stands before a type that is no interface") }
        if !interface.methods.isEmpty { throw refuse("it has methods") }
        if type.constraint?.isComparable == true { throw refuse("it asks for comparable") }
        if let more = type.constraint?.terms { terms += more } else { admitsAll = true }
        continue
      }
      if term.hasTilde, type.type != written.type {
        throw refuse("the underlying type is \(shown(type.type)), which is what ~ stands before")
      }
      let added = Constraint.Term(hasTilde: term.hasTilde, type: written.type)
      for other in own {
        if try intersection(of: other, added) != nil {
          throw refuse("it overlaps with \(other.hasTilde ? "~" : "")\(shown(other.type))")
        }
      }
      own.append(added)
      terms.append(added)
    }
    return admitsAll ? nil : terms
  }

  /// Restricts a constraint to what another admits too.
  mutating func restrict(
    _ constraint: inout Constraint, to terms: [Constraint.Term]
  ) throws(DeclarationError) {
    guard let own = constraint.terms else {
      constraint.terms = terms
      return
    }
    var common: [Constraint.Term] = []
    for left in own {
      for right in terms {
        guard let term = try intersection(of: left, right), !common.contains(term) else {
          continue
        }
        common.append(term)
      }
    }
    constraint.terms = common
  }

  private mutating func intersection(
    of left: Constraint.Term, _ right: Constraint.Term
  ) throws(DeclarationError) -> Constraint.Term? {
    func underlying(_ resolver: inout Resolver, _ type: GoType) throws(DeclarationError) -> GoType {
      try resolver.underlyingType(of: ResolvedType(type: type)).type
    }
    switch (left.hasTilde, right.hasTilde) {
    case (false, false), (true, true): return left.type == right.type ? left : nil
    case (true, false): return try underlying(&self, right.type) == left.type ? right : nil
    case (false, true): return try underlying(&self, left.type) == right.type ? left : nil
    }
  }

  // MARK: Satisfaction

  /// Why a type does not satisfy a constraint; nil when it does. All types are laid out by now.
  func reasonAgainst(_ type: GoType, satisfying constraint: Constraint) -> String? {
    let methods = universe.methodSet(of: type)
    for wanted in constraint.methods {
      let name = MemberName(wanted.name, packagePath: wanted.packagePath)
      let found = methods.first {
        MemberName($0.method.name, packagePath: $0.method.packagePath) == name
      }
      guard let found else { return "it has no method \(wanted.name)" }
      if found.method.signature != wanted.signature {
        return "its method \(wanted.name) has another signature"
      }
    }
    if constraint.isComparable {
      do throws(LayoutError) {
        if try !universe.layout(of: type).isComparable { return "it cannot be compared" }
      } catch { return error.description }
    }
    guard let terms = constraint.terms else { return nil }
    guard let own = self.terms(of: type) else { return "it is not limited to the union's terms" }
    for term in own where !terms.contains(where: { includes($0, term) }) {
      return "\(term.hasTilde ? "~" : "")\(shown(term.type)) is not among the union's terms"
    }
    return nil
  }

  /// The types that a type argument may be; nil for an interface.
  private func terms(of type: GoType) -> [Constraint.Term]? {
    if case .named(let name) = type, let parameter = parameters[name] {
      return parameter.constraint.terms
    }
    if case .interface? = universe.underlying(type) { return nil }
    return [Constraint.Term(hasTilde: false, type: type)]
  }

  private func includes(_ term: Constraint.Term, _ other: Constraint.Term) -> Bool {
    if term.hasTilde { return universe.underlying(other.type) == term.type }
    return !other.hasTilde && other.type == term.type
  }
}
