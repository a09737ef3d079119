import Foundation
import GoTypes
import TestSupport
import Testing

/// A text that must be refused, and the words for it.
struct Refusal: Sendable, CustomTestStringConvertible {
  enum Kind {
    /// Not Go.
    case wrong
    /// Go, but beyond this library; the message says so.
    case unsupported
    /// Refused by Go's compiler only, not by its type checker.
    case limit
  }

  var text: String
  /// The error's description after `declaration 1, `.
  var message: String
  var kind: Kind

  var testDescription: String { text }

  static func wrong(_ text: String, _ message: String) -> Refusal {
    Refusal(text: text, message: message, kind: .wrong)
  }
  static func unsupported(_ text: String, _ message: String) -> Refusal {
    Refusal(text: text, message: message, kind: .unsupported)
  }
  static func limit(_ text: String, _ message: String) -> Refusal {
    Refusal(text: text, message: message, kind: .limit)
  }
}

let other = Package(path: "example.com/other", name: "other")
let otherDeclarations = [
  "type Open struct{ X int; y int }; type closed struct{}; type Doer interface { Do(); do() }",
  "type Pointer *int; var Value int",
]

let lexicalRefusals: [Refusal] = [
  .wrong("type T # int", "1:8: character U+0023 begins no Go token"),
  .wrong("type T \u{1F600}", "1:8: character U+1F600 begins no Go token"),
  .wrong("type é ~ ?", "1:9: expected the type that é stands for, found ~"),
  .wrong("/* open", "1:1: comment is not terminated"),
  .wrong("type T struct { X int `open", "1:23: string or rune literal is not terminated"),
  .wrong("type T struct { X int \"open", "1:23: string or rune literal is not terminated"),
  .wrong(
    "type T struct { X int \"op\nen\" }",
    "1:26: line ends within an interpreted string; close it or use `…`"),
  .wrong(#"type T struct { X int "\q" }"#, "1:24: invalid escape sequence: unknown escape"),
  .wrong(
    #"type T struct { X int "\400" }"#,
    "1:24: invalid escape sequence: octal value 256 is above 255"),
  .wrong(
    #"type T struct { X int "\xg0" }"#,
    "1:24: invalid escape sequence: 2 hexadecimal digits needed"),
  .wrong(
    #"type T struct { X int "\ud800" }"#,
    "1:24: invalid escape sequence: it is no Unicode code point"),
  .wrong("type T [0x]int", "1:9: hexadecimal literal has no digits"),
  .wrong("type T [08]int", "1:9: invalid digit 8 in octal literal"),
  .wrong("type T [0b12]int", "1:9: invalid digit 2 in binary literal"),
  .wrong("type T [1__0]int", "1:9: _ must separate successive digits"),
  .wrong("type T [1_]int", "1:9: _ must separate successive digits"),
  .unsupported(
    #"type T struct { X int "\xff" }"#,
    "1:23: tag is not valid UTF-8, which this library requires"),
]

let syntaxRefusals: [Refusal] = [
  .wrong("X int", "1:1: expected a declaration (type, func or var), found name X"),
  .wrong("type", "1:5: expected the name of a type, found the end of the text"),
  .wrong("type T", "1:7: expected the type that T stands for, found the end of the text"),
  .wrong(
    "type T int string", "1:12: expected a semicolon or the end of the line, found name string"),
  .wrong("type func int", "1:6: expected the name of a type, found keyword func"),
  .wrong(
    "type ( A int B int )", "1:14: expected a semicolon, the end of the line or ), found name B"),
  .wrong("var A", "1:6: expected a comma or the type of A, found the end of the text"),
  .wrong("var A,\n", "2:1: expected the name of a variable, found the end of the text"),
  .wrong("func F", "1:7: expected ( and the parameters, found the end of the text"),
  .wrong("func F(a", "1:9: expected a comma or ), found the end of the text"),
  .wrong("func F(a int, string)", "1:15: named and unnamed parameters are mixed; name all or none"),
  .wrong(
    "func F(a int, []string)", "1:15: named and unnamed parameters are mixed; name all or none"),
  .wrong(
    "func F(a ...int, b int)", "1:8: only the last parameter may be variadic (...), and no result"),
  .wrong(
    "func F(a, b ...int)", "1:8: only the last parameter may be variadic (...), and no result"),
  .wrong("func F() (...int)", "1:10: only the last parameter may be variadic (...), and no result"),
  .wrong("func F(a int, a string)", "1:15: duplicate parameter a"),
  .wrong("func F(a int) (a string)", "1:16: duplicate parameter a"),
  .wrong("type T int\nfunc (t T) M(t int)", "2:14: duplicate parameter t"),
  .wrong("type T int\nfunc (a, b T) M()", "2:6: a method has one receiver, not 2"),
  .wrong("func () M()", "1:6: a method has one receiver, not 0"),
  .wrong(
    "type T struct { X int Y int }",
    "1:23: expected a semicolon, the end of the line or }, found name Y"),
  .wrong(
    "type T struct { X }; type U struct {", "1:37: expected a field or }, found the end of the text"
  ),
  .wrong("type T struct { (int) }", "1:17: an embedded type cannot be written in parentheses"),
  .wrong("type T struct { []int }", "1:17: expected a field or }, found ["),
  .wrong("type T struct { X, Y, X int }", "1:23: duplicate field X"),
  .wrong("type T struct { int; int }", "1:22: duplicate field int"),
  .wrong("type T interface { M(); M() }", "1:25: duplicate method M"),
  .wrong("type T interface { _() }", "1:20: an interface method cannot be called _"),
  .wrong(
    "type T interface { M() N() }",
    "1:25: expected a semicolon, the end of the line or }, found ("),
  .wrong("type T map[string", "1:18: expected ], found the end of the text"),
  .wrong("type T <-int", "1:10: expected chan, found name int"),
  .wrong("type T [-1]int", "1:9: array length -1 is negative"),
  .wrong(
    "type T [18446744073709551616]int", "1:9: array length 18446744073709551616 does not fit an int"
  ),
  .wrong("type T [5", "1:10: expected ], found the end of the text"),
  .wrong("type T (int", "1:12: expected ), found the end of the text"),
  .wrong(
    "// fine\n\ntype A int\n\ttype B\n",
    "4:8: expected the type that B stands for, found the end of the line"),
]

private let literalLength =
  "1:9: an array length must be an integer literal; "
  + "constant expressions are not supported"

let unsupportedRefusals: [Refusal] = [
  .unsupported("const C = 1", "1:1: const, unlike type, func and var, is not supported"),
  .unsupported("func F() {}", "1:10: a function body is not supported"),
  .unsupported("var A int = 1", "1:11: an initial value is not supported"),
  .unsupported("var A = 1", "1:7: an initial value is not supported"),
  .wrong("func F[P any]()", "1:7: the generic function F is not supported"),
  .unsupported(
    "type T [1 + 1]int",
    literalLength
  ),
  .unsupported(
    "type T ['a']int",
    literalLength
  ),
  .unsupported(
    "type T [1e2]int",
    literalLength
  ),
  .unsupported(
    "type I interface { M(interface { I }) }",
    "1:6: interface I embeds itself, directly or in a method's unnamed interface"),
]

let nameRefusals: [Refusal] = [
  .wrong(
    "type T struct { f Foo }",
    "1:19: undeclared type Foo in package example.com/p; "
      + "declare it or list its package in the imports"
  ),
  .wrong("type T _", "1:8: _ is declared, but not as a type"),
  .wrong("var A int; type T A", "1:19: A is declared, but not as a type"),
  .wrong("type T other.Value", "1:14: other.Value is declared, but not as a type"),
  .wrong(
    "type T other.Missing",
    "1:14: undeclared type other.Missing: "
      + "declare it in package example.com/other before its importers"
  ),
  .wrong("type T other.closed", "1:14: type closed is not exported by package example.com/other"),
  .wrong(
    "type T strange.Thing",
    "1:8: unknown package strange; list it in the imports or declare it first"),
  .wrong(
    "type T unsafe.Sizeof",
    "1:15: undeclared type unsafe.Sizeof: declare it in package unsafe before its importers"),
  .wrong("type T other.", "1:14: expected the name of a type, found the end of the text"),
  .wrong("type T int; type T string", "1:18: T is already declared in package example.com/p"),
  .wrong("func F(); var F int", "1:15: F is already declared in package example.com/p"),
  .wrong("var init int", "1:5: init can be declared only as a function"),
  .wrong("func init() int", "1:6: function init must have no parameters and no results"),
  .wrong("type T int; func (T) M(); func (*T) M()", "1:37: duplicate method M"),
  .wrong(
    "type T struct { M int }; func (T) M()", "1:35: type T has both a field and a method called M"),
  .wrong(
    "func (T) M()",
    "1:7: undeclared type T in package example.com/p; declare it or list its package in the imports"
  ),
]

let ruleRefusals: [Refusal] = [
  .wrong(
    "func (int) M()",
    "1:7: invalid receiver type int: methods belong to a defined type T, with receiver T or *T"),
  .wrong(
    "type T int; func (**T) M()",
    "1:19: invalid receiver type **T: methods belong to a defined type T, with receiver T or *T"),
  .wrong(
    "func (other.Open) M()",
    "1:7: invalid receiver type other.Open: its methods are declared in its own package"),
  .wrong(
    "type T *int; func (T) M()",
    "1:20: invalid receiver type T: a pointer type has no methods of its own"),
  .wrong(
    "type T interface{}; func (T) M()",
    "1:27: invalid receiver type T: an interface has only the methods it lists"),
  .wrong("type T struct { t T }", "1:6: invalid recursive type T refers to T"),
  .wrong("type T T", "1:6: invalid recursive type T refers to T"),
  .wrong("type T [2]T", "1:6: invalid recursive type T refers to T"),
  .wrong("type T = []T", "1:6: invalid recursive type T refers to T"),
  .wrong(
    "type A B; type B struct { a [1]C }; type C struct { A }",
    "1:6: invalid recursive type A refers to B refers to C refers to A"),
  .wrong(
    "type T interface { T }",
    "1:6: interface T embeds itself, directly or in a method's unnamed interface"),
  .wrong(
    "type A interface { B }; type B interface { A }",
    "1:6: interface A embeds itself, directly or in a method's unnamed interface"),
  .wrong(
    "type I interface { J }; type J K; type K J",
    "1:30: invalid recursive type J refers to K refers to J"),
  .wrong(
    "type A interface { M() }; type B interface { M() int }; type C interface { A; B }",
    "1:79: embedded interfaces have a method M with different signatures"),
  .wrong("type T map[[]int]int", "1:12: invalid map key type []int: its values cannot be compared"),
  .wrong(
    "type S struct { f func() }; type T struct { m map[S]int }",
    "1:51: invalid map key type S: its values cannot be compared"),
  .wrong("type T map[T]int", "1:12: invalid map key type T: its values cannot be compared"),
  .wrong("type P *int; type T struct { P }", "1:30: an embedded field cannot be a pointer, P"),
  .wrong(
    "type T struct { other.Pointer }",
    "1:17: an embedded field cannot be a pointer, other.Pointer"),
  .wrong(
    "type T struct { unsafe.Pointer }",
    "1:17: an embedded field cannot be a pointer, unsafe.Pointer"),
  .wrong(
    "type T struct { *error }",
    "1:17: an embedded field cannot be a pointer to an interface, *error"),
  .wrong(
    "type T struct { *other.Doer }",
    "1:17: an embedded field cannot be a pointer to an interface, *other.Doer"),
]

let limitRefusals: [Refusal] = [
  .limit("type T [0x4000000000000]byte", "1:6: type T is larger than 2^50 bytes, Go's limit"),
  .limit(
    "var A *[4294967296][4294967296]int",
    "1:8: type [4294967296][4294967296]int is larger than 2^50 bytes, Go's limit"),
  .limit(
    "type T struct { a, b [0x2000000000000]byte }",
    "1:6: type T is larger than 2^50 bytes, Go's limit"),
  .limit("var A chan [65536]bool", "1:12: channel element type [65536]bool is 64 KiB or larger"),
  .limit(
    "var A map[int][0x80000000]bool",
    "1:11: map key or element type [2147483648]bool is 2 GiB or larger"),
]

@Suite struct DeclarationErrorTests {
  static let refusals =
    lexicalRefusals + syntaxRefusals + unsupportedRefusals + nameRefusals + ruleRefusals
    + limitRefusals

  @Test(arguments: refusals)
  func malformedDeclarationsAreRefusedByPlaceAndCause(refusal: Refusal) throws {
    var universe = Universe()
    try universe.declare(otherDeclarations, in: other)
    let package = Package(path: "example.com/p", name: "p")
    let error = #expect(throws: DeclarationError.self) {
      try universe.declare([refusal.text], in: package, imports: [other])
    }
    #expect(error?.description == "declaration 1, " + refusal.message)
  }

  /// Guards the table above: what it calls wrong is wrong by go/types, and what it calls
  /// unsupported is right by go/types.
  @Test func goTypesAgreesOnWhatIsWrong() throws {
    let go = try GoToolchain()
    let cases = Self.refusals.filter { $0.kind != .limit }
    let sources =
      ["package other\n" + otherDeclarations.joined(separator: "\n")]
      + cases.map { refusal in
        var imports = "package p\nimport \"unsafe\"\n"
        if refusal.text.contains("other.") { imports += "import \"example.com/other\"\n" }
        return imports + "var _ unsafe.Pointer\n" + refusal.text + "\n"
      }
    let module = try GoModule(files: [
      "go.mod": "module example.com\n\ngo 1.21\n", "main.go": acceptanceProgram,
      "sources.json": String(decoding: try JSONEncoder().encode(sources), as: UTF8.self),
    ])
    let output = try go.run(["run", ".", "sources.json"], in: module).standardOutput
    let answers = try JSONDecoder().decode([String].self, from: output)
    #expect(answers.count == cases.count)
    for (refusal, answer) in zip(cases, answers) {
      #expect(answer.isEmpty == (refusal.kind == .unsupported), "\(refusal.text): \(answer)")
    }
  }
}
