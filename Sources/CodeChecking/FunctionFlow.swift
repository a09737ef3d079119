/// What is known at each instruction of a function: values followed along its control flow until
/// nothing changes.
struct FunctionFlow {
  let program: CodeProgram
  let index: Int
  let rules: MachineRules
  /// What of the values at entry is known to be a pointer.
  let pointers: Set<Value>
  /// Whether the function is entered by Go's convention, in which a register is the goroutine.
  let isEnteredFromGo: Bool

  private(set) var states: [Int: MachineState] = [:]
  private(set) var faults: [CodeProblem] = []
  private var reported: Set<Int> = []

  private var function: CodeFunction { program.functions[index] }
  private var isThunk: Bool { program.isThunk(index) }

  init(
    _ program: CodeProgram, _ index: Int, rules: MachineRules, pointers: Set<Value>,
    isEnteredFromGo: Bool
  ) {
    (self.program, self.index, self.rules) = (program, index, rules)
    (self.pointers, self.isEnteredFromGo) = (pointers, isEnteredFromGo)
    run()
  }

  /// How far SP is below its place at entry; nil where it is not known.
  func depth(_ offset: Int) -> Int? {
    guard case .stack(let distance?) = states[offset]?[rules.stack] else { return nil }
    return 0 &- distance
  }

  private mutating func run() {
    states[0] = rules.entry
    var open = [0]
    while let offset = open.popLast() {
      guard let state = states[offset], let instruction = function.instructions[offset] else {
        continue
      }
      for (next, state) in outcomes(instruction, offset, state) {
        guard function.instructions[next] != nil else { continue }
        guard var known = states[next] else {
          states[next] = state
          open.append(next)
          continue
        }
        let (one, other) = (known[rules.stack], state[rules.stack])
        if one != other {
          if case .stack(let a?) = one, case .stack(let b?) = other {
            report(next, .depthsDisagree(0 &- a, 0 &- b))
          }
          continue
        }
        if known.merge(state) {
          states[next] = known
          open.append(next)
        }
      }
    }
    // What is reported along the way may be true of an early, smaller knowledge only.
    faults.removeAll {
      if case .depthsDisagree = $0.kind { false } else { true }
    }
    reported = []
    for offset in function.offsets {
      guard let state = states[offset], let instruction = function.instructions[offset] else {
        continue
      }
      _ = outcomes(instruction, offset, state)
    }
  }

  private mutating func report(_ offset: Int, _ kind: CodeProblem.Kind) {
    guard reported.insert(offset).inserted else { return }
    faults.append(program.problem(index, offset, kind))
  }

  /// What is known behind an instruction, for each place where execution may go on.
  private mutating func outcomes(
    _ instruction: Instruction, _ offset: Int, _ state: MachineState
  ) -> [(Int, MachineState)] {
    var state = state
    for step in instruction.steps {
      // What was named once is not named again further on.
      for register in checkUses(step, state, offset, instruction) { state[register] = .unknown }
      apply(step, &state)
    }
    if case .stack(_?) = state[rules.stack] {
    } else {
      report(offset, .depthUnknown(instruction: instruction.text))
      return []
    }
    switch instruction.control {
    case .branch(let target, let condition):
      var taken = state
      assume(condition, true, &taken)
      var passed = state
      assume(condition, false, &passed)
      let start = function.table.range.lowerBound
      return function.successors(offset).map { next in
        (next, start &+ UInt64(next) == target ? taken : passed)
      }
    case .call:
      guard let exit = function.exit(at: offset) else { return [] }
      call(exit, &state)
      guard program.returnsFrom(exit.callee) else { return [] }
      return function.successors(offset).map { ($0, state) }
    case .next, .jump, .return, .trap:
      return function.successors(offset).map { ($0, state) }
    }
  }

  // MARK: Steps

  private func value(_ operand: Operand, _ state: MachineState) -> Value {
    switch operand {
    case .register(let register): state[register]
    case .constant(let number): .constant(number)
    case .memory(let memory, let bytes): load(memory, bytes, state)
    case .other(let registers): computed(registers, state)
    }
  }

  private func computed(_ registers: [Register], _ state: MachineState) -> Value {
    let values = registers.map { state[$0] }
    for kind in [Value.staleStack, .stalePointer] where values.contains(kind) { return kind }
    let isStack = values.contains { if case .stack = $0 { true } else { false } }
    return isStack ? .stack(nil) : .unknown
  }

