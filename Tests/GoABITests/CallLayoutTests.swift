import GoABI
import GoTypes
import Symbols
import Testing

/// Call layouts against what stock Go's compiler does with the same signatures.
@Suite struct CallLayoutTests {
  static let cases = Architecture.allCases.flatMap { architecture in
    SignatureSample.compiled.indices.map { Case(architecture: architecture, index: $0) }
  }

  /// Those of `SignatureSample.passed`.
  static let plainCases = cases.filter { $0.index < SignatureSample.passed.count }

  struct Case: Sendable, CustomTestStringConvertible {
    var architecture: Architecture
    var index: Int
    var sample: SignatureSample { SignatureSample.compiled[index] }
    var testDescription: String { "\(architecture.goName) \(sample.testDescription)" }

    func layout() throws -> CallLayout {
      let universe = try SignatureSample.universe()
      let (receiver, signature) = try sample.layout(universe)
      return try CallLayout(
        receiver: receiver, signature, universe: universe, architecture: architecture)
    }

    func compiled() throws -> CompilerListing.Function {
      let listing = try #require(CompilerListing.all[architecture]).get()
      return try #require(listing.functions[index])
    }
  }

  @Test("The size of the arguments is the compiler's", arguments: cases)
  func argumentSize(sample: Case) throws {
    #expect(try sample.layout().argumentSize == sample.compiled().argumentSize)
  }

  @Test("The pointer words at entry are the compiler's", arguments: cases)
  func pointerWords(sample: Case) throws {
    #expect(try sample.layout().pointerWords == sample.compiled().pointerWords)
  }

  @Test("Each register's spill slot is the compiler's", arguments: cases)
  func spills(sample: Case) throws {
    let leaves = try sample.layout().parameters.filter { !$0.isOnStack }.map {
      CompilerListing.Spill(
        isFloat: $0.kind.isFloat, register: $0.register, offset: $0.offset, size: $0.kind.size)
    }
    let spills = try sample.compiled().spills
    #expect(Set(leaves).count == leaves.count)
    #expect(Set(spills) == Set(leaves))
  }

  @Test("Every sample that has parameters shows its spills, or the comparison would be empty")
  func oracleSpeaks() throws {
    for architecture in Architecture.allCases {
      let listing = try #require(CompilerListing.all[architecture]).get()
      #expect(listing.functions.count == SignatureSample.compiled.count)
      for (index, sample) in SignatureSample.passed.enumerated()
      where !sample.parameters.isEmpty {
        #expect(listing.functions[index]?.spills.isEmpty == false, "\(sample.testDescription)")
      }
    }
  }

  @Test(
    "Parameters and results that Go passes on the stack are refused of unmanaged functions",
    arguments: [
      (SignatureSample(["int", "[2]int"]), "parameter 2"),
      (SignatureSample(["Pair"]), "parameter 1"),
      (SignatureSample(["EmptyPair"]), "parameter 1"),
      (SignatureSample([], ["[3]uint8"]), "result 1"),
      (SignatureSample(["struct { a int; b [0]int; c [2]string }"]), "parameter 1"),
      (SignatureSample(["[1]Pair"]), "parameter 1"),
      (SignatureSample(["int"], [], receiver: "Pair"), "parameter 1"),
    ])
  func onStack(sample: SignatureSample, what: String) throws {
    #expect(throws: CallLayoutError.onStack(what: what)) {
      try layout(sample, .x86_64).checkUnmanaged(of: .x86_64)
    }
  }

  @Test(
    "More registers than both conventions have are refused of unmanaged functions",
    arguments: [
      (
        SignatureSample(["[]int", "[]int", "int"]), .x86_64,
        "integers and pointers among the parameters", 6
      ),
      (
        SignatureSample(["[]int", "[]int", "[]int"]), .arm64,
        "integers and pointers among the parameters", 8
      ),
      (
        SignatureSample(["complex64", "complex64", "complex64", "complex64", "float32"]), .arm64,
        "floats among the parameters", 8
      ),
      (
        SignatureSample(["complex64", "complex64", "complex64", "complex64", "float32"]), .x86_64,
        "floats among the parameters", 8
      ),
      (
        SignatureSample([], ["string", "string"]), .x86_64,
        "integers and pointers among the results", 3
      ),
      (SignatureSample([], ["complex128", "float32"]), .x86_64, "floats among the results", 2),
      (
        SignatureSample([], ["string", "string", "string", "string", "int"]), .arm64,
        "integers and pointers among the results", 8
      ),
    ] as [(SignatureSample, Architecture, String, Int)])
  func tooMany(
    _ sample: SignatureSample, _ architecture: Architecture, _ what: String, _ limit: Int
  ) {
    #expect(throws: CallLayoutError.tooMany(what: what, limit: limit)) {
      try layout(sample, architecture).checkUnmanaged(of: architecture)
    }
  }

  @Test(
    "As many registers as there are, are accepted",
    arguments: [
      (SignatureSample(["[]int", "[]int"], ["[]int"]), .x86_64),
      (SignatureSample(["[]int", "[]int", "string"], ["[]int", "any"]), .arm64),
    ] as [(SignatureSample, Architecture)])
  func justEnough(sample: SignatureSample, architecture: Architecture) throws {
    #expect(throws: Never.self) {
      try layout(sample, architecture).checkUnmanaged(of: architecture)
    }
  }

  @Test("A type that is not declared is named")
  func undeclared() throws {
    let missing = TypeName(packagePath: "other", name: "T")
    #expect(throws: CallLayoutError.layout(.undeclaredType(missing))) {
      try CallLayout(
        Signature(parameters: [.named(missing)]), universe: Universe(), architecture: .x86_64)
    }
  }

  private func layout(
    _ sample: SignatureSample, _ architecture: Architecture
  ) throws -> CallLayout {
    let universe = try SignatureSample.universe()
    let (receiver, signature) = try sample.layout(universe)
    return try CallLayout(
      receiver: receiver, signature, universe: universe, architecture: architecture)
  }
}
