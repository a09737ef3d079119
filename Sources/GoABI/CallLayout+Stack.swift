import GoTypes

extension CallLayout {
  /// The most bytes of arguments and results: their pointer map takes a bit for each word.
  static let largestArguments: Int64 = 1 << 20

  /// All in memory: the receiver, then the parameters, each at the next multiple of its alignment,
  /// then the results, which begin and end at multiples of 8 (cmd/compile, `dowidth` of function
  /// arguments in Go 1.8; "stack-based calling conventions" in cmd/compile/abi-internal.md).
  init(
    onStack inputs: [GoType], _ outputs: [GoType], _ universe: Universe
  ) throws(CallLayoutError) {
    var assignment = StackAssignment(universe: universe)
    for (index, type) in inputs.enumerated() {
      try assignment.add(type, what: "parameter \(index + 1)", isResult: false)
    }
    parameters = assignment.leaves
    pointerWords = assignment.pointerWords
    stackPointerWords = pointerWords
    plainFormError = nil
    assignment.beginResults()
    for (index, type) in outputs.enumerated() {
      try assignment.add(type, what: "result \(index + 1)", isResult: true)
    }
    results = assignment.leaves
    assignment.beginResults()
    argumentSize = Int(assignment.size)
    convention = .stack
  }
}

private struct StackAssignment {
  let universe: Universe
  private(set) var leaves: [CallLayout.Leaf] = []
  private(set) var pointerWords: [Int] = []
  /// In bytes so far.
  private(set) var size: Int64 = 0

  init(universe: Universe) { self.universe = universe }

  mutating func beginResults() {
    size = (size + 7) / 8 * 8
    leaves = []
  }

  mutating func add(
    _ type: GoType, what: String, isResult: Bool
  ) throws(CallLayoutError) {
    let layout: TypeLayout
    do { layout = try universe.layout(of: type) } catch { throw .layout(error) }
    let alignment = max(layout.alignment, 1)
    // Even a value of size 0 moves what follows it to its alignment.
    let start = (size + alignment - 1) / alignment * alignment
    guard layout.size <= CallLayout.largestArguments - start else {
      throw .tooLarge(what: what, limit: Int(CallLayout.largestArguments))
    }
    let values: [ScalarLeaf]?
    let words: [Int64]?
    do throws(LayoutError) {
      values = try ScalarLeaf.leaves(
        of: type, in: universe, arrays: isResult ? .refused : .byAddress)
      // An interface's type word was a pointer like any other (cmd/compile, `onebitwalktype1`).
      words = try universe.pointerWords(
        of: type, limit: Int(CallLayout.largestArguments / 8), includesInterfaceTypes: true)
    } catch { throw .layout(error) }
    guard let values else {
      throw isResult ? .resultOnStack(what: what) : .onStack(what: what)
    }
    for value in values {
      leaves.append(
        CallLayout.Leaf(kind: value.kind, register: 0, offset: Int(start + value.offset)))
    }
    if !isResult { pointerWords += (words ?? []).map { Int(start / 8 + $0) } }
    size = start + layout.size
  }
}
