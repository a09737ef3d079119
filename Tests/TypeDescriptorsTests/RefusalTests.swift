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

  private func expectUnsupported(
    _ error: DescriptorError, _ expectedType: String, mentioning word: String
  ) {
    guard case .unsupported(let type, let what) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(type == expectedType)
    #expect(what.contains(word))
    #expect(!error.description.contains("\n"))
  }

  @Test func mapsAreRefusedWhereverTheyAre() throws {
    expectUnsupported(try refusal(of: "map[string]int"), "map[string]int", mentioning: "map")
    expectUnsupported(
      try refusal(of: "Table", ["type Table map[string]*Table"]), "geometry.Table",
      mentioning: "map")
    expectUnsupported(
      try refusal(of: "chan func(...struct { m map[int]bool })"), "map[int]bool",
      mentioning: "map")
  }

  @Test(arguments: ["[129]*int", "[65]any", "struct { a [128]int; p *int }", "[1000000000]string"])
  func moreThan128PointerWordsAreRefused(expression: String) throws {
    let error = try refusal(of: expression)
    guard case .unsupported(_, let what) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(what.contains("128 pointer words"))
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
