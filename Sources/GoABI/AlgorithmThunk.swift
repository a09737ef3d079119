import Symbols

/// One step of a function that hashes a value or compares two, in order of the value's parts.
public indirect enum AlgorithmStep: Sendable, Equatable {
  /// Comparing: a C function `i8 (ptr, ptr)`, 1 for equal, of the parts at an offset; it may not
  /// call Go.
  case compare(function: String, offset: Int64)
  /// A function of Go's runtime of the same kind as the one that is made: it hashes or compares
  /// `size` bytes at an offset.
  case call(function: String, offset: Int64, size: Int64)
  /// Elements one after the other; the offsets of the inner steps count from the element's start.
  case loop(count: Int64, elementSize: Int64, start: Int64, steps: [AlgorithmStep])
}

/// How the functions of a type's algorithms are called.
public enum AlgorithmConvention: Sendable, Hashable {
  /// `hash(p unsafe.Pointer, h uintptr) uintptr` and `equal(p, q unsafe.Pointer) bool`, in
  /// registers; `runtime.memhash` takes the size, too: `(p, h, size)`.
  case registers
  /// Go 1.8: the same functions, in the stack convention.
  case results
  /// Go 1.2: `hash(h *uintptr, size uintptr, p unsafe.Pointer)`, which adds to `*h`, and
  /// `equal(eq *bool, size uintptr, p, q unsafe.Pointer)`. No function checks the stack.
  case resultPointers

  var hasResults: Bool { self != .resultPointers }

  /// Bytes of arguments and results on the caller's stack, or of the room there for those that come
  /// in registers.
  public func argumentSize(_ operation: AlgorithmOperation) -> Int {
    switch (self, operation) {
    case (.registers, _): 16
    case (.results, _), (.resultPointers, .hash): 24
    case (.resultPointers, .equal): 32
    }
  }

  /// Which words of the arguments hold pointers.
  public func pointerWords(_ operation: AlgorithmOperation) -> [Int] {
    switch (self, operation) {
    case (.registers, .hash), (.results, .hash): [0]
    case (.registers, .equal), (.results, .equal): [0, 1]
    case (.resultPointers, .hash): [0, 2]
    case (.resultPointers, .equal): [0, 2, 3]
    }
  }
}

public enum AlgorithmOperation: Sendable, Hashable { case hash, equal }

extension Thunk {
  /// A function of a type's algorithms.
  ///
  /// While it calls Go the stack may be moved, so it keeps no address of its own across a call: it
  /// computes them anew from its arguments, which the runtime finds by their pointer map.
  public static func algorithm(
    _ operation: AlgorithmOperation, _ steps: [AlgorithmStep], convention: AlgorithmConvention,
    architecture: Architecture
  ) -> Thunk {
    let frame = AlgorithmFrame(
      convention: convention == .registers ? .registers : .stack,
      checksStack: convention.hasResults, arguments: 2, outgoing: 4,
      locals: AlgorithmStep.depth(steps))
    func write<Code: AlgorithmCode>(_: Code.Type) -> Thunk {
      var writer = AlgorithmWriter(
        operation: operation, convention: convention, code: Code(frame))
      writer.write(steps)
      return writer.finish()
    }
    return switch architecture {
    case .x86_64: write(X86AlgorithmCode.self)
    case .arm64: write(ARM64AlgorithmCode.self)
    }
  }
}

extension AlgorithmStep {
  /// How many loops are inside one another.
  fileprivate static func depth(_ steps: [AlgorithmStep]) -> Int {
    steps.reduce(0) { depth, step in
      guard case .loop(_, _, _, let inner) = step else { return depth }
      return max(depth, 1 + Self.depth(inner))
    }
  }
}

private struct AlgorithmWriter<Code: AlgorithmCode> {
  let operation: AlgorithmOperation
  let convention: AlgorithmConvention
  var code: Code
  private var loops = 0
  private var labels = 10

  private static var different: Int { 3 }
  private static var done: Int { 4 }

