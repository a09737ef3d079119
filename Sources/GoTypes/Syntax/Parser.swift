/// A recursive-descent parser of Go types and of declarations without bodies. It looks no names up.
struct Parser {
  /// How deeply types may nest: far above what programs write, far below what would exhaust a
  /// stack.
  static let nestingLimit = 200

  private let tokens: [Token]
  private(set) var index = 0
  var depth = 0

  private let language: LanguageVersion

  init(_ source: String, text: Int?, language: LanguageVersion) {
    tokens = Scanner.tokens(of: source, text: text)
    self.language = language
  }

  /// The current token; the last one (`end` or `invalid`) stays current for ever.
  var token: Token { tokens[min(index, tokens.count - 1)] }
  var kind: Token.Kind { token.kind }
  var position: SourcePosition { token.position }

  func peek(_ ahead: Int = 1) -> Token.Kind { tokens[min(index + ahead, tokens.count - 1)].kind }

  mutating func advance() { index += 1 }

  mutating func accept(_ kind: Token.Kind) -> Bool {
    guard self.kind == kind else { return false }
    advance()
    return true
  }

  mutating func expect(_ kind: Token.Kind, _ expected: String) throws(DeclarationError) {
    guard accept(kind) else { throw unexpected(expected) }
  }

  mutating func expectName(_ expected: String) throws(DeclarationError) -> NameSyntax {
    let name = try expectTypeName(expected)
    try checkIsNoLocalType(name)
    return name
  }

  /// A name that may be a local type's, such as `T·1`.
  mutating func expectTypeName(_ expected: String) throws(DeclarationError) -> NameSyntax {
    guard case .identifier(let text) = kind else { throw unexpected(expected) }
    defer { advance() }
    return NameSyntax(text: text, position: position)
  }

  func checkIsNoLocalType(_ name: NameSyntax) throws(DeclarationError) {
    guard sourceName(of: name.text).utf8.count == name.text.utf8.count else {
      throw error(.misplacedLocalName(name.text), at: name.position)
    }
  }

  /// Refuses what the language does not have yet.
  func require(
    _ feature: LanguageFeature, at position: SourcePosition? = nil
  ) throws(DeclarationError) {
    if language < feature.firstVersion {
      throw error(.notInLanguage(feature, language), at: position)
    }
  }

  func error(
    _ cause: DeclarationError.Cause, at position: SourcePosition? = nil
  ) -> DeclarationError {
    DeclarationError(cause, at: position ?? self.position)
  }

  /// The error for a current token that fits nowhere; text that is no token tells its own story.
  func unexpected(_ expected: String) -> DeclarationError {
    if case .invalid(let cause) = kind { return error(cause) }
    return error(.unexpected(found: kind.description, expected: expected))
  }

  // MARK: Declarations

  /// Parses a whole text of declarations, separated by newlines or semicolons.
  mutating func parseDeclarations() throws(DeclarationError) -> [DeclarationSyntax] {
    var declarations: [DeclarationSyntax] = []
    while kind != .end {
      if acceptSemicolon() { continue }
      declarations += try parseDeclaration()
      guard acceptSemicolon() || kind == .end else {
        throw unexpected("a semicolon or the end of the line")
      }
    }
    return declarations
  }

  mutating func acceptSemicolon() -> Bool {
    guard case .semicolon = kind else { return false }
    advance()
    return true
  }

  private mutating func parseDeclaration() throws(DeclarationError) -> [DeclarationSyntax] {
    switch kind {
    case .keyword(.type):
      advance()
      return try parseGroup { (parser) throws(DeclarationError) in
        [try parser.parseTypeSpecification()]
      }
    case .keyword(.var):
      advance()
      return try parseGroup { (parser) throws(DeclarationError) in
        try parser.parseVariableSpecification()
      }
    case .keyword(.func):
      let isHidden = token.isAfterNoInterface
      advance()
      return [try parseFunction(isHidden: isHidden)]
    case .keyword(let keyword) where [.const, .import, .package].contains(keyword):
      throw error(.unsupported("\(keyword.rawValue), unlike type, func and var,"))
    default:
      throw unexpected("a declaration (type, func or var)")
    }
  }

