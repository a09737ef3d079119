import GoABI
import TypeDescriptors

/// A function that hashes values of a type or compares two, of releases in which a type has both
/// (up to Go 1.13): what it does step by step, and the C functions that do part of it.
struct AlgorithmFunction {
  /// Such as `type..eq.main.T`, in characters that an assembler takes.
  let name: String
  let operation: AlgorithmOperation
  private(set) var steps: [AlgorithmStep] = []
  /// LLVM IR of the C functions that compare what needs nothing of Go's runtime, each
  /// `i8 (ptr, ptr)`.
  private(set) var text = ""
  private var partCount = 0

  init(_ name: String, _ operation: AlgorithmOperation, _ algorithm: TypeAlgorithm) {
    self.name = Naming.assemblable(name)
    self.operation = operation
    switch operation {
    case .hash: steps = algorithm.steps.map(Self.hash)
    case .equal: steps = equal(algorithm.steps)
    }
  }

  /// Both functions of a type.
  static func pair(_ algorithm: DescriptorSet.Algorithm) -> [AlgorithmFunction] {
    [
      AlgorithmFunction(algorithm.hashFunction, .hash, algorithm.algorithm),
      AlgorithmFunction(algorithm.equalFunction, .equal, algorithm.algorithm),
    ]
  }

  private static func hash(_ step: TypeAlgorithm.Step) -> AlgorithmStep {
    switch step {
    case .memory(let offset, let size):
      .call(function: "runtime.memhash", offset: offset, size: size)
    case .value(let value, let offset):
      .call(function: value.hashFunction, offset: offset, size: value.size)
    case .array(let offset, let count, let stride, let steps):
      .loop(count: count, elementSize: stride, start: offset, steps: steps.map(hash))
    }
  }

  /// Interfaces are compared by the runtime, runs of everything else by one C function each, in the
  /// order of the steps: an interface whose value cannot be compared ends the comparison.
  private mutating func equal(_ steps: [TypeAlgorithm.Step]) -> [AlgorithmStep] {
    var result: [AlgorithmStep] = []
    var run: [TypeAlgorithm.Step] = []
    for step in steps {
      if step.holdsInterface { endRun(&run, &result) }
      switch step {
      case .value(.interface, let offset):
        result.append(.call(function: "runtime.interequal", offset: offset, size: 16))
      case .value(.emptyInterface, let offset):
        result.append(.call(function: "runtime.nilinterequal", offset: offset, size: 16))
      case .array(let offset, let count, let stride, let inner) where step.holdsInterface:
        result.append(
          .loop(count: count, elementSize: stride, start: offset, steps: equal(inner)))
      default: run.append(step)
      }
    }
    endRun(&run, &result)
    return result
  }

  /// Makes a C function of the steps so far.
  private mutating func endRun(
    _ run: inout [TypeAlgorithm.Step], _ result: inout [AlgorithmStep]
  ) {
    let pieces = EqualitySignature(steps: run)
    run = []
    guard pieces.pieces.contains(where: { if case .skip = $0 { false } else { true } }) else {
      return
    }
    let part = "\(name).\(partCount + 1)"
    guard let function = EqualityFunction.text(pieces, name: part) else { return }
    partCount += 1
    text += function
    result.append(.compare(function: part, offset: 0))
  }
}

extension TypeAlgorithm.Step {
  fileprivate var holdsInterface: Bool {
    switch self {
    case .memory: false
    case .value(let value, _): value == .interface || value == .emptyInterface
    case .array(_, _, _, let steps): steps.contains(where: \.holdsInterface)
    }
  }
}

extension TypeAlgorithm.Value {
  fileprivate var size: Int64 {
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

extension EqualitySignature {
  /// What steps without interfaces compare, from offset 0 on; `size` is where the value ends.
  fileprivate init(steps: [TypeAlgorithm.Step], size: Int64 = 0) {
    var pieces: [Piece] = []
    var end: Int64 = 0
    func skip(to offset: Int64) {
      if offset > end { pieces.append(.skip(offset - end)) }
      end = max(end, offset)
    }
    for step in steps {
      switch step {
      case .memory(let offset, let size):
        guard size > 0 else { continue }
        skip(to: offset)
        pieces.append(.memory(size))
        end = offset + size
      case .value(let value, let offset):
        skip(to: offset)
        switch value {
        case .string: pieces.append(.string)
        case .interface: pieces.append(.interface)
        case .emptyInterface: pieces.append(.emptyInterface)
        case .float32: pieces.append(.float32)
        case .float64: pieces.append(.float64)
        case .complex64: pieces += [.float32, .float32]
        case .complex128: pieces += [.float64, .float64]
        }
        end = offset + value.size
      case .array(let offset, let count, let stride, let steps):
        guard count > 0, stride > 0 else { continue }
        skip(to: offset)
        pieces.append(.array(count: count, element: EqualitySignature(steps: steps, size: stride)))
        end = offset + count * stride
      }
    }
    skip(to: size)
    self.init(pieces: pieces)
  }

  /// In bytes, from the first piece to the end of the last.
  var size: Int64 {
    pieces.reduce(0) { sum, piece in
      switch piece {
      case .memory(let bytes), .skip(let bytes): sum + bytes
      case .float32: sum + 4
      case .float64: sum + 8
      case .string, .interface, .emptyInterface: sum + 16
      case .array(let count, let element): sum + count * element.size
      }
    }
  }
}
