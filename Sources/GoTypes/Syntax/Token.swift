/// Where a token begins: the line and the column, both from 1; columns count UTF-8 bytes, as Go's
/// do.
struct SourcePosition: Hashable, Sendable {
  /// The declaration text's index in the call, from 0; nil for a lone type expression.
  var text: Int?
  var line: Int
  var column: Int
}

struct Token: Sendable {
  enum Kind: Equatable, Sendable {
    case identifier(String)
    case keyword(Keyword)
    /// A literal as written, digits checked.
    case integer(String)
    /// A string literal's bytes, unquoted: they need not be UTF-8.
    case string([UInt8])
    case leftParenthesis, rightParenthesis, leftBracket, rightBracket, leftBrace, rightBrace
    case comma, dot, ellipsis, star, arrow, assign
    case semicolon(Semicolon)
    /// A Go token that no declaration without bodies and constants needs, as written.
    case other(String)
    /// Text that is no token; nothing follows.
    case invalid(DeclarationError.Cause)
    case end
  }

  /// How a semicolon came about: written, or inserted after a line's last token.
  enum Semicolon: Equatable, Sendable {
    case written, newline, end
  }

  enum Keyword: String, Sendable {
    case chan, `func`, interface, map, `struct`, type, `var`
    case `break`, `case`, const, `continue`, `default`, `defer`, `else`, `fallthrough`, `for`, go
    case goto, `if`, `import`, package, range, `return`, select, `switch`
  }

  var kind: Kind
  var position: SourcePosition
  /// The offset in the text just behind it, in bytes.
  var endOffset = 0
  /// Whether the comment `//go:nointerface` stands before it.
  var isAfterNoInterface = false
}

extension Token.Kind {
  /// The token as an error message names it.
  var description: String {
    switch self {
    case .identifier(let name): "name \(name)"
    case .keyword(let keyword): "keyword \(keyword.rawValue)"
    case .integer(let text): "number \(text)"
    case .string: "a string literal"
    case .leftParenthesis: "("
    case .rightParenthesis: ")"
    case .leftBracket: "["
    case .rightBracket: "]"
    case .leftBrace: "{"
    case .rightBrace: "}"
    case .comma: "a comma"
    case .dot: "."
    case .ellipsis: "..."
    case .star: "*"
    case .arrow: "<-"
    case .assign: "="
    case .semicolon(.written): "a semicolon"
    case .semicolon(.newline): "the end of the line"
    case .semicolon(.end), .end: "the end of the text"
    case .other(let text): text
    case .invalid: "invalid text"
    }
  }

  /// Whether the end of a line after this token ends a statement (Go specification, "Semicolons").
  var endsStatement: Bool {
    switch self {
    case .identifier, .integer, .string, .rightParenthesis, .rightBracket, .rightBrace: true
    case .keyword(let keyword):
      [.break, .continue, .fallthrough, .return].contains(keyword)
    case .other(let text):
      text == "++" || text == "--" || text.utf8.first.map(startsLiteral) == true
    default: false
    }
  }
}

/// Whether an `other` token is a literal (a float, an imaginary or a rune) rather than an operator.
private func startsLiteral(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "'") || isDecimal(byte)
}
