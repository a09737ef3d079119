/// A rule on a type that is checked once every type of the call is known.
struct DeferredCheck {
  var position: SourcePosition
  var rule: TypeRule
}

extension Resolver {
  mutating func runChecks() throws(DeclarationError) {
    for check in checks {
      if case .satisfies(let type, let constraint) = check.rule {
        guard let reason = reasonAgainst(type, satisfying: constraint) else { continue }
        throw DeclarationError(
          .unsatisfied(type: shown(type), constraint: shown(constraint), reason: reason),
          at: check.position)
      }
      if let cause = universe.violation(of: check.rule, in: package) {
        throw DeclarationError(cause, at: check.position)
      }
    }
    checks = []
  }

  func checkSize(of type: GoType, at position: SourcePosition) throws(DeclarationError) {
    _ = try layout(of: type, shownAs: type, at: position)
  }

  func layout(
    of type: GoType, shownAs name: GoType, at position: SourcePosition
  ) throws(DeclarationError) -> TypeLayout {
    do {
      return try universe.layout(of: type)
    } catch {
      throw DeclarationError(.typeTooLarge(shown(name)), at: position)
    }
  }

  func shown(_ type: GoType) -> String { universe.shown(type, in: package) }

  private func shown(_ constraint: Constraint) -> String {
    var parts: [String] = constraint.isComparable ? ["comparable"] : []
    if let terms = constraint.terms {
      parts.append(
        terms.map { ($0.hasTilde ? "~" : "") + shown($0.type) }.joined(separator: " | "))
    }
    if !constraint.methods.isEmpty {
      parts.append(shown(.interface(InterfaceType(methods: constraint.methods))))
    }
    return parts.joined(separator: " and ")
  }
}
