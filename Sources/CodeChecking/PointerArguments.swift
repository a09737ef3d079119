/// What functions get that is a pointer for certain: by the values at their entry.
///
/// The evidence is LLVM's records, which say what a body keeps as a root; what the callers' frames
/// hold as roots, or addresses of locals, and pass on; and what thunks map while the stack grows.
/// What a function is known to take is followed to its callers; what callers have, to what they
/// call. The latter does not go back: registers that a callee does not take hold what was left in
/// them.
struct PointerArguments {
  private let code: CheckedCode
  private(set) var known: [Set<Value>]
  /// Of them, what functions are known to take.
  private var taken: [Set<Value>]
  /// Other values of a function that are pointers: what it keeps as roots.
  private var roots: [Set<Value>]

  init(_ code: CheckedCode) {
    self.code = code
    let count = code.program.functions.count
    known = code.mapped
    taken = code.mapped
    roots = Array(repeating: [], count: count)
    for index in 0..<count { findRoots(index) }
    known = taken
    var changed = true
    while changed {
      changed = false
      for caller in 0..<count {
        for exit in code.program.functions[caller].exits where follow(caller, exit) {
          changed = true
        }
      }
    }
  }

  /// Go passes arguments in more registers.
  private func isArgument(_ register: Register, _ index: Int) -> Bool {
    code.rules.arguments.contains(register)
      || code.flows[index].isEnteredFromGo && register != code.rules.framePointer
  }

  /// What records say of a function's frame.
  private mutating func findRoots(_ index: Int) {
    let function = code.program.functions[index]
    let flow = code.flows[index]
    guard let described = code.program.records.functions[function.table.range.lowerBound] else {
      return
    }
    let calls = Dictionary(
      function.exits.compactMap { exit in exit.returnOffset.map { ($0, exit) } },
      uniquingKeysWith: { one, _ in one })
    for record in described.records {
      guard let call = calls[record.offset], let state = flow.states[call.offset],
        let depth = flow.depth(call.offset)
      else { continue }
      for case .indirect(_, let offset, _) in record.pointers.map(\.base) {
        switch state.words[offset &- depth]?.value {
        case .entry(let register): taken[index].insert(.entry(register))
        case .argument(let place): taken[index].insert(.argument(place))
        case .result(let call, let register): roots[index].insert(.result(call, register))
        default: break
        }
      }
    }
  }

  /// Whether the call or jump told anything new.
  private mutating func follow(_ caller: Int, _ exit: CodeFunction.Exit) -> Bool {
    guard case .function(let callee) = exit.callee else { return false }
    var changed = false
    for (key, value) in code.passed(caller, exit, known[caller]) {
      let isPointer: Bool
      switch value {
      case .stack: isPointer = true
      default: isPointer = known[caller].contains(value) || roots[caller].contains(value)
      }
      if isPointer, known[callee].insert(key).inserted { changed = true }
    }
    for key in taken[callee] {
      guard let value = code.origin(of: key, caller, exit) else { continue }
      switch value {
      case .entry(let register) where isArgument(register, caller): break
      case .argument: break
      default: continue
      }
      if taken[caller].insert(value).inserted { changed = true }
      known[caller].insert(value)
    }
    return changed
  }
}
