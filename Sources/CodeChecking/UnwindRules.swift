/// Return addresses and frame pointers, where Go's unwinder and its copier of stacks look for them.
struct UnwindRules {
  private(set) var problems: [CodeProblem] = []

  init(_ code: CheckedCode, _ index: Int) {
    let program = code.program
    let function = program.functions[index]
    let flow = code.flows[index]
    let rules = code.rules
    let isARM = program.image.architecture == .arm64
    func add(_ offset: Int, _ kind: CodeProblem.Kind) {
      problems.append(program.problem(index, offset, kind))
    }
    func findsReturnAddress(_ state: MachineState, _ depth: Int) -> Bool {
      guard isARM else { return state.words[0]?.value == .returnAddress }
      if depth == 0 { return state[Register(30)] == .returnAddress }
      let word = state.words[0 &- depth]
      return word?.value == .returnAddress && word?.isCertain == true
    }
    for offset in function.offsets {
      guard let state = flow.states[offset], let depth = flow.depth(offset) else { continue }
      let call = function.exit(at: offset).flatMap { $0.returnOffset == nil ? nil : $0 }
      let isStopping = call.map { program.stopsAt($0.callee) } ?? false
      let isSafe = function.table.unsafePoint[offset] != -2
      // A call in a function without a frame can only be one that is told the link register.
      let isTold = isARM && isStopping && depth == 0
      if isStopping || isSafe,
        isTold ? state[Register(3)] != .returnAddress : !findsReturnAddress(state, depth)
      {
        add(offset, .noReturnAddress(isCall: isStopping))
      }
      guard let call, isStopping, program.returnsFrom(call.callee), depth > 0 else { continue }
      if isARM {
        let mapped = flow.mappedWords(call)
        let saved = state.words.filter {
          $0.value.value == .entry(rules.framePointer) && $0.key >= 0 &- depth
        }.map(\.key)
        for word in saved.sorted() where !mapped.contains(word) {
          add(offset, .framePointerUnmapped(word: word))
        }
        let isBelow = state.words[0 &- depth &- 8]?.value == .entry(rules.framePointer)
        if saved.isEmpty, !isBelow, state[rules.framePointer] != .entry(rules.framePointer) {
          add(offset, .framePointerNotSaved)
        }
      } else if state.words[-8]?.value != .entry(rules.framePointer)
        || state.words[-8]?.isCertain != true
      {
        add(offset, .framePointerNotSaved)
      }
    }
  }
}
