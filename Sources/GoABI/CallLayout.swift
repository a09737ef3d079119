import GoTypes
import Symbols

/// Where the parameters and results of a Go function travel: in one of Go's conventions on the one
/// side, as arguments of a C function on the other.
public struct CallLayout: Sendable {
  public struct Leaf: Sendable {
    public var kind: ScalarLeaf.Kind
    /// Which register of its class, in the register convention: integers and pointers share one,
    /// floats have another.
    public var register: Int
    /// In the register convention: whether the caller's stack holds it all the same, at `offset`.
    public var isOnStack = false
    /// In bytes from the start of the arguments on the caller's stack: where it is, or where the
    /// callee may keep it when it comes in a register. (Results in registers have no place there.)
    public var offset: Int
  }

  public let convention: GoConvention
  /// The receiver's leaves first. An array of several elements is one leaf; it is always on the
  /// stack, and C code gets its address.
  public let parameters: [Leaf]
  /// Arrays are flattened, too.
  public let results: [Leaf]
  /// Bytes of the caller's stack that belong to the call: arguments and results there, then the
  /// spill space of arguments that come in registers.
  public let argumentSize: Int
  /// Which words of the arguments, those in spill space too, hold pointers that the collector
  /// follows, ascending.
  public let pointerWords: [Int]
  /// Those of the arguments that the caller has put on the stack.
  public let stackPointerWords: [Int]
  /// Why C's plain form cannot take a call of this layout.
  let plainFormError: CallLayoutError?

  /// The most scalars among the parameters, and among the results.
  public static let mostScalars = 256
}

/// Why a function cannot be called across the two conventions.
public enum CallLayoutError: Error, Equatable, CustomStringConvertible {
  case layout(LayoutError)
  case onStack(what: String)
  case tooMany(what: String, limit: Int)
  case tooManyScalars(what: String, limit: Int)
  case tooLarge(what: String, limit: Int)
  /// In the stack convention.
  case resultOnStack(what: String)

  public var description: String {
    switch self {
    case .layout(let error): "\(error)"
    case .onStack(let what):
      "\(what) holds an array of several elements or hundreds of parts, which Go passes on the "
        + "stack; only functions with gc \"statepoint-example\" can take that: pass a pointer"
    case .tooMany(let what, let limit):
      "\(what) take more than \(limit) registers; only functions with gc \"statepoint-example\" "
        + "can take that: pass a pointer to a struct"
    case .tooManyScalars(let what, let limit):
      "\(what) has more than \(limit) scalars with those before it: pass a pointer"
    case .tooLarge(let what, let limit):
      "\(what) end beyond \(limit) bytes of the caller's frame: pass a pointer"
    case .resultOnStack(let what):
      "\(what) holds an array of several elements or hundreds of parts, which no C function "
        + "returns: return a pointer"
    }
  }
}

extension CallLayout {
  /// The layout of a function, or of a method when there is a receiver.
  public init(
    receiver: GoType? = nil, _ signature: Signature, universe: Universe,
    architecture: Architecture, convention: GoConvention = .registers
  ) throws(CallLayoutError) {
    let inputs = (receiver.map { [$0] } ?? []) + signature.parameters
    switch convention {
    case .registers:
      try self.init(inRegisters: inputs, signature.results, universe, architecture)
    case .stack:
      try self.init(onStack: inputs, signature.results, universe)
    }
  }

  /// That C's plain form can take the call, as functions without precise frames need it: all
  /// parameters and results in registers that both conventions have.
  ///
  /// In the stack convention that is so but on AArch64, where code on goroutine stacks keeps its
  /// return address where a C function would find the first argument that is not in a register.
  public func checkUnmanaged(of architecture: Architecture) throws(CallLayoutError) {
    if convention == .registers {
      if let plainFormError { throw plainFormError }
      return
    }
    guard architecture == .arm64 else { return }
    try NativeRegisters(architecture).check(parameters.map(\.kind))
  }
}

extension NativeRegisters {
  /// That there are enough of them for the parameters.
  func check(_ parameters: [ScalarLeaf.Kind]) throws(CallLayoutError) {
    let floats = parameters.count { $0.isFloat }
    guard parameters.count - floats <= integerParameters else {
      throw .tooMany(what: "integers and pointers among the parameters", limit: integerParameters)
    }
    guard floats <= floatParameters else {
      throw .tooMany(what: "floats among the parameters", limit: floatParameters)
    }
  }

  func check(results: [ScalarLeaf.Kind]) throws(CallLayoutError) {
    let floats = results.count { $0.isFloat }
    guard results.count - floats <= integerResults else {
      throw .tooMany(what: "integers and pointers among the results", limit: integerResults)
    }
    guard floats <= floatResults else {
      throw .tooMany(what: "floats among the results", limit: floatResults)
    }
  }
}
