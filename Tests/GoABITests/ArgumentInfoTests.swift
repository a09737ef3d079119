import GoTypes
import Symbols
import Testing

@testable import GoABI

/// What tracebacks read of arguments, against what stock Go's compiler writes.
@Suite struct ArgumentInfoTests {
  private static func inputs(_ sample: SignatureSample) throws -> [GoType] {
    let (receiver, signature) = try sample.layout(SignatureSample.universe())
    return (receiver.map { [$0] } ?? []) + signature.parameters
  }

  /// Where the layout says that each parameter is, or may be kept.
  private static func offsets(
    _ inputs: [GoType], _ universe: Universe, _ layout: CallLayout
  ) throws -> [Int64] {
    var rest = layout.parameters[...]
    return try inputs.map { type in
      let leaves = try #require(try ScalarLeaf.leaves(of: type, in: universe, arrays: .byAddress))
      guard let first = leaves.first, let place = rest.first else { return 0 }
      rest = rest.dropFirst(leaves.count)
      return Int64(place.offset) - first.offset
    }
  }

  @Test(
    "In Go's own frame each scalar is where the compiler says, and in the same braces",
    arguments: CallLayoutTests.cases)
  func compilers(sample: CallLayoutTests.Case) throws {
    let universe = try SignatureSample.universe()
    let inputs = try Self.inputs(sample.sample)
    let offsets = try Self.offsets(inputs, universe, sample.layout())
    var writer = ArgumentInfoWriter(universe: universe, places: .values)
    let bytes = try writer.bytes(Array(zip(inputs, offsets)).map { ($0, $1) })
    #expect(try bytes == sample.compiled().argumentInfo)
  }

  /// The bytes of a sample as a function of LLVM's has its arguments.
  private func bytes(_ sample: SignatureSample, _ architecture: Architecture) throws -> [UInt8] {
    let universe = try SignatureSample.universe()
    let (receiver, signature) = try sample.layout(universe)
    let layout = try CallLayout(
      receiver: receiver, signature, universe: universe, architecture: architecture)
    return try ArgumentInfo.bytes(
      receiver: receiver, signature, universe: universe,
      form: NativeForm(layout, architecture: architecture), architecture: architecture)
  }

  private enum Token: Equatable {
    case mark(UInt8)
    case size(UInt8)
    case unknown
  }

  private static func tokens(_ bytes: [UInt8]) -> [Token] {
    var tokens: [Token] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      switch byte {
      case 0xfb: tokens.append(.unknown)
      case 0xfc...: tokens.append(.mark(byte))
      default: tokens.append(.size(rest.popFirst() ?? 0))
      }
    }
    return tokens
  }

  @Test(
    "In LLVM's frame the braces and sizes are the compiler's", arguments: CallLayoutTests.cases)
  func structure(sample: CallLayoutTests.Case) throws {
    let layout = try sample.layout()
    let hasArrays = layout.parameters.contains { leaf in
      if case .array = leaf.kind { true } else { false }
    }
    if hasArrays { return }
    let own = Self.tokens(try bytes(sample.sample, sample.architecture))
    let compilers = Self.tokens(try sample.compiled().argumentInfo)
    try #require(own.count == compilers.count)
    for (have, want) in zip(own, compilers) where have != .unknown && want != .unknown {
      #expect(have == want)
    }
  }

  @Test("Scalars are shown where they are kept, those in memory where they are")
  func places() throws {
    // Six integers in registers, kept behind the one in memory, which is above a free word.
    let sample = SignatureSample(["string", "[]byte", "uint8", "int16"])
    #expect(
      try bytes(sample, .x86_64) == [
        0xfe, 16, 8, 24, 8, 0xfd, 0xfe, 32, 8, 40, 8, 48, 8, 0xfd, 56, 1, 8, 2, 0xff,
      ])
    // Eight fit; offset 0 is above the word at SP.
    #expect(
      try bytes(sample, .arm64) == [
        0xfe, 0, 8, 8, 8, 0xfd, 0xfe, 16, 8, 24, 8, 32, 8, 0xfd, 40, 1, 48, 2, 0xff,
      ])
  }

  @Test("An array that comes by address has no offset, nor has what is far away")
  func unknown() throws {
    #expect(
      try bytes(SignatureSample(["[2]int", "int8"]), .x86_64)
        == [0xfe, 0xfc, 0xfd, 8, 1, 0xff])
    let many = SignatureSample([String](repeating: "int", count: 37))
    #expect(
      try bytes(many, .x86_64)
        == [0xfb, 0xfb, 0xfb, 0xfb, 0xfb, 0xfb, 8, 8, 16, 8, 24, 8, 32, 8, 0xfc, 0xff])
    #expect(try bytes(SignatureSample([]), .x86_64) == [])
  }
}
