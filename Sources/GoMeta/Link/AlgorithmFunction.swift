import GoABI
import TypeDescriptors

/// A function that hashes values of a type or compares two: what it does step by step, and the C
/// functions that do part of it.
struct AlgorithmFunction {
  /// What its code is.
  enum Work {
    case steps(AlgorithmOperation, [AlgorithmStep])
    /// A function of Go's runtime that not every program has: the host's, where it has one, is
    /// taken instead.
    case runtimeHash(RuntimeHash)
  }

  /// Such as `type:.eq.main.T`, in characters that an assembler takes.
  let name: String
  private(set) var work: Work
  /// Whether the function bears the name of one of the runtime's.
  var isRuntimes = false
  /// LLVM IR of the C functions that compare what needs nothing of Go's runtime, each
  /// `i8 (ptr, ptr)`.
  private(set) var text = ""
  private var partCount = 0

  init(runtime function: RuntimeHash) {
    name = function.name
    work = .runtimeHash(function)
    isRuntimes = true
  }

  init(hash name: String, _ steps: [AlgorithmStep]) {
    self.name = Naming.assemblable(name)
    work = .steps(.hash, steps)
  }

  /// - Parameter namedSizes: the functions for plain memory of exactly so many bytes, where they
  ///   are called in place of the one for all sizes.
  init(hash name: String, _ algorithm: TypeAlgorithm, namedSizes: [Int64: String] = [:]) {
    self.init(hash: name, algorithm.steps.flatMap { Self.hash($0, namedSizes) })
  }

  init(equality name: String, _ signature: EqualitySignature) {
    self.name = Naming.assemblable(name)
    work = .steps(.equal, [])
    work = .steps(.equal, equal(signature, from: 0))
  }

  /// Both functions of a type, of releases whose types have both (up to Go 1.13).
  static func pair(_ algorithm: DescriptorSet.Algorithm) -> [AlgorithmFunction] {
    [
      AlgorithmFunction(hash: algorithm.hashFunction, algorithm.algorithm),
      AlgorithmFunction(
        equality: algorithm.equalFunction, EqualitySignature(steps: algorithm.algorithm.steps)),
    ]
  }

  /// The functions of Go's runtime that it calls.
  var callees: [String] {
    switch work {
    case .steps(_, let steps): steps.flatMap(\.callees)
    case .runtimeHash(let function): function.callees
    }
  }

  private static func hash(
    _ step: TypeAlgorithm.Step, _ namedSizes: [Int64: String]
  ) -> [AlgorithmStep] {
    switch step {
    case .memory(let offset, let size):
      [
        .call(
          function: namedSizes[size] ?? RuntimeHash.memory.name, offset: offset, size: size)
      ]
    case .value(let value, let offset):
      [.call(function: value.hashFunction, offset: offset, size: value.size)]
    case .array(let offset, let count, let stride, let steps):
      AlgorithmStep.repeating(
        steps.flatMap { hash($0, namedSizes) }, count: count, elementSize: stride, from: offset)
    }
  }

  /// Interfaces are compared by the runtime, runs of everything else by one C function each, in the
  /// order of the pieces: an interface whose value cannot be compared ends the comparison.
  private mutating func equal(
    _ signature: EqualitySignature, from start: Int64
  ) -> [AlgorithmStep] {
    var result: [AlgorithmStep] = []
    var run: [EqualitySignature.Piece] = []
    var runStart = start
    var offset = start
    for piece in signature.pieces {
      let end = offset + piece.size
      if piece.holdsInterface {
        result += endRun(run, from: runStart)
        run = []
        runStart = end
      }
      switch piece {
      case .interface:
        result.append(.call(function: "runtime.interequal", offset: offset, size: piece.size))
      case .emptyInterface:
        result.append(.call(function: "runtime.nilinterequal", offset: offset, size: piece.size))
      case .array(let count, let element) where piece.holdsInterface:
        result += AlgorithmStep.repeating(
          equal(element, from: 0), count: count, elementSize: element.size, from: offset)
      default: run.append(piece)
      }
      offset = end
    }
    return result + endRun(run, from: runStart)
  }

  /// Makes a C function of the pieces so far.
  private mutating func endRun(
    _ pieces: [EqualitySignature.Piece], from start: Int64
  ) -> [AlgorithmStep] {
    guard pieces.contains(where: { if case .skip = $0 { false } else { true } }) else { return [] }
    let part = "\(name).\(partCount + 1)"
    let signature = EqualitySignature(pieces: [.skip(start)] + pieces)
    guard let function = EqualityFunction.text(signature, name: part) else { return [] }
    partCount += 1
    text += function
    return [.compare(function: part, offset: 0)]
  }
}

extension TypeAlgorithm.Value {
  var size: Int64 {
    switch self {
    case .string, .interface, .emptyInterface, .complex128: 16
    case .float64, .complex64: 8
    case .float32: 4
    }
  }

  fileprivate var hashFunction: String {
    switch self {
    case .string: "runtime.strhash"
    case .interface: "runtime.interhash"
    case .emptyInterface: "runtime.nilinterhash"
    case .float32: "runtime.f32hash"
    case .float64: "runtime.f64hash"
    case .complex64: "runtime.c64hash"
    case .complex128: "runtime.c128hash"
    }
  }
}
