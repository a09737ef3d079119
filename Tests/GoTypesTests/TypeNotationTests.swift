import GoTypes
import Testing

/// The forms of older releases, and what depends on them: the strings were written by the compiler
/// of Go 1.2.
@Suite struct TypeNotationTests {
  private let package = Package(path: "main", name: "main")
  private let old = TypeNotation(
    members: .methodsByName, quoting: .controls, methodOrder: .byName, keepsEmptyTags: true,
    tellsEmbeddedNames: false)

  private func link(_ text: String, _ declarations: [String] = []) throws -> String {
    var universe = Universe()
    try universe.declare(declarations, in: package)
    let type = try universe.parseType(text, in: package)
    return universe.string(type, qualifier: .packagePath, notation: old)
  }

  @Test func unexportedFieldsAreNotQualifiedAndMethodsAreByName() throws {
    #expect(try link("struct { x int }") == "struct { x int }")
    #expect(
      try link("interface { A(int) error; b(); Z(...byte) }")
        == "interface { A(int) error; Z(...uint8); main.b() }")
  }

  @Test func embeddedPredeclaredTypesStandForThemselves() throws {
    #expect(
      try link("struct { Pt; *List; error }", ["type Pt int; type List int"])
        == "struct { main.Pt; *main.List; error }")
  }

  @Test func tagsAreEscapedByTheOldRule() throws {
    #expect(
      try link(#"struct { In int8 "k:\"\\\"esc\\\"\"" }"#)
        == #"struct { In int8 "k:\"\\\"esc\\\"\"" }"#)
    #expect(
      try link(#"struct { X int "\u00ad\a\t\n" }"#) == "struct { X int \"\u{AD}\\x07\\t\\n\" }")
  }

  /// An exported name that begins with a letter outside ASCII stands behind unexported ones.
  @Test func methodsAreSortedByTheirBytesAlone() throws {
    #expect(
      try link("interface { Éa(); b(); B() }") == "interface { B(); main.b(); Éa() }")
  }

  @Test func anEmptyTagIsKeptAndIsNoPartOfTheIdentity() throws {
    let universe = Universe()
    let tagged = try universe.parseType("struct { X int \"\" }", in: package)
    let plain = try universe.parseType("struct { X int }", in: package)
    #expect(tagged == plain)
    #expect(tagged.hashValue == plain.hashValue)
    #expect(
      universe.string(tagged, qualifier: .packagePath, notation: old) == "struct { X int \"\" }")
    #expect(universe.string(tagged, qualifier: .packagePath) == "struct { X int }")
    #expect(universe.string(tagged, qualifier: .source(in: package)) == "struct { X int \"\" }")
  }
}
