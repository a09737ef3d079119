import GoTypes
import Testing

/// What a version of the language cannot say is refused, by the name of what says it (Go's release
/// notes, "Changes to the language").
@Suite struct LanguageVersionTests {
  private static let package = Package(path: "example.com/era", name: "era")

  struct Feature: Sendable, CustomTestStringConvertible {
    var text: String
    /// The minor version that has it first.
    var first: Int
    var message: String

    var testDescription: String { text }
  }

  private static let features = [
    Feature(
      text: "type A = int", first: 9,
      message: "declaration 1, 1:6: type A is an alias; name the type it stands for: that needs "
        + "Go 1.9, and this is Go 1.8"),
    Feature(
      text: "type A [0b11]int", first: 13,
      message: "declaration 1, 1:9: number 0b11 is binary, marked octal (0o) or has separators; "
        + "write it in decimal: that needs Go 1.13, and this is Go 1.12"),
    Feature(
      text: "var V map[[1_000]int]bool", first: 13,
      message: "declaration 1, 1:12: number 1_000 is binary, marked octal (0o) or has separators; "
        + "write it in decimal: that needs Go 1.13, and this is Go 1.12"),
    Feature(
      text: "func F([0o17]int)", first: 13,
      message: "declaration 1, 1:9: number 0o17 is binary, marked octal (0o) or has separators; "
        + "write it in decimal: that needs Go 1.13, and this is Go 1.12"),
    Feature(
      text: "type I interface { M() }; type J interface { I; M() }", first: 14,
      message: "declaration 1, 1:46: method M comes from two of the interface's elements; list it "
        + "once: that needs Go 1.14, and this is Go 1.13"),
    Feature(
      text: "type I interface { M() }; type J interface { I }; type K interface { I; J }",
      first: 14,
      message: "declaration 1, 1:73: method M comes from two of the interface's elements; list it "
        + "once: that needs Go 1.14, and this is Go 1.13"),
    Feature(
      text: "type A struct { X any }", first: 18,
      message:
        "declaration 1, 1:19: any is not predeclared; write interface{}: that needs Go 1.18, "
        + "and this is Go 1.17"),
    Feature(
      text: "type A[T any] []T", first: 18,
      message: "declaration 1, 1:6: type A has type parameters or arguments; write a type without: "
        + "that needs Go 1.18, and this is Go 1.17"),
    Feature(
      text: "type A[T any] = []T", first: 24,
      message: "declaration 1, 1:6: type A is an alias with type parameters; name each type it "
        + "stands for: that needs Go 1.24, and this is Go 1.23"),
    Feature(
      text: "type A int; func (A) M[T any](T)", first: 27,
      message: "declaration 1, 1:22: method M has type parameters of its own; leave it out: that "
        + "needs Go 1.27, and this is Go 1.26"),
  ]

  @Test(arguments: features)
  func whatIsNewIsRefusedBefore(feature: Feature) throws {
    var old = Universe(language: LanguageVersion(major: 1, minor: feature.first - 1))
    let error = #expect(throws: DeclarationError.self) {
      try old.declare([feature.text], in: Self.package)
    }
    #expect(error?.description == feature.message)
    var new = Universe(language: LanguageVersion(major: 1, minor: feature.first))
    try new.declare([feature.text], in: Self.package)
  }

  @Test(arguments: ["type A[T any] int", "func F[T any](T)", "type A B[int]", "var V func[T](int)"])
  func genericsAreNamedAsWhatIsMissing(text: String) {
    var universe = Universe(language: LanguageVersion(major: 1, minor: 2))
    let error = #expect(throws: DeclarationError.self) {
      try universe.declare([text], in: Self.package)
    }
    #expect(error?.description.contains("Go 1.18, and this is Go 1.2") == true)
  }

  @Test func everythingOldIsStillThere() throws {
    var universe = Universe(language: LanguageVersion(major: 1, minor: 2))
    try universe.declare(
      [
        "type any struct { X [0x10][017]int `t:\"1\"` }", "type I interface { M(); error }",
        "type J struct { I; *any }", "func (any) N(...interface{}) <-chan (<-chan int)",
      ], in: Self.package)
    let own = TypeName(packagePath: Self.package.path, name: "any")
    #expect(universe.declaration(of: own)?.methods.count == 1)
    #expect(try universe.parseType("any", in: Self.package) == .named(own))
  }
}
