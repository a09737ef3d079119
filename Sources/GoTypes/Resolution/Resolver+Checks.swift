/// A rule on a type that is checked once every type of the call is known.
struct DeferredCheck {
  enum Rule {
    case size(GoType)
    case channel(GoType)
    case map(key: GoType, value: GoType)
    case embedding(GoType)
  }

  var position: SourcePosition
  var rule: Rule
}

extension Resolver {
  mutating func runChecks() throws(DeclarationError) {
    for check in checks {
      switch check.rule {
      case .size(let type): try checkSize(of: type, at: check.position)
      case .channel(let type): try checkChannel(type, at: check.position)
      case .map(let key, let value): try checkMap(key: key, value: value, at: check.position)
      case .embedding(let type): try checkEmbedding(type, at: check.position)
      }
    }
    checks = []
  }

  func checkSize(of type: GoType, at position: SourcePosition) throws(DeclarationError) {
    _ = try layout(of: type, shownAs: type, at: position)
  }

  /// cmd/compile/internal/types/size.go: elements of 64 KiB or more are refused.
  private func checkChannel(
    _ type: GoType, at position: SourcePosition
  ) throws(DeclarationError) {
    guard case .channel(_, let element) = type else { return }
    if try layout(of: element, shownAs: element, at: position).size >= 1 << 16 {
      throw DeclarationError(.channelElementTooLarge(shown(element)), at: position)
    }
  }

  /// Keys must be comparable; keys and elements of 2 GiB or more are refused (size.go).
  private func checkMap(
    key: GoType, value: GoType, at position: SourcePosition
  ) throws(DeclarationError) {
    guard try layout(of: key, shownAs: key, at: position).isComparable else {
      throw DeclarationError(.incomparableMapKey(shown(key)), at: position)
    }
    for type in [key, value] where try layout(of: type, shownAs: type, at: position).size >= 1 << 31
    {
      throw DeclarationError(.mapEntryTooLarge(shown(type)), at: position)
    }
  }

  /// Go specification, "Struct types": an embedded type is T, or a pointer to a non-interface T,
  /// and T is no pointer.
  private func checkEmbedding(
    _ type: GoType, at position: SourcePosition
  ) throws(DeclarationError) {
    // An alias may stand for *T, and is then embedded as that.
    var base = type
    var isPointer = false
    if case .pointer(let element) = type { (base, isPointer) = (element, true) }
    switch universe.underlying(base) {
    case .pointer, .basic(.unsafePointer):
      throw DeclarationError(.invalidEmbedding("a pointer, \(shown(type))"), at: position)
    case .interface where isPointer:
      throw DeclarationError(
        .invalidEmbedding("a pointer to an interface, \(shown(type))"), at: position)
    default: break
    }
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

  /// A type as messages show it, cut where it would make them unreadable.
  func shown(_ type: GoType) -> String {
    let text = universe.string(type, qualifier: .source(in: package))
    return text.utf8.count <= 200 ? text : text.prefix(200) + "…"
  }
}
