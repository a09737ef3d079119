/// The arguments that thunks keep while the stack grows: each that is a pointer for certain has a
/// bit.
struct ThunkRules {
  private let code: CheckedCode
  private(set) var problems: [CodeProblem] = []

  init(_ code: CheckedCode) {
    self.code = code
    let arguments = PointerArguments(code)
    for index in code.program.functions.indices
    where code.program.isThunk(index) {
      check(index, arguments.known[index])
    }
  }

  private mutating func check(_ index: Int, _ pointers: Set<Value>) {
    let flow = code.flows[index]
    for exit in code.program.functions[index].exits where CheckedCode.grows(exit) {
      guard let state = flow.states[exit.offset] else { continue }
      let mapped = flow.mappedWords(exit)
      let reloaded = reloadedWords(index, exit)
      let pairs = flow.isEnteredFromGo ? InterfaceWords(code, index) : nil
      for value in pointers {
        var words = reloaded.filter { state.words[$0]?.value == value }
        // What its caller has put on the stack is read from there by the code behind.
        if case .argument(let place) = value, state.words[place] == nil { words.insert(place) }
        for word in words.sorted() where !mapped.contains(word) {
          if let pairs, pairs.mayBeType(word, value, state, mapped) { continue }
          problems.append(
            code.program.problem(
              index, exit.offset,
              word >= 0
                ? .missingArgumentBit(word: word) : .missingBit(word: word, why: .argument)))
        }
      }
    }
  }

  /// The words that are read behind a call, up to where execution may part.
  private func reloadedWords(_ index: Int, _ exit: CodeFunction.Exit) -> Set<Int> {
    let function = code.program.functions[index]
    var words: Set<Int> = []
    var next = exit.returnOffset
    while let offset = next, let instruction = function.instructions[offset],
      instruction.control == .next, let state = code.flows[index].states[offset]
    {
      for case .copy(_, .memory(let memory, 8)) in instruction.steps {
        guard case .register(let base) = memory.base, case .stack(let place?) = state[base] else {
          continue
        }
        words.insert(place &+ memory.displacement)
      }
      next = offset + instruction.size
    }
    return words
  }
}

/// An interface's first word leads to types, which Go's compiler does not count as pointers
/// (cmd/compile/internal/typebits), and LLVM's records do. Which arguments may be one is told by
/// FUNCDATA_ArgInfo of the body behind: the first of two words of an aggregate, the second a
/// pointer.
private struct InterfaceWords {
  /// Values at the thunk's entry that are the first of two words; and all that ArgInfo shows.
  private var first: [Value: Value] = [:]
  private var shown: Set<Value> = []

  init(_ code: CheckedCode, _ index: Int) {
    // The body is called, or behind its stack check, which stores what is shown.
    for exit in code.program.functions[index].exits {
      guard case .function(let next) = exit.callee else { continue }
      let bodies =
        [next]
        + code.program.functions[next].exits.compactMap {
          if $0.returnOffset == nil, case .function(let body) = $0.callee { body } else { nil }
        }
      guard
        let body = bodies.first(where: { code.program.functions[$0].table.argumentInfo != nil }),
        let info = code.program.functions[body].table.argumentInfo,
        let jump = code.program.functions[next].exits.first(where: { $0.callee == .function(body) }
        ),
        let state = code.flows[next].states[jump.offset]
      else { continue }
      func value(_ offset: Int) -> Value? {
        code.held(8 + offset, state).flatMap { code.origin(of: $0, index, exit) }
      }
      let (leaves, pairs) = Self.parse(code.program.image.bytes(from: info))
      shown.formUnion(leaves.compactMap(value))
      for (one, other) in pairs {
        if let one = value(one), let other = value(other) { first[one] = other }
      }
    }
  }

  /// The offsets of all leaves, and of those that are two in an aggregate (internal/abi/symtab.go,
  /// TraceArgs…): 0xff ends, 0xfe and 0xfd are around an aggregate, 0xfc stands for what is left
  /// out, 0xfb for an offset that is too large; others are offset and size.
  private static func parse(_ bytes: ArraySlice<UInt8>) -> ([Int], [(Int, Int)]) {
    var leaves: [Int] = []
    var pairs: [(Int, Int)] = []
    var open: [[Int]] = []
    var position = bytes.startIndex
    while position < bytes.endIndex, leaves.count < 64, open.count < 64 {
      let byte = bytes[position]
      position += 1
      switch byte {
      case 0xff: return (leaves, pairs)
      case 0xfe: open.append([])
      case 0xfd:
        if let aggregate = open.popLast(), aggregate.count == 2 {
          pairs.append((aggregate[0], aggregate[1]))
        }
      case 0xfc, 0xfb: break
      default:
        position += 1
        leaves.append(Int(byte))
        if !open.isEmpty { open[open.count - 1].append(Int(byte)) }
      }
    }
    return (leaves, pairs)
  }

  func mayBeType(
    _ word: Int, _ value: Value, _ state: MachineState, _ mapped: Set<Int>
  ) -> Bool {
    if let second = first[value] {
      return mapped.contains { place in
        state.words[place]?.value == second || second == .argument(place)
      }
    }
    return !shown.contains(value) && mapped.contains(word + 8)
  }
}
