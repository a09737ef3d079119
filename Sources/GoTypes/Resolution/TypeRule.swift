/// A rule on a type that can be checked once every type it mentions is laid out.
enum TypeRule {
  case size(GoType)
  case channel(element: GoType)
  case map(key: GoType, value: GoType)
  case embedding(GoType)
  /// A type that a value has is no constraint.
  case ordinary(TypeName)
  case satisfies(GoType, Constraint)
}

extension Universe {
  /// How a type breaks a rule; nil when it keeps it.
  func violation(of rule: TypeRule, in package: Package) -> DeclarationError.Cause? {
    switch rule {
    case .size(let type):
      return sized(type) == nil ? .typeTooLarge(shown(type, in: package)) : nil
    case .channel(let element):
      // cmd/compile/internal/types/size.go: elements of 64 KiB or more are refused.
      guard let layout = sized(element) else { return .typeTooLarge(shown(element, in: package)) }
      return layout.size >= 1 << 16 ? .channelElementTooLarge(shown(element, in: package)) : nil
    case .map(let key, let value):
      return mapViolation(key: key, value: value, in: package)
    case .ordinary(let name):
      let scope = scopes[Identifier(name.packagePath)]
      return scope?.constraints[Identifier(name.name)] == nil
        ? nil : .constraintAsType(shown(.named(name), in: package))
    case .satisfies: return nil
    case .embedding(let type):
      return embeddingViolation(type, in: package)
    }
  }

  private func sized(_ type: GoType) -> TypeLayout? {
    do throws(LayoutError) { return try layout(of: type) } catch { return nil }
  }

  /// Keys must be comparable; keys and elements of 2 GiB or more are refused (size.go).
  private func mapViolation(
    key: GoType, value: GoType, in package: Package
  ) -> DeclarationError.Cause? {
    for (index, type) in [key, value].enumerated() {
      guard let layout = sized(type) else { return .typeTooLarge(shown(type, in: package)) }
      if index == 0, !layout.isComparable { return .incomparableMapKey(shown(type, in: package)) }
    }
    let large = [key, value].first { (sized($0)?.size ?? 0) >= 1 << 31 }
    return large.map { .mapEntryTooLarge(shown($0, in: package)) }
  }

  /// Go specification, "Struct types": an embedded type is T, or a pointer to a non-interface T,
  /// and T is no pointer.
  private func embeddingViolation(
    _ type: GoType, in package: Package
  ) -> DeclarationError.Cause? {
    // An alias may stand for *T, and is then embedded as that.
    var base = type
    var isPointer = false
    if case .pointer(let element) = type { (base, isPointer) = (element, true) }
    if case .named(let name) = base, name.isParameter {
      return .invalidEmbedding("a type parameter, \(shown(type, in: package))")
    }
    switch underlying(base) {
    case .pointer, .basic(.unsafePointer):
      return .invalidEmbedding("a pointer, \(shown(type, in: package))")
    case .interface where isPointer:
      return .invalidEmbedding("a pointer to an interface, \(shown(type, in: package))")
    default: return nil
    }
  }

  /// A type as messages show it, cut where it would make them unreadable.
  func shown(_ type: GoType, in package: Package) -> String {
    let text = string(type, qualifier: .source(in: package))
    return text.utf8.count <= 200 ? text : text.prefix(200) + "…"
  }
}