  init(operation: AlgorithmOperation, convention: AlgorithmConvention, code: Code) {
    self.operation = operation
    self.convention = convention
    self.code = code
  }

  /// Where the addresses of the values are among the arguments.
  private var first: AlgorithmPlace { .incoming(convention.hasResults ? 0 : 2) }
  private var second: AlgorithmPlace { .incoming(convention.hasResults ? 1 : 3) }

  mutating func write(_ steps: [AlgorithmStep]) {
    for step in steps {
      switch step {
      case .compare(let function, let offset):
        code.setCArgument(0, base: first, offset: offset, counters: loops)
        code.setCArgument(1, base: second, offset: offset, counters: loops)
        code.callC(function)
        code.branchIfCResultIsZero(to: Self.different)
      case .call(let function, let offset, let size):
        switch operation {
        case .hash: hash(function, offset, size)
        case .equal: compare(function, offset, size)
        }
      case .loop(let count, let elementSize, let start, let inner):
        guard count > 0, elementSize > 0 else { continue }
        let label = labels
        labels += 1
        let counter = AlgorithmPlace.local(loops)
        // The counter runs from the first element's offset to that after the last.
        code.set(counter, to: start)
        code.place(label: label)
        loops += 1
        write(inner)
        loops -= 1
        let end = start &+ count.multipliedReportingOverflow(by: elementSize).partialValue
        code.advance(counter, by: elementSize, below: end, label: label)
      }
    }
  }

  private mutating func hash(_ function: String, _ offset: Int64, _ size: Int64) {
    switch convention {
    case .registers, .results:
      code.setAddress(.outgoing(0), base: first, offset: offset, counters: loops)
      code.copy(.incoming(1), to: .outgoing(1))
      let takesSize = function == RuntimeHash.memory.name
      if takesSize { code.set(.outgoing(2), to: size) }
      let arguments = takesSize ? 3 : 2
      code.call(function, arguments: arguments, results: 1)
      code.copy(.outgoing(arguments), to: .incoming(1))
    case .resultPointers:
      code.copy(.incoming(0), to: .outgoing(0))
      code.set(.outgoing(1), to: size)
      code.setAddress(.outgoing(2), base: first, offset: offset, counters: loops)
      code.call(function, arguments: 3, results: 0)
    }
  }

  private mutating func compare(_ function: String, _ offset: Int64, _ size: Int64) {
    switch convention {
    case .registers, .results:
      code.setAddress(.outgoing(0), base: first, offset: offset, counters: loops)
      code.setAddress(.outgoing(1), base: second, offset: offset, counters: loops)
      code.call(function, arguments: 2, results: 1)
      code.branchIfByteIsZero(.outgoing(2), to: Self.different)
    case .resultPointers:
      code.copy(.incoming(0), to: .outgoing(0))
      code.set(.outgoing(1), to: size)
      code.setAddress(.outgoing(2), base: first, offset: offset, counters: loops)
      code.setAddress(.outgoing(3), base: second, offset: offset, counters: loops)
      code.call(function, arguments: 4, results: 0)
      code.branchIfByteIsZero(pointedToBy: .incoming(0), to: Self.different)
    }
  }

  consuming func finish() -> Thunk {
    switch (operation, convention) {
    case (.hash, .registers), (.hash, .results):
      code.returnWord(.incoming(1), as: .incoming(2))
    case (.hash, .resultPointers): break
    case (.equal, .registers), (.equal, .results):
      code.returnByte(1, as: .incoming(2))
      code.branch(to: Self.done)
      code.place(label: Self.different)
      code.returnByte(0, as: .incoming(2))
    case (.equal, .resultPointers):
      code.setByte(pointedToBy: .incoming(0), to: 1)
      code.branch(to: Self.done)
      code.place(label: Self.different)
      code.setByte(pointedToBy: .incoming(0), to: 0)
    }
    if operation == .equal { code.place(label: Self.done) }
    code.finish()
    return Thunk(lines: code.lines)
  }
}
