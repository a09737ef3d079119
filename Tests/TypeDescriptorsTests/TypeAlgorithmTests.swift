import GoTypes
import Testing

@testable import TypeDescriptors

/// The steps by which values are hashed and compared.
@Suite struct TypeAlgorithmTests {
  private static let package = Package(path: "example.com/p", name: "p")

  private func steps(_ text: String) throws -> [TypeAlgorithm.Step] {
    let universe = Universe()
    let type = try universe.parseType(text, in: Self.package)
    return try #require(try TypeAlgorithm(of: type, in: universe)).steps
  }

  @Test func neighbouringMemoryIsOneStep() throws {
    #expect(
      try steps("struct { a, b int64; p *int; s string; c int8; d int8 }") == [
        .memory(offset: 0, size: 24), .value(.string, offset: 24), .memory(offset: 40, size: 2),
      ])
  }

  @Test func paddingEndsAStep() throws {
    #expect(
      try steps("struct { a int8; b int32; c string }") == [
        .memory(offset: 0, size: 1), .memory(offset: 4, size: 4), .value(.string, offset: 8),
      ])
  }

  @Test func blankFieldsAreLeftOut() throws {
    #expect(
      try steps("struct { a int32; _ int32; b int64; _ string }") == [
        .memory(offset: 0, size: 4), .memory(offset: 8, size: 8),
      ])
  }

  /// A nested struct is hashed by a function of its own.
  @Test func memoryIsNotJoinedWithANestedStructs() throws {
    #expect(
      try steps("struct { a int64; s struct { b int64; c string; d int64 }; e int64 }") == [
        .memory(offset: 0, size: 8), .memory(offset: 8, size: 8), .value(.string, offset: 16),
        .memory(offset: 32, size: 8), .memory(offset: 40, size: 8),
      ])
  }

  @Test func fieldsOfNoSizeAreHashedToo() throws {
    #expect(
      try steps("struct { a struct{}; s string }") == [
        .memory(offset: 0, size: 0), .value(.string, offset: 0),
      ])
  }

  @Test func arraysAreLoops() throws {
    #expect(
      try steps("struct { n int; a [4][2]interface { M() } }") == [
        .memory(offset: 0, size: 8),
        .array(
          offset: 8, count: 4, stride: 32,
          steps: [.array(offset: 0, count: 2, stride: 16, steps: [.value(.interface, offset: 0)])]),
      ])
  }

  @Test func anAlgorithmWithoutEndIsRefused() throws {
    var universe = Universe()
    var texts = ["type T0 struct { s, t string }"]
    texts += (1...30).map { "type T\($0) struct { x, y T\($0 - 1) }" }
    try universe.declare(texts, in: Self.package)
    let type = try universe.parseType("T30", in: Self.package)
    #expect(try TypeAlgorithm(of: type, in: universe) == nil)
    var builder = DescriptorBuilder(
      universe: universe, release: .go1_8, definedPackages: [Self.package.path])
    builder.require(type)
    #expect(throws: DescriptorError.self) { try builder.build() }
  }

  // MARK: Against the signatures that cmd/compile names equality functions by

  private enum Part: Equatable {
    case memory, string, interface, emptyInterface, float32, float64
  }

  /// What each byte that counts belongs to; for values of several bytes, the first alone.
  private func parts(_ steps: [TypeAlgorithm.Step], at base: Int64) -> [Int64: Part] {
    var parts: [Int64: Part] = [:]
    for step in steps {
      switch step {
      case .memory(let offset, let size):
        for byte in 0..<size { parts[base + offset + byte] = .memory }
      case .value(.string, let offset): parts[base + offset] = .string
      case .value(.interface, let offset): parts[base + offset] = .interface
      case .value(.emptyInterface, let offset): parts[base + offset] = .emptyInterface
      case .value(.float32, let offset): parts[base + offset] = .float32
      case .value(.float64, let offset): parts[base + offset] = .float64
      case .value(.complex64, let offset):
        for place in [0, 4] { parts[base + offset + Int64(place)] = .float32 }
      case .value(.complex128, let offset):
        for place in [0, 8] { parts[base + offset + Int64(place)] = .float64 }
      case .array(let offset, let count, let stride, let steps):
        for index in 0..<count {
          parts.merge(self.parts(steps, at: base + offset + index * stride)) { $1 }
        }
      }
    }
    return parts
  }

  private func parts(_ signature: EqualitySignature, at offset: inout Int64) -> [Int64: Part] {
    var parts: [Int64: Part] = [:]
    func add(_ part: Part, _ size: Int64) {
      parts[offset] = part
      offset += size
    }
    for piece in signature.pieces {
      switch piece {
      case .memory(let count): for _ in 0..<count { add(.memory, 1) }
      case .skip(let count): offset += count
      case .float32: add(.float32, 4)
      case .float64: add(.float64, 8)
      case .string: add(.string, 16)
      case .interface: add(.interface, 16)
      case .emptyInterface: add(.emptyInterface, 16)
      case .array(let count, let element):
        for _ in 0..<count { parts.merge(self.parts(element, at: &offset)) { $1 } }
      }
    }
    return parts
  }

  @Test func stepsLookAtTheVeryBytesThatEqualityDoes() throws {
    let universe = try Corpus.universe()
    var types = try (Corpus.expressions + RandomTypes.expressions(800, in: universe)).map {
      try universe.parseType($0, in: Corpus.geometry)
    }
    for package in [Corpus.shape, Corpus.geometry] {
      types += universe.typeDeclarations(in: package.path).map { .named($0.name) }
    }
    var compared = 0
    for type in types {
      let layout = try universe.layout(of: type)
      guard layout.isComparable, layout.size <= 4096 else { continue }
      let algorithm = try #require(try TypeAlgorithm(of: type, in: universe))
      let signature = try #require(
        try EqualitySignatureBuilder.signature(of: type, in: universe))
      var end: Int64 = 0
      let expected = parts(signature, at: &end)
      #expect(
        parts(algorithm.steps, at: 0) == expected,
        "\(universe.string(type, qualifier: .packageName))")
      #expect(parts(TypeAlgorithm(signature).steps, at: 0) == expected)
      compared += 1
    }
    #expect(compared > 300)
  }
}