  /// Parses one specification, or several in parentheses.
  private mutating func parseGroup(
    _ specification: (inout Parser) throws(DeclarationError) -> [DeclarationSyntax]
  ) throws(DeclarationError) -> [DeclarationSyntax] {
    guard accept(.leftParenthesis) else { return try specification(&self) }
    var declarations: [DeclarationSyntax] = []
    while kind != .rightParenthesis {
      if acceptSemicolon() { continue }
      declarations += try specification(&self)
      guard acceptSemicolon() || kind == .rightParenthesis else {
        throw unexpected("a semicolon, the end of the line or )")
      }
    }
    advance()
    return declarations
  }

  private mutating func parseTypeSpecification() throws(DeclarationError) -> DeclarationSyntax {
    let name = try expectDeclaredName()
    var parameters: [TypeParameterSyntax] = []
    if startsTypeParameters {
      try require(.generics("type \(name.text)"), at: name.position)
      parameters = try parseTypeParameters()
    }
    let isAlias = accept(.assign)
    if isAlias { try require(.alias(name.text), at: name.position) }
    if isAlias, !parameters.isEmpty { try require(.genericAlias(name.text), at: name.position) }
    return .type(
      name, parameters, try parseType("the type that \(name.text) stands for"), isAlias: isAlias)
  }

  /// A name, or our own notation of an instance of a generic type: `"Pair[string,int]"`.
  private mutating func expectDeclaredName() throws(DeclarationError) -> NameSyntax {
    guard case .string(let bytes) = kind else {
      return try expectTypeName("the name of a type")
    }
    guard let text = String(validating: bytes, as: UTF8.self),
      argumentsText(ofInstance: text) != nil, !text.utf8.contains(0)
    else { throw unexpected("the name of a type, or of an instance in quotes") }
    defer { advance() }
    return NameSyntax(text: text, position: position)
  }

  private mutating func parseVariableSpecification() throws(DeclarationError)
    -> [DeclarationSyntax]
  {
    var names = [try expectName("the name of a variable")]
    while accept(.comma) { names.append(try expectName("the name of a variable")) }
    if kind == .assign { throw error(.unsupported("an initial value")) }
    let type = try parseType("a comma or the type of \(names[names.count - 1].text)")
    if kind == .assign { throw error(.unsupported("an initial value")) }
    return names.map { .variable($0, type) }
  }

  private mutating func parseFunction(
    isHidden: Bool
  ) throws(DeclarationError) -> DeclarationSyntax {
    var receiver: ParameterSyntax?
    if kind == .leftParenthesis {
      let start = position
      let list = try parseParameters()
      guard list.parameters.count == 1, !list.isVariadic else {
        throw error(.receiverCount(list.parameters.count), at: start)
      }
      receiver = list.parameters[0]
    }
    let name = try expectName(receiver == nil ? "the name of a function" : "the name of a method")
    var parameters: [TypeParameterSyntax] = []
    if kind == .leftBracket {
      try require(.generics("function \(name.text)"), at: name.position)
      // Its instances have code and types, it has neither.
      if receiver == nil { throw error(.unsupported("the generic function \(name.text)")) }
      try require(.genericMethod(name.text), at: name.position)
      parameters = try parseTypeParameters()
    }
    let signature = try parseSignature(
      receiver: receiver?.name, typeParameters: parameters.map(\.name))
    if kind == .leftBrace { throw error(.unsupported("a function body")) }
    guard let receiver else { return .function(name, signature) }
    return .method(
      MethodSyntax(
        name: name, receiver: receiver, parameters: parameters, signature: signature,
        isHidden: isHidden))
  }
}
