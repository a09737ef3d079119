import GoTypes
import Testing

/// Input of any size and shape gives an answer or an error.
@Suite struct LimitTests {
  let package = Package(path: "p", name: "p")

  private func refusal(_ declarations: [String]) -> DeclarationError.Cause? {
    var universe = Universe()
    do throws(DeclarationError) {
      try universe.declare(declarations, in: package)
      return nil
    } catch {
      return error.cause
    }
  }

  @Test(arguments: [
    ("*", ""), ("[]", ""), ("(", ")"), ("func(", ")"), ("func() ", ""), ("struct { f ", " }"),
    ("interface { M(", ") }"), ("map[int]", ""), ("chan ", ""),
    ("interface { interface { m() }; ", "}"),
  ])
  func deepNestingIsRefused(opening: String, closing: String) {
    let text =
      "type T " + String(repeating: opening, count: 20_000) + "int"
      + String(repeating: closing, count: 20_000)
    #expect(refusal([text]) == .nestedTooDeeply(200))
  }

  @Test func nestingWithinTheLimitIsAccepted() {
    #expect(refusal(["type T " + String(repeating: "*", count: 190) + "int"]) == nil)
  }

  @Test func chainsOfAliasesCannotNestWithoutEnd() {
    var texts = ["type A0 = int"]
    for index in 1...1000 { texts.append("type A\(index) = *A\(index - 1)") }
    #expect(refusal(texts) == .nestedTooDeeply(200))
    #expect(refusal(texts.reversed()) == .nestedTooDeeply(200))
  }

  @Test func aliasesCannotMultiplyWithoutEnd() {
    var texts = ["type A0 = func()"]
    for index in 1...100 { texts.append("type A\(index) = func(A\(index - 1), A\(index - 1))") }
    #expect(refusal(texts) == .typeTooComplex(100_000))
  }

  @Test func longChainsOfStructsAreLaidOut() throws {
    var universe = Universe()
    var texts = ["type T0 struct { p *int; n int }"]
    for index in 1...20_000 { texts.append("type T\(index) struct { T\(index - 1) }") }
    try universe.declare(texts.reversed(), in: package)
    let layout = try universe.layout(of: .named(TypeName(packagePath: "p", name: "T20000")))
    #expect(layout.size == 16)
    #expect(layout.pointerBytes == 8)
  }

  @Test func doublingStructsEndAtTheSizeLimit() {
    var texts = ["type T0 struct { p *int }"]
    for index in 1...60 { texts.append("type T\(index) struct { a, b T\(index - 1) }") }
    #expect(refusal(texts) == .typeTooLarge("T47"))
  }

  @Test func pointerWordsKeepWithinTheLimit() throws {
    let universe = Universe()
    let type = try universe.parseType("[0x10000000000]struct { n int; p *int }", in: package)
    #expect(try universe.pointerWords(of: type, limit: 1000) == nil)
    let small = try universe.parseType("[3]struct { n int; p *int }", in: package)
    #expect(try universe.pointerWords(of: small, limit: 3) == [1, 3, 5])
    #expect(try universe.pointerWords(of: small, limit: 2) == nil)
    let plain = try universe.parseType("[0x10000000000]int", in: package)
    #expect(try universe.pointerWords(of: plain, limit: 0) == [])
  }

  @Test func interfaceTypeWordsCountOnRequest() throws {
    let universe = Universe()
    let type = try universe.parseType("struct { n int; e error }", in: package)
    #expect(try universe.pointerWords(of: type, limit: 9) == [2])
    #expect(try universe.pointerWords(of: type, limit: 9, includesInterfaceTypes: true) == [1, 2])
  }

  @Test func layoutsOfTypesThatWereNotParsedAreChecked() {
    let universe = Universe()
    let missing = TypeName(packagePath: "p", name: "T")
    #expect(throws: LayoutError.undeclaredType(missing)) {
      try universe.layout(of: .array(length: 2, element: .named(missing)))
    }
    #expect(throws: LayoutError.negativeArrayLength(-1)) {
      try universe.layout(of: .array(length: -1, element: .basic(.int)))
    }
    let huge = GoType.array(length: .max, element: .basic(.int))
    #expect(throws: LayoutError.tooLarge(huge)) { try universe.layout(of: huge) }
  }

  /// Damages valid texts at every place: whatever the parser says, it returns.
  @Test func damagedDeclarationsAreAnswered() {
    var generator = TypeGenerator(seed: 2, package: package, names: [.error])
    let fragments = [
      "(", ")", "[", "]", "{", "}", ",", ".", "...", "*", "<-", "=", ";", "\n", "\"", "`", "'",
      "0x",
      "9", "_", "é", "\u{0}", "/*", "//", "~", "|", "func", "type", "struct", "interface", "chan",
    ]
    var refused = 0
    for text in Corpus.geometryDeclarations + Corpus.shapeDeclarations {
      for _ in 0..<150 {
        var bytes = Array(text.utf8)
        let start = generator.number(below: bytes.count + 1)
        let end = min(bytes.count, start + generator.number(below: 4))
        bytes.replaceSubrange(start..<end, with: generator.element(of: fragments).utf8)
        let damaged = String(decoding: bytes, as: UTF8.self)
        var universe = Universe()
        do throws(DeclarationError) {
          try universe.declare([damaged], in: package)
        } catch {
          refused += 1
          #expect(!error.description.contains("\n"))
        }
      }
    }
    #expect(refused > 1000)
  }
}
