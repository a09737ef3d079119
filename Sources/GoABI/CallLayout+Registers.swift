import GoTypes
import Symbols

extension CallLayout {
  /// Each value goes wholly into registers or wholly on the stack (cmd/compile/abi-internal.md,
  /// "function call argument and result passing").
  init(
    inRegisters inputs: [GoType], _ outputs: [GoType], _ universe: Universe,
    _ architecture: Architecture
  ) throws(CallLayoutError) {
    var assignment = RegisterAssignment(universe: universe, GoRegisters(architecture))
    for (index, type) in inputs.enumerated() {
      try assignment.add(type, what: "parameter \(index + 1)", isResult: false)
    }
    var parameters = assignment.leaves
    let parameterError = assignment.plainFormError
    assignment.beginResults()
    for (index, type) in outputs.enumerated() {
      try assignment.add(type, what: "result \(index + 1)", isResult: true)
    }
    assignment.alignStack()
    let start = assignment.stackSize
    for index in parameters.indices where !parameters[index].isOnStack {
      parameters[index].offset += start
    }
    convention = .registers
    self.parameters = parameters
    results = assignment.leaves
    argumentSize = start + (assignment.spillSize + 7) / 8 * 8
    stackPointerWords = assignment.stackPointerWords
    pointerWords = stackPointerWords + assignment.spillPointerWords.map { start / 8 + $0 }
    plainFormError = Self.plainFormError(
      parameters, parameterError, results, assignment.plainFormError, NativeRegisters(architecture))
  }

  private static func plainFormError(
    _ parameters: [Leaf], _ parameterError: CallLayoutError?, _ results: [Leaf],
    _ resultError: CallLayoutError?, _ limits: NativeRegisters
  ) -> CallLayoutError? {
    if let parameterError { return parameterError }
    do throws(CallLayoutError) {
      try limits.check(parameters.map(\.kind))
      if let resultError { return resultError }
      try limits.check(results: results.map(\.kind))
    } catch { return error }
    return nil
  }
}

/// Hands out registers in order, places on the stack to what gets none, and spill slots as Go lays
/// them out: one for each value, aligned as its type is.
private struct RegisterAssignment {
  let universe: Universe
  let registers: GoRegisters
  private(set) var leaves: [CallLayout.Leaf] = []
  /// In bytes so far.
  private(set) var stackSize = 0
  private(set) var spillSize = 0
  private(set) var stackPointerWords: [Int] = []
  /// From the start of the spill space.
  private(set) var spillPointerWords: [Int] = []
  /// That a value never travels in registers, however many there are.
  private(set) var plainFormError: CallLayoutError?
  private var integers = 0
  private var floats = 0

  init(universe: Universe, _ registers: GoRegisters) {
    self.universe = universe
    self.registers = registers
  }

  mutating func beginResults() {
    alignStack()
    (leaves, integers, floats, plainFormError) = ([], 0, 0, nil)
  }

  mutating func alignStack() { stackSize = (stackSize + 7) / 8 * 8 }

  mutating func add(_ type: GoType, what: String, isResult: Bool) throws(CallLayoutError) {
    let layout: TypeLayout
    let values: [ScalarLeaf]?
    do throws(LayoutError) {
      layout = try universe.layout(of: type)
      values = try ScalarLeaf.leaves(of: type, in: universe)
    } catch { throw .layout(error) }
    let alignment = max(Int(layout.alignment), 1)
    if let values, layout.size > 0, take(values) {
      guard !isResult else { return append(values, at: 0) }
      let start = (spillSize + alignment - 1) / alignment * alignment
      append(values, at: start)
      spillSize = start + Int(layout.size)
      spillPointerWords += try pointerWords(of: type, at: start)
    } else {
      if values == nil, plainFormError == nil { plainFormError = .onStack(what: what) }
      // A value of size 0 moves what follows it on the stack to its alignment.
      let start = (stackSize + alignment - 1) / alignment * alignment
      guard layout.size <= CallLayout.largestArguments - Int64(start) else {
        throw .tooLarge(what: what, limit: Int(CallLayout.largestArguments))
      }
      let parts: [ScalarLeaf]?
      do throws(LayoutError) {
        parts = try ScalarLeaf.leaves(
          of: type, in: universe, arrays: isResult ? .flattened : .byAddress)
      } catch { throw .layout(error) }
      guard let parts else {
        throw .tooManyScalars(what: what, limit: CallLayout.mostScalars)
      }
      append(parts, at: start, isOnStack: true)
      stackSize = start + Int(layout.size)
      if !isResult { stackPointerWords += try pointerWords(of: type, at: start) }
    }
    guard leaves.count <= CallLayout.mostScalars else {
      throw .tooManyScalars(what: what, limit: CallLayout.mostScalars)
    }
  }

  /// Whether there are registers for all of them; else none is taken.
  private func take(_ values: [ScalarLeaf]) -> Bool {
    let floats = values.count { $0.kind.isFloat }
    return self.floats + floats <= registers.floats.count
      && integers + values.count - floats <= registers.integers.count
  }

  private mutating func append(_ values: [ScalarLeaf], at start: Int, isOnStack: Bool = false) {
    for value in values {
      var register = 0
      if !isOnStack {
        register = value.kind.isFloat ? floats : integers
        if value.kind.isFloat { floats += 1 } else { integers += 1 }
      }
      leaves.append(
        CallLayout.Leaf(
          kind: value.kind, register: register, isOnStack: isOnStack,
          offset: start + Int(value.offset)))
    }
  }

  private func pointerWords(of type: GoType, at start: Int) throws(CallLayoutError) -> [Int] {
    do throws(LayoutError) {
      let words = try universe.pointerWords(of: type, limit: Int(CallLayout.largestArguments / 8))
      return (words ?? []).map { start / 8 + Int($0) }
    } catch { throw .layout(error) }
  }
}
