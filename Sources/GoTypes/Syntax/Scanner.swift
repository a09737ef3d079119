/// Splits Go text into tokens by the specification's lexical rules, automatic semicolons included.
struct Scanner {
  private(set) var bytes: [UInt8]
  private(set) var offset = 0
  private var text: Int?
  private var line = 1
  private var lineStart = 0
  private var lastEndsStatement = false
  private var hasNoInterface = false

  /// The tokens of a text, `end` or `invalid` last.
  static func tokens(of source: String, text: Int?) -> [Token] {
    var scanner = Scanner(bytes: Array(source.utf8), text: text)
    var tokens: [Token] = []
    while true {
      var token = scanner.next()
      token.endOffset = scanner.offset
      switch token.kind {
      case .semicolon: break
      default:
        token.isAfterNoInterface = scanner.hasNoInterface
        scanner.hasNoInterface = false
      }
      tokens.append(token)
      switch token.kind {
      case .end, .invalid: return tokens
      default: scanner.lastEndsStatement = token.kind.endsStatement
      }
    }
  }

  private init(bytes: [UInt8], text: Int?) {
    self.bytes = bytes
    self.text = text
  }

  var position: SourcePosition {
    SourcePosition(text: text, line: line, column: offset - lineStart + 1)
  }

  func peek(_ ahead: Int = 0) -> UInt8? {
    offset + ahead < bytes.count ? bytes[offset + ahead] : nil
  }

  mutating func advance(_ count: Int = 1) {
    for _ in 0..<count where offset < bytes.count {
      if bytes[offset] == UInt8(ascii: "\n") {
        line += 1
        lineStart = offset + 1
      }
      offset += 1
    }
  }

