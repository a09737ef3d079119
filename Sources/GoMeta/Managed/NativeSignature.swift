import GoABI
import LLVM
import Symbols

/// An LLVM function type of managed code, and the type by which it is really called: flat, results
/// beyond the registers through memory, on AArch64 with a word of memory that no argument takes.
struct NativeSignature {
  let form: NativeForm
  /// Of the original parameters' scalars, a context among them.
  let kinds: [ScalarLeaf.Kind]
  let places: [NativeForm.Place]
  let original: FunctionType
  let architecture: Architecture
  /// The scalars of the parameters and of the result.
  private let parameterTypes: [IRType]
  let resultTypes: [IRType]

  /// Nil for a type with something else than integers of up to 64 bits, pointers and floats.
  ///
  /// - Parameter hasContext: whether the first parameter is a closure's context.
  init?(_ type: FunctionType, hasContext: Bool = false, architecture: Architecture) {
    guard !type.isVariadic else { return nil }
    original = type
    self.architecture = architecture
    parameterTypes = type.parameters.flatMap(\.scalarTypes)
    resultTypes = type.result.scalarTypes
    let parameters = parameterTypes.compactMap(\.scalarKind)
    let results = resultTypes.compactMap(\.scalarKind)
    guard parameters.count == parameterTypes.count, results.count == resultTypes.count else {
      return nil
    }
    kinds = parameters
    form = NativeForm(
      parameters: Array(parameters.dropFirst(hasContext ? 1 : 0)), results: results,
      hasContext: hasContext, architecture: architecture)
    places = (form.context.map { [$0] } ?? []) + form.parameters
  }

  var resultKinds: [ScalarLeaf.Kind] { resultTypes.compactMap(\.scalarKind) }

  /// Of the parameters but a context.
  var shownKinds: [ScalarLeaf.Kind] { Array(kinds.suffix(form.parameters.count)) }

  /// Whether a function has to be changed to be called so.
  var isOther: Bool {
    form.returnsThroughMemory || parameterTypes.count != original.parameterCount || usesMemory
  }

  private var usesMemory: Bool {
    places.contains { if case .memory = $0 { true } else { false } }
  }

  var result: IRType {
    form.returnsThroughMemory ? original.result.context.void : original.result
  }

  /// What stands for each parameter of the flat function; nil for words that hold nothing.
  enum Slot {
    case resultArea
    case parameter(Int)
    case nothing
  }

  /// - Parameter forCall: with the words at the bottom of the caller's frame.
  ///   - keepsShown: with those where the called function keeps what tracebacks show.
  func slots(forCall: Bool, keepsShown: Bool = false) -> [Slot] {
    let memory = places.indices.filter { isInMemory($0) }
    let registers = places.indices.filter { !isInMemory($0) }
    let kept = forCall && keepsShown ? min(registers.count, NativeForm.mostShown) : 0
    var slots: [Slot] = form.returnsThroughMemory ? [.resultArea] : []
    let integers =
      slots.count + registers.count { if case .integer = places[$0] { true } else { false } }
    let fill = NativeRegisters(architecture).integerParameters - integers
    slots += registers.map { .parameter($0) }
    if !memory.isEmpty || (forCall && architecture == .arm64) {
      // The integer registers, and the word below the arguments in memory.
      slots += [Slot](repeating: .nothing, count: fill + 1)
      slots += memory.map { .parameter($0) }
    } else if kept > 0 {
      slots += [Slot](repeating: .nothing, count: fill)
    }
    slots += [Slot](repeating: .nothing, count: kept)
    return slots
  }

  private func isInMemory(_ index: Int) -> Bool {
    if case .memory = places[index] { true } else { false }
  }

  /// - Parameter forCall: callers pass the area's address as that of the local it is, for it lives no
  ///   longer than the call; in the function itself it is adjusted when the stack moves.
  func functionType(_ slots: [Slot], forCall: Bool = false) -> FunctionType {
    let context = original.result.context
    let types = slots.map { slot in
      switch slot {
      case .resultArea: context.pointer(addressSpace: 1)
      case .parameter(let index): parameterTypes[index]
      case .nothing: context.i64
      }
    }
    return context.function(types, returning: result)
  }
}

extension IRType {
  /// What a register holds of it; nil for what no scalar of Go's is.
  fileprivate var scalarKind: ScalarLeaf.Kind? {
    switch kind {
    case .float: return .float32
    case .double: return .float64
    case .pointer: return addressSpace == 1 ? .pointer : .integer(8)
    case .integer:
      guard let width = integerWidth, width <= 64 else { return nil }
      return .integer(width <= 8 ? 1 : width <= 16 ? 2 : width <= 32 ? 4 : 8)
    default: return nil
    }
  }
}
