import GoABI
import GoTypes
import Symbols
import TestSupport
import Testing

/// The layout of arguments and results in memory against `go vet`, which checks each offset and
/// size that assembly names against the function's declaration.
@Suite struct StackLayoutTests {
  static let samples =
    SignatureSample.passed.filter { $0.receiver == nil } + [
      SignatureSample(["[3]uint8", "int16", "[2]string"], ["[1]int32", "bool"]),
      SignatureSample(["Pair", "uint8", "EmptyPair", "uint8"], ["string", "string"]),
      SignatureSample(
        ["string", "[]int", "any", "string", "[]byte", "error", "complex128"],
        ["[]int", "string", "any", "error", "float32", "int8", "complex64"]),
      SignatureSample(["[5]Padded", "uint8", "[0]int64", "uint8"], ["Nested", "uint8"]),
      SignatureSample(
        [String](repeating: "float64", count: 12) + [String](repeating: "uint16", count: 9),
        ["uint8"]),
    ]

  private static func layout(_ sample: SignatureSample) throws -> CallLayout {
    let (receiver, signature) = try sample.layout(SignatureSample.universe())
    return try CallLayout(
      receiver: receiver, signature, universe: SignatureSample.universe(), architecture: .x86_64,
      convention: .stack)
  }

  /// One assembly function a sample, which names each leaf at its offset.
  private static func vet(
    _ samples: [SignatureSample], moving: Int = 0, size: String = ""
  ) throws -> (output: String, leaves: Int) {
    let universe = try SignatureSample.universe()
    var go = "package abi\n\nimport \"unsafe\"\n\nvar _ unsafe.Pointer\n\n"
    go += "func (p *Point) M() {}\n\n" + SignatureSample.declarations + "\n"
    var assembly = "#include \"textflag.h\"\n"
    var count = 0
    for (index, sample) in samples.enumerated() {
      let (_, signature) = try sample.layout(universe)
      let layout = try layout(sample)
      let parameters = sample.parameters.enumerated().map { "p\($0) \($1)" }
      let results = sample.results.enumerated().map { "r\($0) \($1)" }
      go += "func F\(index)(\(parameters.joined(separator: ", "))) "
      go += "(\(results.joined(separator: ", ")))\n"
      assembly += "TEXT ·F\(index)(SB), NOSPLIT, $0\(size)\n"
      var names: [(name: String?, kind: ScalarLeaf.Kind)] = []
      for (number, type) in signature.parameters.enumerated() {
        names += try LeafNames.names("p\(number)", type, universe, isResult: false)
      }
      let parameterCount = names.count
      for (number, type) in signature.results.enumerated() {
        names += try LeafNames.names("r\(number)", type, universe, isResult: true)
      }
      #expect(parameterCount == layout.parameters.count)
      let leaves = layout.parameters + layout.results
      try #require(names.count == leaves.count)
      for ((name, kind), leaf) in zip(names, leaves) {
        #expect(kind == leaf.kind)
        guard let name, let move = LeafNames.move(kind) else { continue }
        count += 1
        let isFloat = kind.isFloat
        let register = isFloat ? "X0" : "AX"
        assembly += "\t\(move) \(register), \(name)+\(leaf.offset + moving)(FP)\n"
      }
      assembly += "\tRET\n"
    }
    let module = try GoModule(files: ["abi/abi.go": go, "abi/abi_amd64.s": assembly])
    do {
      let output = try GoToolchain().run(
        ["vet", "-asmdecl", "./abi"], in: module, environment: ["GOARCH": "amd64"])
      return (output.errorText, count)
    } catch let failure as GoToolchain.Failure {
      return (failure.description, count)
    }
  }

  @Test("Every leaf is where the function's declaration puts it")
  func offsets() throws {
    let (output, leaves) = try Self.vet(Self.samples)
    #expect(output.isEmpty, "\(output)")
    #expect(leaves > 100)
  }

  @Test("Arguments and results together take what the declaration makes them, in whole words")
  func sizes() throws {
    // A size that is wrong for all of them, so that vet says the right ones; it counts no padding.
    let (output, _) = try Self.vet(Self.samples, size: "-999")
    for (index, sample) in Self.samples.enumerated() {
      let size = try Self.layout(sample).argumentSize
      let line = try #require(output.split(separator: "\n").first { $0.contains(" F\(index): ") })
      let stated = try #require(line.split(separator: "-").last.flatMap { Int($0) })
      #expect((stated + 7) / 8 * 8 == size, "\(sample.testDescription)")
    }
  }

