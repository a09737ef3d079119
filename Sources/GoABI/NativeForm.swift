import Symbols

/// How LLVM's C convention passes a function's scalars, in code whose frames Go walks: what fits
/// into registers there, and where the rest lies.
///
/// Results that C's registers do not hold are stored through a pointer, the first integer argument,
/// in an area of 8 bytes for each. Arguments beyond the registers lie at the bottom of the caller's
/// frame, 8 bytes each, above a word that stays free: on AArch64 Go's unwinder finds the caller's
/// return address in it, and on x86-64 LLVM pushes arguments that begin at the very bottom, which
/// changes the frame (X86CallFrameOptimization). On x86-64 there is none where all are in registers.
public struct NativeForm: Sendable, Equatable {
  public enum Place: Sendable, Equatable {
    /// The n-th register of its class, as the convention counts them.
    case integer(Int)
    case float(Int)
    /// In bytes above the return address on x86-64, above SP at entry on AArch64; a result's place
    /// in the result area.
    case memory(Int)
  }

  public let parameters: [Place]
  public let results: [Place]
  /// The first integer register is then the address of the result area.
  public let returnsThroughMemory: Bool
  /// Where a closure's object comes, which is none of the parameters.
  public let context: Place?
  /// Bytes of arguments in memory, the free word included.
  public let stackSize: Int
  /// Where the first of the arguments that come in registers are kept for tracebacks: behind those
  /// in memory. Each has its place in memory, its own or one of these; nil for those that
  /// tracebacks do not show.
  public let shownPlaces: [Int?]
  /// Bytes at the bottom of each caller's frame: arguments in memory and what is kept.
  public let outgoingSize: Int

  /// The most arguments that a traceback shows (runtime/traceback.go, `printArgs`; `TraceArgsLimit`
  /// of internal/abi).
  public static let mostShown = 10

  /// - Parameter hasContext: whether it is a closure's code.
  public init(
    parameters: [ScalarLeaf.Kind], results: [ScalarLeaf.Kind], hasContext: Bool = false,
    architecture: Architecture
  ) {
    let limits = NativeRegisters(architecture)
    let resultIntegers = results.count { !$0.isFloat }
    returnsThroughMemory =
      resultIntegers > limits.integerResults
      || results.count - resultIntegers > limits.floatResults
    var integers = 0
    var floats = 0
    if returnsThroughMemory {
      self.results = results.indices.map { .memory(8 * $0) }
      integers = 1
    } else {
      var nextInteger = 0
      var nextFloat = 0
      self.results = results.map { kind in
        if kind.isFloat {
          defer { nextFloat += 1 }
          return .float(nextFloat)
        }
        defer { nextInteger += 1 }
        return .integer(nextInteger)
      }
    }
    context = hasContext ? .integer(integers) : nil
    if hasContext { integers += 1 }
    var size = architecture == .arm64 ? 8 : 0
    var places: [Place] = []
    for kind in parameters {
      if kind.isFloat, floats < limits.floatParameters {
        places.append(.float(floats))
        floats += 1
      } else if !kind.isFloat, integers < limits.integerParameters {
        places.append(.integer(integers))
        integers += 1
      } else {
        size = max(size, 8)
        places.append(.memory(size))
        size += 8
      }
    }
    self.parameters = places
    var kept = size
    shownPlaces = places.enumerated().map { index, place in
      guard index < Self.mostShown else { return nil }
      if case .memory(let offset) = place { return offset }
      defer { kept += 8 }
      return kept
    }
    stackSize = size
    outgoingSize = kept
  }
}

extension NativeForm {
  /// The form of the code that stands behind a Go function.
  public init(_ layout: CallLayout, hasContext: Bool = false, architecture: Architecture) {
    self.init(
      parameters: layout.parameters.map(\.kind), results: layout.results.map(\.kind),
      hasContext: hasContext, architecture: architecture)
  }
}
