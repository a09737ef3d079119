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
    if kind == .leftParenthesis { throw error(.parenthesizedEmbedding) }
    return try parseUnion("a method, an embedded interface or }")
  }

  /// Parses an embedded type, or the terms of a union.
  mutating func parseUnion(
    _ expected: String
  ) throws(DeclarationError) -> InterfaceElementSyntax {
    var terms = [try parseTerm(expected)]
    while kind == .other("|") {
      try require(.generics("a union of types"))
      advance()
      terms.append(try parseTerm("a type after |"))
    }
    return terms.count == 1 && !terms[0].hasTilde ? .embedded(terms[0].type) : .union(terms)
  }

  private mutating func parseTerm(_ expected: String) throws(DeclarationError) -> TermSyntax {
    let start = position
    let hasTilde = kind == .other("~")
    if hasTilde {
      try require(.generics("an approximation (~) of types"))
      advance()
    }
    let type = try parseType(hasTilde ? "a type after ~" : expected)
    return TermSyntax(position: start, hasTilde: hasTilde, type: type)
  }
}
