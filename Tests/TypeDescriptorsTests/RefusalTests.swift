import GoRelease
import GoTypes
import Testing
import TypeDescriptors

/// What has no descriptor is refused by name, before anything is written.
@Suite struct RefusalTests {
  private func refusal(of expression: String, _ declarations: [String] = []) throws
    -> DescriptorError
  {
    var universe = Universe()
    try universe.declare(declarations, in: Corpus.geometry)
    let type = try universe.parseType(expression, in: Corpus.geometry)
    return try #require(throws: DescriptorError.self) {
      try CompilerOracle.descriptors(of: [type], in: universe)
    }
  }

  @Test func aMapWhoseKeysCannotBeComparedIsRefusedByItsKey() throws {
    let key = GoType.slice(.basic(.int))
    let error = try #require(throws: DescriptorError.self) {
      try CompilerOracle.descriptors(
        of: [.map(key: key, value: .basic(.int))], in: Universe())
    }
    #expect(error == .incomparableKey(type: "[]int"))
    #expect(!error.description.contains("\n"))
  }

  /// Structs nested by name double the work at each level; nothing a program means.
  @Test func comparingThatTakesEndlessStepsIsRefused() throws {
    let levels = (1...17).map { "type T\($0) struct { a, b T\($0 - 1) }" }
    let error = try refusal(of: "T17", ["type T0 struct { s string }"] + levels)
    guard case .unsupported(_, let what) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(what.contains("steps"))
  }

  @Test func aMadeUpTypeThatTheReleaseHasNotIsRefused() throws {
    var builder = DescriptorBuilder(
      universe: GoRelease.go1_24.universe, release: .go1_24, definedPackages: [])
    builder.require(.mapHeader(key: .basic(.int), value: .basic(.int)))
    #expect(throws: DescriptorError.self) { try builder.build() }
  }

  @Test func aTypeThatNothingDeclaresIsRefused() throws {
    let name = TypeName(packagePath: Corpus.geometry.path, name: "Missing")
    #expect(
      throws: DescriptorError.layout(type: "geometry.Missing", .undeclaredType(name))
    ) {
      try CompilerOracle.descriptors(of: [.named(name)], in: Universe())
    }
  }
}