  @Test("A leaf a byte further on is found, or the comparison would say nothing")
  func oracleSpeaks() throws {
    let (output, leaves) = try Self.vet(Array(Self.samples[1...4]), moving: 1)
    #expect(leaves > 10)
    #expect(output.split(separator: "\n").count { $0.contains("invalid offset") } == leaves)
  }

  @Test("Pointers of all arguments are in the map, those of results are not")
  func pointerWords() throws {
    let layout = try Self.layout(
      SignatureSample(
        ["int", "[2]*int", "string", "any", "struct { a uint8; b []*int }"], ["*int"]))
    // An interface's type word counts, as it did in Go 1.8.
    #expect(layout.pointerWords == [1, 2, 3, 5, 6, 8])
    #expect(layout.argumentSize == 96)
  }

  @Test("A result that no C function returns is refused")
  func results() {
    #expect(throws: CallLayoutError.resultOnStack(what: "result 2")) {
      try Self.layout(SignatureSample([], ["int", "[2]int"]))
    }
  }

  @Test("On arm64 no more parameters are taken than C passes in registers")
  func tooMany() throws {
    let nine = Signature(parameters: [GoType](repeating: .basic(.int), count: 9))
    func check(_ architecture: Architecture) throws {
      try CallLayout(
        nine, universe: Universe(), architecture: architecture, convention: .stack
      ).checkUnmanaged(of: architecture)
    }
    #expect(
      throws: CallLayoutError.tooMany(
        what: "integers and pointers among the parameters", limit: 8)
    ) { try check(.arm64) }
    #expect(throws: Never.self) { try check(.x86_64) }
  }

  @Test("Arguments beyond a megabyte are refused")
  func large() {
    #expect(throws: CallLayoutError.tooLarge(what: "parameter 2", limit: 1 << 20)) {
      try Self.layout(SignatureSample(["[131072]int", "uint8"]))
    }
    #expect(throws: Never.self) { try Self.layout(SignatureSample(["[131072]int"])) }
  }
}

/// The names that `go vet` knows parts of arguments by (cmd/vendor/golang.org/x/tools, asmdecl).
private enum LeafNames {
  static func names(
    _ name: String, _ type: GoType, _ universe: Universe, isResult: Bool
  ) throws -> [(name: String?, kind: ScalarLeaf.Kind)] {
    guard try universe.layout(of: type).size > 0 else { return [] }
    switch universe.underlying(type) ?? type {
    case .basic(.string): return [(name + "_base", .pointer), (name + "_len", .integer(8))]
    case .slice:
      return [
        (name + "_base", .pointer), (name + "_len", .integer(8)), (name + "_cap", .integer(8)),
      ]
    case .interface(let interface):
      let first = interface.methods.isEmpty ? "_type" : "_itable"
      return [(name + first, .pointer), (name + "_data", .pointer)]
    case .basic(.complex64): return [(name + "_real", .float32), (name + "_imag", .float32)]
    case .basic(.complex128): return [(name + "_real", .float64), (name + "_imag", .float64)]
    case .basic(.float32): return [(name, .float32)]
    case .basic(.float64): return [(name, .float64)]
    case .basic(.unsafePointer), .pointer, .map, .channel, .function: return [(name, .pointer)]
    case .structure(let structure):
      return try structure.fields.flatMap { field in
        let parts = try names("\(name)_\(field.name)", field.type, universe, isResult: isResult)
        return field.name == "_" ? parts.map { (nil, $0.kind) } : parts
      }
    case .array(let count, let element):
      if count == 1 { return try names(name + "_0", element, universe, isResult: isResult) }
      // The array's place is that of its first part.
      let first = try names(name + "_0", element, universe, isResult: isResult).first
      return [(first?.name, .array(try universe.layout(of: type).size))]
    case .basic, .named:
      return [(name, .integer(Int(try universe.layout(of: type).size)))]
    }
  }

  /// The instruction that stores so much; nil for what is not one scalar.
  static func move(_ kind: ScalarLeaf.Kind) -> String? {
    switch kind {
    case .integer(1): "MOVB"
    case .integer(2): "MOVW"
    case .integer(4): "MOVL"
    case .integer, .pointer: "MOVQ"
    case .float32: "MOVSS"
    case .float64: "MOVSD"
    case .array: nil
    }
  }
}