  private func load(_ memory: Memory, _ bytes: Int, _ state: MachineState) -> Value {
    switch memory.base {
    case .image(let address): return load(address, bytes)
    case .thread(let register):
      guard let register, case .threadOffset("runtime.tlsg") = state[register],
        memory.displacement == 0
      else { return .unknown }
      return .goroutine
    case .other: return .unknown
    case .register(let base):
      guard memory.index == nil else { return .unknown }
      switch state[base] {
      case .stack(let distance?):
        let place = distance &+ memory.displacement
        guard bytes == 8, place % 8 == 0 else { return .unknown }
        if let word = state.words[place] { return word.value }
        return place >= rules.firstArgument ? .argument(place) : .unknown
      case .constant(let address):
        return load(UInt64(UInt(bitPattern: address &+ memory.displacement)), bytes)
      case .goroutine where memory.displacement == 16 && bytes == 8: return .guardAddress
      case .entry(let register)
      where register == rules.goroutine && memory.displacement == 16 && bytes == 8
        && (rules.goroutineIsFixed || isEnteredFromGo):
        return .guardAddress
      default: return .unknown
      }
    }
  }

  private func load(_ address: UInt64, _ bytes: Int) -> Value {
    switch program.image.words[address] {
    case .address(let target): return .constant(Int(bitPattern: UInt(target)))
    case .symbol(let name): return .external(name)
    case .threadOffset(let name): return .threadOffset(name)
    case nil:
      guard bytes == 4, !program.image.isWritable(address),
        let word = program.image.number(UInt32.self, at: address)
      else { return .unknown }
      return .constant(Int(word))
    }
  }

  private func apply(_ step: Step, _ state: inout MachineState) {
    switch step {
    case .adjustStack(let change):
      state[rules.stack] = shifted(state[rules.stack], by: change)
      dropComparison(&state)
    case .copy(let register, let operand): state[register] = value(operand, state)
    case .offset(let register, let base, let distance):
      state[register] = shifted(state[base], by: distance)
      dropComparison(&state)
    case .subtract(let register, let left, let right):
      if case .constant(let number) = state[right] {
        state[register] = shifted(state[left], by: 0 &- number)
      } else {
        state[register] = computed([left, right], state)
      }
      dropComparison(&state)
    case .derive(let register, let sources):
      state[register] = computed(sources, state)
      dropComparison(&state)
    case .insert(let register, let bits, let shift):
      guard case .constant(let number) = state[register], shift < 64 else {
        state[register] = .unknown
        return
      }
      let mask = UInt64(0xffff) << UInt64(shift)
      let word = UInt64(UInt(bitPattern: number)) & ~mask | bits << UInt64(shift)
      state[register] = .constant(Int(bitPattern: UInt(word)))
    case .store(let memory, let operand, let bytes): store(memory, operand, bytes, &state)
    case .read: break
    case .compare(let left, let right):
      (state.left, state.right) = (value(left, state), value(right, state))
    }
  }

  private func dropComparison(_ state: inout MachineState) {
    (state.left, state.right) = (.unknown, .unknown)
  }

  private func shifted(_ value: Value, by distance: Int) -> Value {
    switch value {
    case .stack(let place?): .stack(place &+ distance)
    case .constant(let number): .constant(number &+ distance)
    case .stack, .staleStack, .stalePointer: value
    default: distance == 0 ? value : .unknown
    }
  }

  private func store(
    _ memory: Memory, _ operand: Operand, _ bytes: Int, _ state: inout MachineState
  ) {
    guard case .register(let base) = memory.base, memory.index == nil,
      case .stack(let distance?) = state[base], bytes > 0
    else { return }
    let place = distance &+ memory.displacement
    if bytes == 8, place % 8 == 0 {
      state.words[place] = MachineState.Word(value: value(operand, state))
      return
    }
    let first = place & ~7
    for word in stride(from: first, to: place &+ min(bytes, 64), by: 8) {
      let isWhole = word >= place && word &+ 8 <= place &+ bytes
      let before = state.words[word]
      state.words[word] = MachineState.Word(
        value: .unknown, isCertain: isWhole || before?.isCertain ?? false)
    }
  }

  // MARK: Comparisons and calls

  /// What a branch tells of the stack.
  private func assume(_ condition: Condition?, _ isTaken: Bool, _ state: inout MachineState) {
    guard let condition else { return }
    let spIsLeft: Bool
    let room: Int
    switch (state.left, state.right) {
    case (.stack(let place?), .guardAddress): (spIsLeft, room) = (true, 0 &- place)
    case (.guardAddress, .stack(let place?)): (spIsLeft, room) = (false, 0 &- place)
    default: return
    }
    let leftIsAbove = condition == .above || condition == .aboveOrEqual
    guard leftIsAbove == (spIsLeft == isTaken) else { return }
    state.room = max(state.room ?? room, room)
  }

