extension Parser {
  /// Parses the braces of a struct type.
  mutating func parseFields() throws(DeclarationError) -> [FieldSyntax] {
    try expect(.leftBrace, "{")
    var fields: [FieldSyntax] = []
    while kind != .rightBrace {
      fields += try parseField()
      guard acceptSemicolon() || kind == .rightBrace else {
        throw unexpected("a semicolon, the end of the line or }")
      }
    }
    advance()
    var seen: Set<Identifier> = []
    for field in fields where !field.name.isBlank {
      guard seen.insert(Identifier(field.name.text)).inserted else {
        throw error(.duplicate(.field, field.name.text), at: field.name.position)
      }
    }
    return fields
  }

  private mutating func parseField() throws(DeclarationError) -> [FieldSyntax] {
    if kind == .leftParenthesis { throw error(.parenthesizedEmbedding) }
    guard kind.isName, startsNames(after: peek()), !startsInstance() else {
      return [try parseEmbeddedField()]
    }
    var names = [try expectName("the name of a field")]
    while accept(.comma) { names.append(try expectName("the name of a field")) }
    let type = try parseType("a comma or the type of \(names[names.count - 1].text)")
    let tag = try parseTag()
    return names.map { FieldSyntax(name: $0, type: type, isEmbedded: false, tag: tag) }
  }

  /// Whether a name at the current token begins a list of field names: what follows is another name
  /// or a type. An embedded field's name is followed by a dot, a tag or the field's end.
  private func startsNames(after next: Token.Kind) -> Bool {
    switch next {
    case .dot, .semicolon, .rightBrace, .end, .invalid: false
    case .string: peek(2) == .dot
    default: true
    }
  }

  private mutating func parseEmbeddedField() throws(DeclarationError) -> FieldSyntax {
    let start = position
    let isPointer = accept(.star)
    let base = position
    if kind == .leftParenthesis { throw error(.parenthesizedEmbedding) }
    let type = TypeSyntax(position: base, kind: try parseTypeName("a field or }"))
    guard let name = type.lastName else {
      throw error(.unexpected(found: "a type", expected: "a name"), at: base)
    }
    return FieldSyntax(
      name: name, type: isPointer ? TypeSyntax(position: start, kind: .pointer(type)) : type,
      isEmbedded: true, tag: try parseTag())
  }

  private mutating func parseTag() throws(DeclarationError) -> String? {
    guard case .string(let bytes) = kind else { return nil }
    // Go permits any bytes; a tag that is no text is refused rather than altered.
    guard let tag = String(validating: bytes, as: UTF8.self) else { throw error(.notUTF8("tag")) }
    advance()
    return tag
  }
}

extension TypeSyntax {
  /// The name by which a field embeds the type.
  fileprivate var lastName: NameSyntax? {
    switch kind {
    case .name(let text): NameSyntax(text: sourceName(of: text), position: position)
    case .qualified(_, let last):
      NameSyntax(text: sourceName(of: last.text), position: last.position)
    case .instance(let generic, _): generic.lastName
    default: nil
    }
  }
}
