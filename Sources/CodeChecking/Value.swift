/// What a register or a word of the frame holds, as far as it matters.
enum Value: Hashable {
  case unknown
  /// What the register held at the function's entry.
  case entry(Register)
  /// Where the function returns to.
  case returnAddress
  /// What a word above the frame held at the function's entry, by its distance from the entry SP.
  case argument(Int)
  /// An address of the stack: entry SP and that many bytes; nil: some other.
  case stack(Int?)
  /// What a call returned, by the call's offset.
  case result(Int, Register)
  case constant(Int)
  case external(String)
  case threadOffset(String)
  /// The goroutine's descriptor, and the lowest address its stack may be used down to.
  case goroutine, guardAddress
  /// An address of the stack from before a call that may have moved it, or computed of one.
  case staleStack
  /// A pointer that was in no mapped word while the collector may have run.
  case stalePointer

  /// What is there where two ways meet. An address that is wrong on one of them is wrong.
  func merged(with other: Value) -> Value {
    if self == other { return self }
    for kind in [Value.staleStack, .stalePointer] where self == kind || other == kind {
      return kind
    }
    if case .stack = self { return .stack(nil) }
    if case .stack = other { return .stack(nil) }
    return .unknown
  }
}

/// What is known when execution comes to an instruction.
struct MachineState: Equatable {
  struct Word: Equatable {
    var value: Value
    /// Whether it was stored on every way here.
    var isCertain = true
  }

  var registers = [Value](repeating: .unknown, count: Register.count)
  /// Words of the frame that were stored, by their distance from the entry SP.
  var words: [Int: Word] = [:]
  /// Bytes below the entry SP that a stack check has found; nil for none.
  var room: Int?
  /// What was compared last.
  var left = Value.unknown
  var right = Value.unknown
  /// Whether a call below which Go code ran has returned.
  var hasStopped = false

  subscript(register: Register) -> Value {
    get { registers[register.number] }
    set { registers[register.number] = newValue }
  }

  /// Takes in what is known on another way; whether that changed anything.
  mutating func merge(_ other: MachineState) -> Bool {
    let before = self
    for index in registers.indices {
      registers[index] = registers[index].merged(with: other.registers[index])
    }
    for (place, word) in other.words {
      let mine = words[place] ?? Word(value: .unknown, isCertain: false)
      words[place] = Word(
        value: mine.value.merged(with: word.value), isCertain: mine.isCertain && word.isCertain)
    }
    for (place, word) in words where other.words[place] == nil {
      words[place] = Word(value: word.value.merged(with: .unknown), isCertain: false)
    }
    if let mine = room { room = other.room.map { min(mine, $0) } }
    if (left, right) != (other.left, other.right) { (left, right) = (.unknown, .unknown) }
    hasStopped = hasStopped || other.hasStopped
    return self != before
  }
}

/// A C convention's and Go's registers, as far as the checker follows them.
struct MachineRules {
  let stack: Register
  let framePointer: Register
  /// What a C function keeps.
  let preserved: [Register]
  /// In which C functions return integers.
  let results: [Register]
  /// The goroutine's descriptor, where Go's convention has it.
  let goroutine: Register
  let goroutineIsFixed: Bool
  /// In what code compiled for C passes integers.
  let arguments: [Register]
  /// Of the first word of the caller's frame that may hold arguments, from the entry SP.
  let firstArgument: Int
  /// What a call pushes.
  let returnAddressSize: Int

  static let x86_64 = MachineRules(
    stack: Register(4), framePointer: Register(5),
    preserved: [3, 5, 12, 13, 14, 15].map(Register.init),
    results: [0, 2, 1].map(Register.init), goroutine: Register(14), goroutineIsFixed: false,
    arguments: [7, 6, 2, 1, 8, 9].map(Register.init), firstArgument: 8, returnAddressSize: 8,
    smallestLocals: 0)
  static let arm64 = MachineRules(
    stack: Register(31), framePointer: Register(29),
    preserved: (18...29).map { Register($0) } + (8...15).map { .vector($0) },
    results: (0..<8).map { Register($0) }, goroutine: Register(28), goroutineIsFixed: true,
    arguments: (0..<8).map { Register($0) }, firstArgument: 8, returnAddressSize: 0,
    smallestLocals: 16)

  /// What the runtime takes for a frame without locals (runtime/stkframe.go, getStackMap): the
  /// words below −8 must be more than this.
  let smallestLocals: Int

  func hasLocals(_ depth: Int) -> Bool { depth - 8 > smallestLocals }

  /// What is known at a function's entry.
  var entry: MachineState {
    var state = MachineState()
    for number in 0..<Register.count { state.registers[number] = .entry(Register(number)) }
    state[stack] = .stack(0)
    if returnAddressSize > 0 {
      state.words[0] = MachineState.Word(value: .returnAddress)
    } else {
      state[Register(30)] = .returnAddress
    }
    return state
  }
}
