import GoABI
import GoTypes
import Testing

/// Types of a few lines that have more parts than can be counted one by one.
@Suite struct ScalarLeafTests {
  private let package = Package(path: "example.com/p", name: "p")

  /// T0 is given; every further type is made of the one before it.
  private func universe(_ first: String, then body: (Int) -> String, count: Int) throws -> Universe
  {
    var universe = Universe()
    let types = ["type T0 \(first)"] + (1...count).map { "type T\($0) \(body($0 - 1))" }
    try universe.declare([types.joined(separator: "\n")], in: package)
    return universe
  }

  private func leaves(_ universe: Universe, _ index: Int) throws -> [ScalarLeaf]? {
    try ScalarLeaf.leaves(
      of: .named(TypeName(packagePath: package.path, name: "T\(index)")), in: universe)
  }

  @Test("2^40 leaves are too many for registers, and are not counted")
  func manyLeaves() throws {
    let universe = try universe("uint8", then: { "struct { A, B T\($0) }" }, count: 40)
    #expect(try leaves(universe, 7)?.count == 128)
    #expect(try leaves(universe, 40) == nil)
  }

  @Test("2^40 parts of size 0 are no leaves, and are not visited")
  func manyEmptyParts() throws {
    let universe = try universe("struct{}", then: { "struct { A, B T\($0) }" }, count: 40)
    #expect(try leaves(universe, 40) == [])
    let package = package
    let type = try universe.parseType("struct { A T40; B uint8; C T40 }", in: package)
    let found = try #require(try ScalarLeaf.leaves(of: type, in: universe))
    #expect(found.map(\.kind) == [.integer(1)] && found[0].offset == 0)
  }

  @Test("A chain of thousands of types is refused, not followed to the end of the stack")
  func deepChain() throws {
    let universe = try universe("uint8", then: { "struct { A T\($0) }" }, count: 4000)
    #expect(try leaves(universe, 900)?.count == 1)
    #expect(try leaves(universe, 4000) == nil)
  }
}
