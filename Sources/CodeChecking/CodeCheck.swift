public import GoRelease
public import MachineCode
import Symbols

/// Derives from a plugin's bytes what Go's runtime must be told of its code, and compares that with
/// what its tables tell. docs/code-checking.md is the specification.
///
///     let problems = try CodeCheck.problems(of: try ObjectFile(bytes), release: .go1_27)
public enum CodeCheck {
  /// What is wrong, in the order of the code; nothing when all that was derived agrees.
  ///
  /// - Throws: for a file in which nothing can be checked; that is no pass.
  public static func problems(
    of object: ObjectFile, release: GoRelease
  ) throws(CodeCheckError) -> [CodeProblem] {
    let program = try CodeProgram(object, release: release)
    let code = CheckedCode(program)
    var problems: [CodeProblem] = []
    for index in program.functions.indices {
      problems += program.functions[index].faults.map { program.problem(index, $0.offset, $0.kind) }
      problems += code.flows[index].faults
      problems += DepthRules(code, index).problems
      problems += UnwindRules(code, index).problems
      problems += MapRules(code, index).problems
      problems += PreemptionRules(code, index).problems
      problems += InlineRules(code, index).problems
    }
    problems += StackRules(code).problems
    problems += ThunkRules(code).problems
    return problems.enumerated().sorted { one, other in
      (one.element.address, one.offset) < (other.element.address, other.offset)
    }.map(\.element)
  }
}

/// A program with the values in its functions followed.
struct CheckedCode {
  let program: CodeProgram
  let rules: MachineRules
  private(set) var flows: [FunctionFlow] = []
  /// For each thunk, the values at its entry that it maps as pointers while the stack grows.
  private(set) var mapped: [Set<Value>] = []

  init(_ program: CodeProgram) {
    self.program = program
    rules = program.image.architecture == .x86_64 ? .x86_64 : .arm64
    let count = program.functions.count
    mapped = Array(repeating: [], count: count)
    var calledByCode: Set<Int> = []
    for (index, function) in program.functions.enumerated() where !program.isThunk(index) {
      for case .function(let callee) in function.exits.map(\.callee) { calledByCode.insert(callee) }
    }
    func flow(_ index: Int, _ pointers: Set<Value>) -> FunctionFlow {
      FunctionFlow(
        program, index, rules: rules, pointers: pointers,
        isEnteredFromGo: program.isThunk(index) && !program.isStackCheck(index)
          && !calledByCode.contains(index))
    }
    // Thunks first: what they map tells of the arguments of what they go on to.
    flows = (0..<count).map { flow($0, []) }
    let thunks = (0..<count).filter { program.isThunk($0) }
    for index in thunks { mapped[index] = growingValues(index) }
    // What they pass on that they map: through the thunks behind them to the bodies.
    var known = mapped
    var open = thunks
    while let caller = open.popLast() {
      for exit in program.functions[caller].exits {
        guard case .function(let callee) = exit.callee else { continue }
        let keys = passed(caller, exit, known[caller]).filter { known[caller].contains($0.value) }
          .map(\.key)
        guard !known[callee].isSuperset(of: keys) else { continue }
        known[callee].formUnion(keys)
        if program.isThunk(callee) { open.append(callee) }
      }
    }
    for index in 0..<count where !program.isThunk(index) && !known[index].isEmpty {
      flows[index] = flow(index, known[index])
    }
  }

  /// Whether a call is one that gets more stack.
  static func grows(_ exit: CodeFunction.Exit) -> Bool {
    if case .external(let name) = exit.callee { name.hasPrefix("runtime.morestack") } else { false }
  }

  /// Values at a thunk's entry that it maps as pointers while the stack grows.
  private func growingValues(_ index: Int) -> Set<Value> {
    var values: Set<Value> = []
    for exit in program.functions[index].exits where Self.grows(exit) {
      guard let state = flows[index].states[exit.offset] else { continue }
      for word in flows[index].mappedWords(exit) {
        if let value = held(word, state) { values.insert(value) }
      }
    }
    return values
  }

  /// What a word holds of what was there at entry.
  func held(_ word: Int, _ state: MachineState) -> Value? {
    let value =
      state.words[word]?.value ?? (word >= rules.firstArgument ? .argument(word) : .unknown)
    switch value {
    case .entry, .argument: return value
    default: return nil
    }
  }

  /// What the caller has in the place that is a value at the callee's entry.
  func origin(of value: Value, _ caller: Int, _ exit: CodeFunction.Exit) -> Value? {
    guard let state = flows[caller].states[exit.offset],
      let depth = flows[caller].depth(exit.offset)
    else { return nil }
    switch value {
    case .entry(let register): return state[register]
    case .argument(let place):
      let word = place &- depth &- (exit.returnOffset == nil ? 0 : rules.returnAddressSize)
      return state.words[word]?.value ?? (word >= rules.firstArgument ? .argument(word) : nil)
    default: return nil
    }
  }

  /// What a call or jump passes, by what it is to the callee. Registers that the callee does not
  /// take hold what was left in them. `known` is what of the caller's arguments is of interest.
  func passed(_ caller: Int, _ exit: CodeFunction.Exit, _ known: Set<Value>) -> [Value: Value] {
    guard case .function(let callee) = exit.callee, let state = flows[caller].states[exit.offset],
      let depth = flows[caller].depth(exit.offset)
    else { return [:] }
    var values: [Value: Value] = [:]
    for register in rules.arguments { values[.entry(register)] = state[register] }
    guard exit.returnOffset != nil else {
      // A jump leaves them where the caller's caller has put them.
      for case .argument(let place) in known where state.words[place] == nil {
        values[.argument(place)] = .argument(place)
      }
      return values
    }
    let below = depth &+ rules.returnAddressSize
    let size = program.functions[callee].table.argumentSize ?? 0
    for (word, content) in state.words {
      let place = word &+ below
      guard place >= rules.firstArgument, place < rules.firstArgument &+ size else { continue }
      values[.argument(place)] = content.value
    }
    return values
  }
}
