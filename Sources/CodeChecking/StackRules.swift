/// Stack checks: nothing goes deeper than what was found to be there.
struct StackRules {
  /// What a function uses on the way to its check and to `morestack`: Go leaves 800 bytes to
  /// functions that do not check, and 128 of them to the frames of those that compare SP itself
  /// (internal/abi/stack.go).
  private static let uncheckedWay = 800 - 128
  /// What a function may use that Go enters and that does not check (StackSmall).
  private static let smallFrame = 128
  /// What is left between SP and the guard after a stack has shrunk: more than half of the smallest
  /// stack, 2048 bytes, less 128 (runtime/stack.go, shrinkstack).
  private static let certainAfterStop = 896

  private let code: CheckedCode
  private(set) var problems: [CodeProblem] = []
  private var needs: [Int?]
  private var open: Set<Int> = []
  /// What functions of the plugin call, not what they jump to.
  private var isCalled: Set<Int> = []

  init(_ code: CheckedCode) {
    self.code = code
    needs = Array(repeating: nil, count: code.program.functions.count)
    let functions = code.program.functions
    var called: Set<Int> = []
    for function in functions {
      for exit in function.exits {
        guard case .function(let callee) = exit.callee else { continue }
        called.insert(callee)
        if exit.returnOffset != nil { isCalled.insert(callee) }
      }
    }
    for index in functions.indices {
      let need = need(index)
      check(index)
      if !called.contains(index), code.program.isThunk(index), need > Self.smallFrame {
        add(index, 0, .unchecked(callee: "its frame and those below", need: need))
      }
    }
  }

  private mutating func add(_ index: Int, _ offset: Int, _ kind: CodeProblem.Kind) {
    problems.append(code.program.problem(index, offset, kind))
  }

  private func checks(_ index: Int) -> Bool {
    code.flows[index].states.values.contains { $0.room != nil }
  }

  /// Whether it must be entered through a check whatever its callers say.
  private func wantsCheck(_ callee: Int) -> Bool { code.program.isManaged(callee) }

  /// Bytes below its entry SP that it uses without a check of its own, with what it calls.
  private mutating func need(_ root: Int) -> Int {
    // An explicit stack: the depth of the input is not that of this program.
    var path: [(function: Int, exit: Int)] = [(root, 0)]
    while let (index, next) = path.last {
      if needs[index] != nil {
        path.removeLast()
        continue
      }
      let flow = code.flows[index]
      if checks(index) {
        needs[index] = 0
        path.removeLast()
        continue
      }
      open.insert(index)
      let exits = code.program.functions[index].exits
      if next < exits.count {
        path[path.count - 1].exit += 1
        guard case .function(let callee) = exits[next].callee, needs[callee] == nil,
          !wantsCheck(callee)
        else { continue }
        if open.contains(callee) {
          add(index, exits[next].offset, .recursionUnchecked)
        } else {
          path.append((callee, 0))
        }
        continue
      }
      var most = flow.states.keys.compactMap { flow.depth($0) }.max() ?? 0
      for exit in exits {
        guard case .function(let callee) = exit.callee, !wantsCheck(callee),
          let below = needs[callee], let depth = flow.depth(exit.offset)
        else { continue }
        most = max(most, depth + pushed(exit) + below)
      }
      needs[index] = most
      open.remove(index)
      path.removeLast()
    }
    return needs[root] ?? 0
  }

  private func pushed(_ exit: CodeFunction.Exit) -> Int {
    exit.returnOffset == nil ? 0 : code.rules.returnAddressSize
  }

  private mutating func check(_ index: Int) {
    let function = code.program.functions[index]
    let flow = code.flows[index]
    let isChecking = checks(index)
    for offset in function.offsets where isChecking {
      guard let state = flow.states[offset], let depth = flow.depth(offset) else { continue }
      if let room = state.room, depth > room {
        add(index, offset, .tooSmallCheck(checked: room, need: depth))
        break
      }
      if state.room == nil, depth > Self.uncheckedWay {
        add(index, offset, .unchecked(callee: "its own frame", need: depth))
        break
      }
    }
    // Functions that Go enters call nothing before they have checked.
    if !isChecking, flow.isEnteredFromGo, !isCalled.contains(index),
      let call = function.exits.first(where: { $0.returnOffset != nil && $0.callee.isFunction }),
      let depth = flow.depth(call.offset)
    {
      add(
        index, call.offset,
        .unchecked(callee: code.program.name(call.callee), need: depth + pushed(call)))
    }
    for exit in function.exits {
      guard case .function(let callee) = exit.callee, let state = flow.states[exit.offset],
        let depth = flow.depth(exit.offset)
      else { continue }
      let below = need(callee)
      guard below > 0 else { continue }
      let needed = depth + pushed(exit) + below
      if let room = state.room {
        if needed > room { add(index, exit.offset, .tooSmallCheck(checked: room, need: needed)) }
      } else if isChecking || wantsCheck(callee) {
        add(
          index, exit.offset,
          .unchecked(callee: code.program.name(exit.callee), need: below))
      } else if state.hasStopped, !code.program.isThunk(index),
        below + pushed(exit) > Self.certainAfterStop
      {
        add(
          index, exit.offset,
          .leafTooDeep(callee: code.program.name(exit.callee), need: below + pushed(exit)))
      }
    }
  }
}