  func substring(from start: Int) -> String {
    String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private mutating func next() -> Token {
    if let token = skipBlanks() { return token }
    let start = position
    do {
      return Token(kind: try scanToken(), position: start)
    } catch {
      return Token(kind: .invalid(error.cause), position: error.position ?? start)
    }
  }

  /// Skips spaces and comments; the result is a semicolon that they imply, or an unfinished
  /// comment.
  private mutating func skipBlanks() -> Token? {
    while let byte = peek() {
      let start = position
      switch (byte, peek(1)) {
      case (UInt8(ascii: "\n"), _) where lastEndsStatement:
        advance()
        return Token(kind: .semicolon(.newline), position: start)
      case (UInt8(ascii: " "), _), (UInt8(ascii: "\t"), _), (UInt8(ascii: "\r"), _),
        (UInt8(ascii: "\n"), _):
        advance()
      case (UInt8(ascii: "/"), UInt8(ascii: "/")):
        let comment = offset
        while let byte = peek(), byte != UInt8(ascii: "\n") { advance() }
        // A pragma begins its line, and nothing follows it.
        if start.column == 1, substring(from: comment) == "//go:nointerface" {
          hasNoInterface = true
        }
      case (UInt8(ascii: "/"), UInt8(ascii: "*")):
        advance(2)
        while peek() != UInt8(ascii: "*") || peek(1) != UInt8(ascii: "/") {
          guard peek() != nil else {
            return Token(kind: .invalid(.unterminatedComment), position: start)
          }
          advance()
        }
        advance(2)
        if line > start.line, lastEndsStatement {
          return Token(kind: .semicolon(.newline), position: start)
        }
      default:
        return nil
      }
    }
    return lastEndsStatement ? Token(kind: .semicolon(.end), position: position) : nil
  }

  private mutating func scanToken() throws(ScanError) -> Token.Kind {
    guard let byte = peek() else { return .end }
    if isDecimal(byte) || byte == UInt8(ascii: ".") && peek(1).map(isDecimal) == true {
      return try scanNumber()
    }
    switch byte {
    case UInt8(ascii: "\""): return try scanInterpretedString()
    case UInt8(ascii: "`"): return try scanRawString()
    case UInt8(ascii: "'"): return try scanRune()
    default: break
    }
    if let kind = scanPunctuation() { return kind }
    return try scanName()
  }

  private mutating func scanName() throws(ScanError) -> Token.Kind {
    let start = offset
    while let scalar = peekScalar() {
      let isDigit = isDigitScalar(scalar)
      guard isLetterScalar(scalar) || isDigit && offset > start else { break }
      advance(UTF8.width(scalar))
    }
    guard offset > start else {
      throw ScanError(.invalidCharacter(peekScalar() ?? "\u{FFFD}"))
    }
    skipLocalTypeNumber()
    let name = substring(from: start)
    return Token.Keyword(rawValue: name).map { .keyword($0) } ?? .identifier(name)
  }

  /// Skips the number that compilers tell local types of one name apart by, `·1` in `T·1`.
  private mutating func skipLocalTypeNumber() {
    guard peekScalar() == localTypeMark else { return }
    var end = UTF8.width(localTypeMark)
    guard let first = peek(end), isDecimal(first), first != UInt8(ascii: "0") else { return }
    while let byte = peek(end), isDecimal(byte) { end += 1 }
    advance(end)
  }

  /// The scalar at the offset; the bytes come from a Swift string, so they are well-formed UTF-8.
  private func peekScalar() -> Unicode.Scalar? {
    guard let byte = peek() else { return nil }
    if byte < 0x80 { return Unicode.Scalar(byte) }
    return String(decoding: bytes[offset..<min(offset + 4, bytes.count)], as: UTF8.self)
      .unicodeScalars.first
  }

  private mutating func scanPunctuation() -> Token.Kind? {
    guard let byte = peek() else { return nil }
    if let kind = delimiter(byte) {
      advance()
      return kind
    }
    for (text, kind) in operators {
      let spelling = text.utf8
      guard spelling.first == byte, offset + spelling.count <= bytes.count,
        bytes[offset..<(offset + spelling.count)].elementsEqual(spelling)
      else { continue }
      advance(spelling.count)
      return kind
    }
    return nil
  }

  /// The punctuation that begins no longer token.
  private func delimiter(_ byte: UInt8) -> Token.Kind? {
    switch byte {
    case UInt8(ascii: "("): .leftParenthesis
    case UInt8(ascii: ")"): .rightParenthesis
    case UInt8(ascii: "["): .leftBracket
    case UInt8(ascii: "]"): .rightBracket
    case UInt8(ascii: "{"): .leftBrace
    case UInt8(ascii: "}"): .rightBrace
    case UInt8(ascii: ","): .comma
    case UInt8(ascii: ";"): .semicolon(.written)
    default: nil
    }
  }
}

/// A text that is no token: why, and where if not at its start.
struct ScanError: Error {
  var cause: DeclarationError.Cause
  var position: SourcePosition?

  init(_ cause: DeclarationError.Cause, at position: SourcePosition? = nil) {
    self.cause = cause
    self.position = position
  }
}

func isDecimal(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

/// Go specification, "Letters and digits": the categories Lu, Ll, Lt, Lm, Lo, and `_`.
func isLetterScalar(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII { return scalar == "_" || scalar.properties.isAlphabetic }
  switch scalar.properties.generalCategory {
  case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
    return true
  default: return false
  }
}

/// Go specification, "Letters and digits": the category Nd.
func isDigitScalar(_ scalar: Unicode.Scalar) -> Bool {
  scalar.properties.generalCategory == .decimalNumber
}

/// Go's operators, longest first where one begins another.
private let operators: [(String, Token.Kind)] =
  [("...", .ellipsis), (".", .dot), ("<-", .arrow)]
  + [
    "<<=", ">>=", "&^=", "++", "--", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "&&", "||",
    "&^", "==", "!=", "<=", ">=", "<<", ">>", ":=",
  ].map { ($0, .other($0)) }
  + [("*", .star), ("=", .assign)]
  + ["+", "-", "/", "%", "&", "|", "^", "<", ">", "!", "~", ":"].map { ($0, .other($0)) }
