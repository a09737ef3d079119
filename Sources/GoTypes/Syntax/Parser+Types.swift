extension Parser {
  /// Parses a text that is one type expression.
  mutating func parseLoneType() throws(DeclarationError) -> TypeSyntax {
    let type = try parseType("a type")
    while acceptSemicolon() {}
    guard kind == .end else { throw unexpected("the end of the type") }
    return type
  }

  /// Whether the current token can begin a type.
  var atType: Bool {
    if case .string = kind { peek() == .dot } else { kind.startsType }
  }

  mutating func parseType(_ expected: String) throws(DeclarationError) -> TypeSyntax {
    guard depth < Parser.nestingLimit else { throw error(.nestedTooDeeply(Parser.nestingLimit)) }
    depth += 1
    defer { depth -= 1 }
    let start = position
    if kind == .leftParenthesis {
      advance()
      let type = try parseType("a type")
      try expect(.rightParenthesis, ")")
      return type
    }
    return TypeSyntax(position: start, kind: try parseTypeKind(expected))
  }

  private mutating func parseTypeKind(
    _ expected: String
  ) throws(DeclarationError) -> TypeSyntax.Kind {
    switch kind {
    case .identifier, .string: return try parseTypeName(expected)
    case .star:
      advance()
      return .pointer(try parseType("the type pointed to"))
    case .leftBracket: return try parseArrayOrSlice()
    case .arrow:
      advance()
      try expect(.keyword(.chan), "chan")
      return .channel(.receive, element: try parseType("the channel's element type"))
    case .keyword(.chan):
      advance()
      let direction: ChannelDirection = accept(.arrow) ? .send : .both
      return .channel(direction, element: try parseType("the channel's element type"))
    case .keyword(.map):
      advance()
      try expect(.leftBracket, "[")
      let key = try parseType("the map's key type")
      try expect(.rightBracket, "]")
      return .map(key: key, value: try parseType("the map's element type"))
    case .keyword(.func):
      advance()
      if kind == .leftBracket {
        try require(.generics("a function type"))
        throw error(.unsupported("a generic function type"))
      }
      return .function(try parseSignature(receiver: nil))
    case .keyword(.struct):
      advance()
      return .structure(try parseFields())
    case .keyword(.interface):
      advance()
      return .interface(try parseInterfaceElements())
    default:
      throw unexpected(expected)
    }
  }

  /// Parses `T`, `time.Duration` or `"math/rand".Rand`.
  mutating func parseTypeName(_ expected: String) throws(DeclarationError) -> TypeSyntax.Kind {
    let first = kind
    guard first.isNameOrPath, first.isName || peek() == .dot else { throw unexpected(expected) }
    let start = position
    advance()
    let result: TypeSyntax.Kind
    switch first {
    case .identifier(let name) where kind != .dot:
      result = .name(name)
    case .identifier(let package):
      advance()
      result = .qualified(.name(package), name: try expectTypeName("the name of a type"))
    case .string(let bytes):
      guard let path = String(validating: bytes, as: UTF8.self) else {
        throw error(.notUTF8("import path"), at: start)
      }
      advance()
      result = .qualified(.path(path), name: try expectTypeName("the name of a type"))
    default:
      throw unexpected(expected)
    }
    if kind == .leftBracket {
      try require(.generics("an instance of a generic type"))
      return try parseArguments(of: TypeSyntax(position: start, kind: result))
    }
    return result
  }

  private mutating func parseArrayOrSlice() throws(DeclarationError) -> TypeSyntax.Kind {
    advance()
    if accept(.rightBracket) { return .slice(try parseType("the slice's element type")) }
    let start = position
    switch (kind, peek()) {
    case (.integer(let literal), .rightBracket):
      if !isOriginalLiteral(literal) { try require(.numberLiteral(literal)) }
      guard let length = integerValue(literal) else {
        throw error(.arrayLengthTooLarge(literal))
      }
      advance()
      advance()
      return .array(length: length, element: try parseType("the array's element type"))
    case (.other("-"), .integer(let literal)):
      throw error(.negativeArrayLength(literal), at: start)
    case (.ellipsis, _):
      throw error(.unsupported("an array length of ..., which only literals have,"))
    case (.invalid, _), (.end, _), (.semicolon, _):
      throw unexpected("an array length or ]")
    case (.integer, .invalid), (.integer, .end), (.integer, .semicolon):
      advance()
      throw unexpected("]")
    default:
      throw error(.unsupportedArrayLength)
    }
  }
}

extension Token.Kind {
  var isName: Bool {
    if case .identifier = self { true } else { false }
  }

  fileprivate var isNameOrPath: Bool {
    if case .string = self { true } else { isName }
  }
}
