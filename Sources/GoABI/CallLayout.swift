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
    /// In bytes from the start of the arguments on the caller's stack: where it is, or where the
    /// callee may keep it when it comes in a register. (Results in registers have no place there.)
    public var offset: Int
  }

  public let convention: GoConvention
  /// The receiver's leaves first.
  public let parameters: [Leaf]
  public let results: [Leaf]
  /// Bytes of the caller's stack that belong to the call: arguments and results, or the spill space
  /// of those that come in registers.
  public let argumentSize: Int
  /// Which words of the arguments hold pointers that the collector follows, ascending.
  public let pointerWords: [Int]
}

/// Why a function cannot be called across the two conventions.
public enum CallLayoutError: Error, Equatable, CustomStringConvertible {
  case layout(LayoutError)
  case onStack(what: String)
  case tooMany(what: String, limit: Int)
  /// In the stack convention.
  case tooLarge(what: String, limit: Int)
  case resultOnStack(what: String)

  public var description: String {
    switch self {
    case .layout(let error): "\(error)"
    case .onStack(let what):
      "\(what) holds an array of several elements or hundreds of parts, which Go passes on the "
        + "stack; thunks for that are not made yet: pass a pointer"
    case .tooMany(let what, let limit):
      "\(what) take more than \(limit) registers; thunks for that are not made yet: pass a pointer "
        + "to a struct"
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
      try self.init(
        inRegisters: inputs, signature.results, universe, RegisterLimits(architecture))
    case .stack:
      try self.init(onStack: inputs, signature.results, universe)
    }
  }

  /// That C code can take the parameters in registers, where it must: AArch64 code on goroutine
  /// stacks keeps its return address where a C function would find the first argument that is not
  /// in a register.
  public func checkRegisters(of architecture: Architecture) throws(CallLayoutError) {
    guard architecture == .arm64 else { return }
    let limits = RegisterLimits(architecture)
    let floats = parameters.count { $0.kind.isFloat }
    guard parameters.count - floats <= limits.integerParameters else {
      throw .tooMany(
        what: "integers and pointers among the parameters", limit: limits.integerParameters)
    }
    guard floats <= limits.floatParameters else {
      throw .tooMany(what: "floats among the parameters", limit: limits.floatParameters)
    }
  }

  private init(
    inRegisters inputs: [GoType], _ outputs: [GoType], _ universe: Universe,
    _ limits: RegisterLimits
  ) throws(CallLayoutError) {
    var assignment = RegisterAssignment(universe: universe)
    var pointerWords: [Int] = []
    for (index, type) in inputs.enumerated() {
      let start = try assignment.add(type, what: "parameter \(index + 1)")
      do throws(LayoutError) {
        // What fits into registers has few words; the limit is never met.
        for word in try universe.pointerWords(of: type, limit: 64) ?? [] {
          pointerWords.append(start / 8 + Int(word))
        }
      } catch { throw .layout(error) }
    }
    guard assignment.integers <= limits.integerParameters else {
      throw .tooMany(
        what: "integers and pointers among the parameters", limit: limits.integerParameters)
    }
    guard assignment.floats <= limits.floatParameters else {
      throw .tooMany(what: "floats among the parameters", limit: limits.floatParameters)
    }
    var resultAssignment = RegisterAssignment(universe: universe)
    for (index, type) in outputs.enumerated() {
      _ = try resultAssignment.add(type, what: "result \(index + 1)")
    }
    guard resultAssignment.integers <= limits.integerResults else {
      throw .tooMany(what: "integers and pointers among the results", limit: limits.integerResults)
    }
    guard resultAssignment.floats <= limits.floatResults else {
      throw .tooMany(what: "floats among the results", limit: limits.floatResults)
    }
    convention = .registers
    parameters = assignment.leaves
    results = resultAssignment.leaves
    argumentSize = (assignment.spillSize + 7) / 8 * 8
    self.pointerWords = pointerWords
  }
}

/// Registers that both conventions have. C's are the fewer: beyond them arguments go on the stack,
/// and results through a hidden pointer.
private struct RegisterLimits {
  let integerParameters, floatParameters, integerResults, floatResults: Int

  init(_ architecture: Architecture) {
    switch architecture {
    case .x86_64: (integerParameters, floatParameters, integerResults, floatResults) = (6, 8, 3, 2)
    case .arm64: (integerParameters, floatParameters, integerResults, floatResults) = (8, 8, 8, 8)
    }
  }
}

/// Hands out registers in order, and spill slots as Go lays them out: one for each value, aligned
/// as its type is (cmd/compile/abi-internal.md).
private struct RegisterAssignment {
  let universe: Universe
  var leaves: [CallLayout.Leaf] = []
  var integers = 0
  var floats = 0
  var spillSize = 0

  init(universe: Universe) { self.universe = universe }

  /// Adds a value and returns the offset of its spill slot.
  mutating func add(_ type: GoType, what: String) throws(CallLayoutError) -> Int {
    let layout: TypeLayout
    let leaves: [ScalarLeaf]?
    do throws(LayoutError) {
      layout = try universe.layout(of: type)
      leaves = try ScalarLeaf.leaves(of: type, in: universe)
    } catch { throw .layout(error) }
    guard let values = leaves else { throw .onStack(what: what) }
    // A value of size 0 is not passed at all, and its alignment moves no other.
    if layout.size == 0 { return spillSize }
    let alignment = max(Int(layout.alignment), 1)
    let start = (spillSize + alignment - 1) / alignment * alignment
    for value in values {
      let register = value.kind.isFloat ? floats : integers
      if value.kind.isFloat { floats += 1 } else { integers += 1 }
      self.leaves.append(
        CallLayout.Leaf(kind: value.kind, register: register, offset: start + Int(value.offset)))
    }
    spillSize = start + Int(layout.size)
    return start
  }
}
