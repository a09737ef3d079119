/// Records and locals maps: what LLVM says of roots, against the code and against the tables.
struct MapRules {
  private let code: CheckedCode
  private let index: Int
  private let function: CodeFunction
  private let flow: FunctionFlow
  private(set) var problems: [CodeProblem] = []

  init(_ code: CheckedCode, _ index: Int) {
    (self.code, self.index) = (code, index)
    function = code.program.functions[index]
    flow = code.flows[index]
    check()
  }

  private mutating func add(_ offset: Int, _ kind: CodeProblem.Kind) {
    problems.append(code.program.problem(index, offset, kind))
  }

  private mutating func check() {
    let program = code.program
    let isManaged = program.isManaged(index)
    let isThunk = program.isThunk(index)
    let described = program.records.functions[function.table.range.lowerBound]
    var records: [Int: StackMapRecord] = [:]
    for record in described?.records ?? [] {
      // Two records of one call must both hold; the table can have one map.
      records[record.offset] = record
    }
    let calls = function.exits.filter { $0.returnOffset != nil }
    let stopping = calls.filter { program.stopsAt($0.callee) }
    if function.table.localMaps == nil, isManaged || !stopping.isEmpty { add(0, .noLocalMaps) }
    for call in calls {
      guard let end = call.returnOffset, let state = flow.states[call.offset],
        let depth = flow.depth(call.offset)
      else { continue }
      let record = records.removeValue(forKey: end)
      let stops = program.stopsAt(call.callee)
      if record == nil, stops, !isThunk {
        if isManaged {
          add(call.offset, .noRecord)
        } else if program.returnsFrom(call.callee), function.instructions[end]?.control != .trap {
          // Behind a call that never returns stands a trap.
          add(call.offset, .unmanagedStops(callee: program.name(call.callee)))
        }
      }
      let words = checkRoots(record, described?.frameSize, call, depth, state)
      guard let bits = mapInForce(call, depth, isNeeded: stops || record != nil) else { continue }
      checkBits(bits, words, record, call, depth, state, stops: stops)
    }
    for offset in records.keys.sorted() { add(offset, .recordWithoutCall) }
  }

  /// The words with a bit; nil where there is no map.
  private mutating func mapInForce(
    _ call: CodeFunction.Exit, _ depth: Int, isNeeded: Bool
  ) -> Set<Int>? {
    let table = function.table
    let stated = call.returnOffset.flatMap { table.stackMapIndex[$0 - 1] }
    let map = stated.map { $0 == -1 ? 0 : $0 } ?? 0
    if isNeeded, (table.argumentSize ?? 0) > 0 {
      let maps = table.argumentMaps
      if maps == nil || maps?.bitCount != 0 && maps?.bits(of: map) == nil {
        add(call.offset, .noSuchMap(arguments: true, index: stated))
      }
    }
    guard let maps = table.localMaps, code.rules.hasLocals(depth) else { return nil }
    guard let bits = maps.bits(of: map) else {
      // Go looks for none where maps have no bits.
      if isNeeded, maps.bitCount > 0 || maps.count == 0 {
        add(call.offset, .noSuchMap(arguments: false, index: stated))
      }
      return maps.bitCount == 0 && maps.count > 0 ? [] : nil
    }
    return Set(bits.map { -8 - 8 * (maps.bitCount - $0) })
  }

  /// The words of a record's bases.
  private mutating func checkRoots(
    _ record: StackMapRecord?, _ frameSize: Int?, _ call: CodeFunction.Exit, _ depth: Int,
    _ state: MachineState
  ) -> Set<Int> {
    guard let record else { return [] }
    if let frameSize, frameSize != depth {
      add(call.offset, .frameSizeDiffers(record: frameSize, code: depth))
    }
    var words: Set<Int> = []
    for (base, derived) in record.pointers {
      if let word = word(base, call, depth, state) { words.insert(word) }
      if derived != base { _ = word(derived, call, depth, state) }
    }
    return words
  }

  /// LLVM's number of SP (the psABIs' DWARF registers).
  private var stackRegister: Int { code.program.image.architecture == .x86_64 ? 7 : 31 }

  private mutating func word(
    _ location: StackMapRecord.Location, _ call: CodeFunction.Exit, _ depth: Int,
    _ state: MachineState
  ) -> Int? {
    switch location {
    case .constant: return nil
    case .register(let number):
      add(call.offset, .badLocation("register \(number)"))
    case .direct(let register, let offset):
      add(call.offset, .badLocation("the address of a local, register \(register)+\(offset)"))
    case .indirect(let register, let offset, let size):
      guard register == stackRegister, size == 8, offset % 8 == 0 else {
        add(call.offset, .badLocation("\(size) bytes at register \(register)+\(offset)"))
        return nil
      }
      let word = offset - depth
      guard word >= 0 - depth, word <= -16 else {
        add(call.offset, .rootOutside(word: word))
        return nil
      }
      guard let stored = state.words[word], stored.isCertain else {
        add(call.offset, .rootUnstored(word: word))
        return word
      }
      if isSaved(stored.value) { add(call.offset, .rootOnSavedRegister(word: word)) }
      return word
    }
    return nil
  }

  private func isSaved(_ value: Value) -> Bool {
    if case .entry(let register) = value {
      // Functions of Go keep none but the frame pointer for their callers.
      return code.rules.preserved.contains(register)
        && (!flow.isEnteredFromGo || register == code.rules.framePointer)
    }
    return value == .returnAddress
  }

  private mutating func checkBits(
    _ bits: Set<Int>, _ roots: Set<Int>, _ record: StackMapRecord?, _ call: CodeFunction.Exit,
    _ depth: Int, _ state: MachineState, stops: Bool
  ) {
    for word in roots.subtracting(bits).sorted() {
      add(call.offset, .missingBit(word: word, why: .record))
    }
    let isManaged = code.program.isManaged(index)
    let locals = (record?.locals ?? []).compactMap { location -> Int? in
      guard case .direct(let register, let offset) = location, register == stackRegister else {
        return nil
      }
      return offset - depth
    }
    for word in bits.subtracting(roots).sorted() {
      let stored = state.words[word]
      if stored?.value == .entry(code.rules.framePointer), code.rules.returnAddressSize == 0 {
        continue
      }
      // The extent of a local is not recorded: it reaches no further than what was saved above it.
      let isLocal = locals.contains { $0 <= word } && !(stored.map { isSaved($0.value) } ?? false)
      if record != nil || isManaged && stops {
        if !isLocal { add(call.offset, .surplusBit(word: word)) }
      } else if stored?.isCertain != true || isSaved(stored?.value ?? .unknown) {
        add(call.offset, .unstoredWord(word: word))
      }
    }
  }
}