  /// The words with a bit in the locals map in force at a call, and in the arguments map.
  func mappedWords(_ exit: CodeFunction.Exit) -> Set<Int> {
    guard let depth = depth(exit.offset) else { return [] }
    return mappedWords(exit, depth)
  }

  private func mappedWords(_ exit: CodeFunction.Exit, _ depth: Int) -> Set<Int> {
    let table = function.table
    guard let end = exit.returnOffset else { return [] }
    let index = table.stackMapIndex[end - 1].map { $0 == -1 ? 0 : $0 } ?? 0
    var words: Set<Int> = []
    if rules.hasLocals(depth), let maps = table.localMaps, let bits = maps.bits(of: index) {
      words.formUnion(bits.map { -8 - 8 * (maps.bitCount - $0) })
    }
    if table.argumentSize != 0, let maps = table.argumentMaps, let bits = maps.bits(of: index) {
      words.formUnion(bits.map { 8 + 8 * $0 })
    }
    return words
  }

  private func call(_ exit: CodeFunction.Exit, _ state: inout MachineState) {
    dropComparison(&state)
    let stops = program.stopsAt(exit.callee)
    // Functions of Go keep the frame pointer only; a thunk enters them, or the check of a body.
    let entersGo: Bool =
      switch exit.callee {
      case .external, .pointer: isThunk
      case .function: false
      }
    let before = state
    for number in 0..<Register.count {
      let register = Register(number)
      if register == rules.stack || register == rules.framePointer { continue }
      if rules.preserved.contains(register) && (!entersGo || register == rules.goroutine) {
        continue
      }
      state[register] =
        rules.results.contains(register) ? .result(exit.offset, register) : .unknown
    }
    guard stops else { return }
    state.room = nil
    state.hasStopped = true
    guard case .stack(let distance?) = before[rules.stack] else { return }
    let mapped = mappedWords(exit, 0 &- distance)
    if CheckedCode.grows(exit), rules.returnAddressSize == 0 {
      // It comes back with the link register that it was given in R3 (runtime/asm_arm64.s).
      state[Register(30)] = before[Register(3)]
    }
    let kept = Set(mapped.compactMap { before.words[$0]?.value })
    func after(_ value: Value) -> Value {
      if case .stack = value { return .staleStack }
      // What a thunk keeps while the stack grows has rules of its own.
      let isLost = isPointer(value) && !kept.contains(value) && !CheckedCode.grows(exit)
      return isLost ? .stalePointer : value
    }
    for (place, word) in state.words where !mapped.contains(place) {
      if place == 0 && rules.returnAddressSize > 0 { continue }
      state.words[place]?.value = after(word.value)
    }
    for register in rules.preserved where register != rules.framePointer {
      state[register] = after(state[register])
    }
  }

  /// Whether it is a pointer for certain.
  private func isPointer(_ value: Value) -> Bool {
    switch value {
    case .result(let call, let register):
      guard register == rules.results.first,
        let exit = function.exit(at: call),
        case .function(let callee) = exit.callee
      else { return false }
      return program.allocates(callee)
    case .entry(let register):
      return pointers.contains(value)
        || isThunk && rules.arguments.contains(register) && !isEnteredFromGo
    case .argument: return pointers.contains(value)
    default: return false
    }
  }

  // MARK: Uses of what is wrong

  private mutating func checkUses(
    _ step: Step, _ state: MachineState, _ offset: Int, _ instruction: Instruction
  ) -> [Register] {
    var read: [Register] = []
    var bases: [Register] = []
    func take(_ memory: Memory) {
      switch memory.base {
      case .register(let base): bases.append(base)
      case .thread(let base?): bases.append(base)
      case .image, .other, .thread: break
      }
      if let index = memory.index { read.append(index) }
    }
    func take(_ operand: Operand) {
      switch operand {
      case .register(let register): read.append(register)
      case .memory(let memory, _): take(memory)
      case .other(let registers): read += registers
      case .constant: break
      }
    }
    switch step {
    case .adjustStack, .insert: break
    case .copy(_, let operand): take(operand)
    case .offset(_, let base, _): read.append(base)
    case .subtract(_, let left, let right): read += [left, right]
    case .derive(_, let registers), .read(let registers): read += registers
    case .store(let memory, let operand, _):
      take(memory)
      take(operand)
    case .compare(let left, let right):
      take(left)
      take(right)
    }
    let lost = bases.filter { state[$0] == .stalePointer }
    if !lost.isEmpty { report(offset, .stalePointer(instruction: instruction.text)) }
    let stale = (read + bases).filter { state[$0] == .staleStack }
    if !stale.isEmpty { report(offset, .staleStackAddress(instruction: instruction.text)) }
    return lost + stale
  }
}
