extension Parser {
  // MARK: Type parameters

  /// Whether the bracket after a declared type's name opens type parameters rather than an array's
  /// length. As Go decides it: what could be an expression is one, unless a comma follows or it
  /// holds what no expression has (go/parser/parser.go, `parseTypeSpec`).
  var startsTypeParameters: Bool {
    guard kind == .leftBracket, case .identifier = peek() else { return false }
    switch peek(2) {
    case .identifier, .keyword, .comma, .leftBracket, .other("~"): return true
    case .star, .leftParenthesis: return bracketsHoldTypes
    default: return false
    }
  }

  private var bracketsHoldTypes: Bool {
    var (ahead, depth) = (1, 1)
    while depth > 0 {
      switch peek(ahead) {
      case .leftBracket:
        // []T and [5]T are types, a[5] is an expression.
        switch peek(ahead - 1) {
        case .identifier, .rightBracket, .rightParenthesis: break
        default: return true
        }
        depth += 1
      case .leftParenthesis, .leftBrace: depth += 1
      case .rightBracket, .rightParenthesis, .rightBrace: depth -= 1
      case .comma: if depth == 1 { return true }
      case .keyword, .other("~"): return true
      case .end, .invalid: return false
      default: break
      }
      ahead += 1
    }
    return false
  }

  /// Parses `[K comparable, V any]`, of which the current token is the bracket.
  mutating func parseTypeParameters() throws(DeclarationError) -> [TypeParameterSyntax] {
    try expect(.leftBracket, "[")
    var parameters: [TypeParameterSyntax] = []
    var seen: Set<Identifier> = []
    while kind != .rightBracket {
      var names = [try expectName("the name of a type parameter")]
      while accept(.comma) { names.append(try expectName("the name of a type parameter")) }
      let start = position
      let element = try parseUnion("a comma or the constraint of \(names[names.count - 1].text)")
      let constraint =
        if case .embedded(let type) = element { type } else {
          TypeSyntax(position: start, kind: .interface([element]))
        }
      for name in names {
        guard name.isBlank || seen.insert(Identifier(name.text)).inserted else {
          throw error(.duplicate(.typeParameter, name.text), at: name.position)
        }
        parameters.append(TypeParameterSyntax(name: name, constraint: constraint))
      }
      guard accept(.comma) || kind == .rightBracket else { throw unexpected("a comma or ]") }
    }
    if parameters.isEmpty { throw unexpected("a type parameter") }
    advance()
    return parameters
  }

  // MARK: Type arguments

  /// Parses `[string, int]` after the name of a generic type.
  mutating func parseArguments(
    of generic: TypeSyntax
  ) throws(DeclarationError) -> TypeSyntax.Kind {
    try expect(.leftBracket, "[")
    var arguments: [TypeSyntax] = []
    repeat {
      arguments.append(try parseType("a type argument"))
    } while accept(.comma) && kind != .rightBracket
    guard accept(.rightBracket) else { throw unexpected("a comma or ]") }
    return .instance(generic, arguments)
  }

  /// Whether a name and a bracket at the current token are an instance rather than the name of a
  /// field or parameter and its array or slice type: no type follows the brackets.
  func startsInstance() -> Bool {
    guard kind.isName, peek() == .leftBracket, peek(2) != .rightBracket else { return false }
    var (ahead, depth) = (2, 1)
    while depth > 0 {
      switch peek(ahead) {
      case .leftBracket: depth += 1
      case .rightBracket: depth -= 1
      // Several arguments.
      case .comma where depth == 1: return true
      case .end, .invalid: return false
      case .integer where ahead == 2 && peek(3) != .rightBracket: return false
      default: break
      }
      ahead += 1
    }
    if case .string = peek(ahead) { return peek(ahead + 1) != .dot }
    return !peek(ahead).startsType
  }
}

extension Token.Kind {
  /// Whether a type can begin with the token; a string begins one only before a dot.
  var startsType: Bool {
    switch self {
    case .identifier, .star, .leftBracket, .leftParenthesis, .arrow: true
    case .keyword(let keyword): [.chan, .func, .interface, .map, .struct].contains(keyword)
    default: false
    }
  }
}
