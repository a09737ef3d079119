/// A file of Go declarations without bodies, taken apart: which package it is, what it imports, and
/// the text of each declaration. Names are looked up later, by `Universe.declare`.
///
/// ```go
/// package geometry // import "example.com/geometry"
///
/// import "time"
///
/// type Point struct { X, Y float64 }
///
/// func Age(p *Point) time.Duration
/// ```
public struct PackageSource: Hashable, Sendable {
  /// A place in the file: line and column from 1, columns in bytes.
  public struct Place: Hashable, Sendable {
    public var line: Int
    public var column: Int
  }

  public struct Import: Hashable, Sendable {
    public var path: String
    /// The name that stands before the path.
    public var name: String?
    public var place: Place
  }

  public let package: Package
  public let imports: [Import]
  /// The declarations' texts, one for each `type`, `func` or `var`.
  public let declarations: [String]
  private let places: [Place]
  private let clause: Place

  /// - Throws: `DeclarationError` for the first fault found; its line and column are the file's.
  public init(_ text: String) throws(DeclarationError) {
    var splitter = PackageSplitter(text)
    clause = splitter.place
    package = try splitter.readClause()
    imports = try splitter.readImports()
    (declarations, places) = try splitter.readDeclarations()
  }

  /// Where in the file an error is that `Universe.declare` threw for these declarations.
  public func place(of error: DeclarationError) -> Place {
    guard let index = error.index, places.indices.contains(index) else { return clause }
    let start = places[index]
    return Place(
      line: start.line + error.line - 1,
      column: error.line == 1 ? start.column + error.column - 1 : error.column)
  }
}

/// Goes through the tokens of a file.
private struct PackageSplitter {
  private let bytes: [UInt8]
  private let tokens: [Token]
  private let lineStarts: [Int]
  private var index = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
    tokens = Scanner.tokens(of: text, text: nil)
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// The last token, `end` or `invalid`, stays current for ever.
  private var token: Token { tokens[min(index, tokens.count - 1)] }

  var place: PackageSource.Place {
    PackageSource.Place(line: token.position.line, column: token.position.column)
  }

  /// `package geometry // import "example.com/geometry"`
  mutating func readClause() throws(DeclarationError) -> Package {
    let start = token.position
    guard token.kind == .keyword(.package) else { throw unexpected("a package clause") }
    index += 1
    guard case .identifier(let name) = token.kind else {
      throw unexpected("the name of the package")
    }
    let end = token.endOffset
    let comment = SourcePosition(
      text: nil, line: token.position.line, column: token.position.column + name.utf8.count)
    index += 1
    guard let path = importComment(from: end) else {
      throw DeclarationError(
        .unexpected(
          found: "none",
          expected: "an import comment behind the package clause, such as "
            + "// import \"example.com/\(name)\""), at: comment)
    }
    let package = Package(path: path, name: name)
    guard package.isWellFormed else {
      throw DeclarationError(.invalidPackage(path: path, name: name), at: start)
    }
    try endStatement()
    return package
  }

  /// The path in a comment that follows on the same line (go help importpath, "Import path
  /// checking").
  private func importComment(from offset: Int) -> String? {
    let rest = bytes[offset...].prefix { $0 != UInt8(ascii: "\n") }.drop { isBlank($0) }
    var comment = rest.dropFirst(2)
    if rest.starts(with: "/*".utf8) {
      let end = comment.indices.first { comment[$0...].starts(with: "*/".utf8) }
      comment = comment[..<(end ?? comment.startIndex)]
    } else if !rest.starts(with: "//".utf8) {
      return nil
    }
    let words = Scanner.tokens(of: String(decoding: comment, as: UTF8.self), text: nil)
      .map(\.kind)
    guard words.count >= 3, words[0] == .keyword(.import), case .string(let path) = words[1],
      words[2] == .semicolon(.end), !path.isEmpty, !path.contains(0)
    else { return nil }
    return String(validating: path, as: UTF8.self)
  }

  mutating func readImports() throws(DeclarationError) -> [PackageSource.Import] {
    var imports: [PackageSource.Import] = []
    while true {
      while case .semicolon = token.kind { index += 1 }
      guard token.kind == .keyword(.import) else { return imports }
      index += 1
      if token.kind == .leftParenthesis {
        index += 1
        while token.kind != .rightParenthesis {
          imports.append(try readImport())
          if token.kind != .rightParenthesis { try endStatement() }
        }
        index += 1
      } else {
        imports.append(try readImport())
      }
      try endStatement()
    }
  }

  private mutating func readImport() throws(DeclarationError) -> PackageSource.Import {
    let start = place
    var name: String?
    if case .identifier(let text) = token.kind {
      name = text
      index += 1
    }
    guard case .string(let bytes) = token.kind,
      let path = String(validating: bytes, as: UTF8.self), !path.isEmpty
    else { throw unexpected("an import path in quotes") }
    index += 1
    return PackageSource.Import(path: path, name: name, place: start)
  }

  /// Splits what follows at the semicolons that stand in no brackets.
  mutating func readDeclarations() throws(DeclarationError) -> ([String], [PackageSource.Place]) {
    var texts: [String] = []
    var places: [PackageSource.Place] = []
    while true {
      while case .semicolon = token.kind { index += 1 }
      if token.kind == .end { return (texts, places) }
      let (first, start) = (token, place)
      let offset = lineStarts[start.line - 1] + start.column - 1
      let text = String(decoding: bytes[offset..<(try skipDeclaration())], as: UTF8.self)
      // The pragma is a line of its own; columns stay what they are.
      let pragma = "//go:nointerface\n" + String(repeating: " ", count: start.column - 1)
      texts.append(first.isAfterNoInterface ? pragma + text : text)
      places.append(
        first.isAfterNoInterface ? PackageSource.Place(line: start.line - 1, column: 1) : start)
    }
  }

  /// Goes to the semicolon behind a declaration, and returns the offset of its last token's end.
  private mutating func skipDeclaration() throws(DeclarationError) -> Int {
    var end = token.endOffset
    var depth = 0
    while true {
      switch token.kind {
      case .invalid(let cause): throw DeclarationError(cause, at: token.position)
      case .end: return end
      case .semicolon where depth <= 0: return end
      case .leftBrace, .leftParenthesis, .leftBracket: depth += 1
      case .rightBrace, .rightParenthesis, .rightBracket: depth -= 1
      default: break
      }
      end = token.endOffset
      index += 1
    }
  }

  private mutating func endStatement() throws(DeclarationError) {
    guard case .semicolon = token.kind else {
      if token.kind == .end { return }
      throw unexpected("a semicolon or the end of the line")
    }
    index += 1
  }

  private func unexpected(_ expected: String) -> DeclarationError {
    if case .invalid(let cause) = token.kind {
      return DeclarationError(cause, at: token.position)
    }
    return DeclarationError(
      .unexpected(found: token.kind.description, expected: expected), at: token.position)
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}
