extension Parser {
  /// Parses the braces of an interface type.
  mutating func parseInterfaceElements() throws(DeclarationError) -> [InterfaceElementSyntax] {
    try expect(.leftBrace, "{")
    var elements: [InterfaceElementSyntax] = []
    var seen: Set<Identifier> = []
    while kind != .rightBrace {
      let element = try parseInterfaceElement()
      if case .method(let name, _) = element {
        if name.isBlank { throw error(.blankInterfaceMethod, at: name.position) }
        guard seen.insert(Identifier(name.text)).inserted else {
          throw error(.duplicate(.method, name.text), at: name.position)
        }
      }
      elements.append(element)
      guard acceptSemicolon() || kind == .rightBrace else {
        throw unexpected("a semicolon, the end of the line or }")
      }
    }
    advance()
    return elements
  }

  private mutating func parseInterfaceElement() throws(DeclarationError)
    -> InterfaceElementSyntax
  {
    if kind.isName, peek() == .leftParenthesis {
      let name = try expectName("the name of a method")
      return .method(name, try parseSignature(receiver: nil))
    }
    let type = try parseType("a method, an embedded interface or }")
    if kind == .other("|") {
      throw error(.unsupported("a union of types, which only constraints have,"))
    }
    return .embedded(type)
  }
}
