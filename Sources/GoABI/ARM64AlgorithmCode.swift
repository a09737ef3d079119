/// An algorithm's code on AArch64: SP stays where it is between prologue and epilogue, and
/// everything is addressed from it. The return address is at [SP]. What a function that is called keeps of its
/// register arguments goes to the same words from which they were loaded.
///
/// In the register convention the frame also holds the R29–R30 pair of the chain of frames, and
/// leaves the word below SP at entry alone, where the caller keeps its R29.
struct ARM64AlgorithmCode: AlgorithmCode {
  private(set) var lines: [Thunk.Line] = []
  private let frame: AlgorithmFrame
  /// In bytes.
  private let size: Int

  init(_ frame: AlgorithmFrame) {
    self.frame = frame
    let words = 1 + frame.outgoing + frame.locals + (frame.convention == .registers ? 3 : 0)
    size = (8 * words + 15) / 16 * 16
    switch frame.convention {
    case .stack:
      if frame.checksStack { lines = ARM64StackThunk.check() }
      emit("sub sp, sp, #\(size)")
      emit("str x30, [sp]")
    case .registers: enter()
    }
  }

  /// Pointers go to their slots first: the one pointer map of the frame is then true throughout.
  private mutating func enter() {
    let spills = (0..<frame.arguments).map { Thunk.Line("str x\($0), [sp, #\(8 + 8 * $0)]") }
    lines = frame.checksStack ? ARM64StackThunk.check() : []
    lines.insert(contentsOf: spills, at: frame.checksStack ? 1 : 0)
    if isSmall {
      // The frame is never without its return address, not even for a profiler.
      emit("str x30, [sp, #-\(size)]!")
    } else {
      emit("sub sp, sp, #\(size)")
      emit("str x30, [sp]")
    }
    emit("stp x29, x30, [sp, #\(chain)]")
    emit("add x29, sp, #\(chain)")
  }

  /// Whether one instruction makes the frame.
  private var isSmall: Bool { size < 256 }

  /// Where the pair is: near SP, which is as far as one instruction reaches.
  private var chain: Int { 8 * (1 + frame.outgoing) }

  private mutating func emit(_ text: String, _ operand: Thunk.Operand? = nil) {
    lines.append(Thunk.Line(text, operand))
  }

  private func offset(_ place: AlgorithmPlace) -> Int {
    switch place {
    case .incoming(let index): size + 8 + 8 * index
    case .outgoing(let index): 8 + 8 * index
    case .local(let index):
      8 * (1 + frame.outgoing + index) + (frame.convention == .registers ? 16 : 0)
    }
  }

  private func slot(_ place: AlgorithmPlace) -> String { "[sp, #\(offset(place))]" }

  private mutating func load(_ number: UInt64, in register: String) {
    emit("movz \(register), #\(number & 0xffff)")
    for shift in [UInt64(16), 32, 48] where number >> shift & 0xffff != 0 {
      emit("movk \(register), #\(number >> shift & 0xffff), lsl #\(shift)")
    }
  }

  // MARK: Words

  mutating func copy(_ source: AlgorithmPlace, to target: AlgorithmPlace) {
    emit("ldr x9, \(slot(source))")
    emit("str x9, \(slot(target))")
  }

  mutating func set(_ target: AlgorithmPlace, to number: Int64) {
    load(UInt64(bitPattern: number), in: "x9")
    emit("str x9, \(slot(target))")
  }

  mutating func setByte(_ target: AlgorithmPlace, to number: UInt8) {
    load(UInt64(number), in: "x9")
    emit("strb w9, \(slot(target))")
  }

  mutating func setByte(pointedToBy pointer: AlgorithmPlace, to number: UInt8) {
    emit("ldr x10, \(slot(pointer))")
    load(UInt64(number), in: "x9")
    emit("strb w9, [x10]")
  }

  private mutating func address(
    _ base: AlgorithmPlace, _ offset: Int64, counters: Int, in register: String
  ) {
    emit("ldr \(register), \(slot(base))")
    for index in 0..<counters {
      emit("ldr x9, \(slot(.local(index)))")
      emit("add \(register), \(register), x9")
    }
    guard offset != 0 else { return }
    load(UInt64(bitPattern: offset), in: "x9")
    emit("add \(register), \(register), x9")
  }

  mutating func setAddress(
    _ target: AlgorithmPlace, base: AlgorithmPlace, offset: Int64, counters: Int
  ) {
    address(base, offset, counters: counters, in: "x10")
    emit("str x10, \(slot(target))")
  }

  mutating func setAddress(_ target: AlgorithmPlace, of place: AlgorithmPlace) {
    emit("add x9, sp, #\(offset(place))")
    emit("str x9, \(slot(target))")
  }

  mutating func setAddress(_ target: AlgorithmPlace, ofSymbol symbol: String, isHosts: Bool) {
    if isHosts {
      emit("adrp x9, :got:{}", .data(symbol))
      emit("ldr x9, [x9, :got_lo12:{}]", .data(symbol))
    } else {
      emit("adrp x9, {}", .data(symbol))
      emit("add x9, x9, :lo12:{}", .data(symbol))
    }
    emit("str x9, \(slot(target))")
  }

  mutating func loadContext(_ target: AlgorithmPlace, at offset: Int) {
    emit("ldr x9, [x26, #\(offset)]")
    emit("str x9, \(slot(target))")
  }

  mutating func load(
    _ target: AlgorithmPlace, from base: AlgorithmPlace, at offset: Int, width: Int
  ) {
    emit("ldr x9, \(slot(base))")
    switch width {
    case 1: emit("ldrb w9, [x9, #\(offset)]")
    case 4: emit("ldr w9, [x9, #\(offset)]")
    default: emit("ldr x9, [x9, #\(offset)]")
    }
    emit("str x9, \(slot(target))")
  }

  mutating func combine(_ target: AlgorithmPlace, _ operation: AlgorithmOperator, _ number: UInt64)
  {
    load(number, in: "x10")
    combineX10(target, operation)
  }

  mutating func combine(
    _ target: AlgorithmPlace, _ operation: AlgorithmOperator, _ place: AlgorithmPlace
  ) {
    emit("ldr x10, \(slot(place))")
    combineX10(target, operation)
  }

  private mutating func combineX10(_ target: AlgorithmPlace, _ operation: AlgorithmOperator) {
    let instruction =
      switch operation {
      case .add: "add"
      case .and: "and"
      case .xor: "eor"
      case .multiply: "mul"
      }
    emit("ldr x9, \(slot(target))")
    emit("\(instruction) x9, x9, x10")
    emit("str x9, \(slot(target))")
  }

  // MARK: Calls

  mutating func setCArgument(
    _ index: Int, base: AlgorithmPlace, offset: Int64, counters: Int
  ) {
    address(base, offset, counters: counters, in: "x\(index)")
  }

  mutating func callC(_ function: String) { emit("bl {}", .function(function)) }

  mutating func call(_ function: String, arguments: Int, results: Int) {
    guard frame.convention == .registers else { return emit("bl {}", .function(function)) }
    for index in 0..<arguments { emit("ldr x\(index), \(slot(.outgoing(index)))") }
    emit("bl {}", .function(function))
    for index in 0..<results { emit("str x\(index), \(slot(.outgoing(arguments + index)))") }
  }

  // MARK: Branches

  mutating func branchIfCResultIsZero(to label: Int) {
    emit("tst w0, #0xff")
    emit("b.eq \(label)f")
  }

  mutating func branchIfByteIsZero(_ place: AlgorithmPlace, to label: Int) {
    emit("ldrb w9, \(slot(place))")
    emit("cbz w9, \(label)f")
  }

  mutating func branchIfByteIsZero(pointedToBy pointer: AlgorithmPlace, to label: Int) {
    emit("ldr x9, \(slot(pointer))")
    emit("ldrb w9, [x9]")
    emit("cbz w9, \(label)f")
  }

  mutating func branch(
    if place: AlgorithmPlace, _ condition: AlgorithmCondition, _ number: UInt64, to label: Int
  ) {
    load(number, in: "x10")
    branchByX10(place, condition, label)
  }

  mutating func branch(
    if place: AlgorithmPlace, _ condition: AlgorithmCondition, _ other: AlgorithmPlace,
    to label: Int
  ) {
    emit("ldr x10, \(slot(other))")
    branchByX10(place, condition, label)
  }

  private mutating func branchByX10(
    _ place: AlgorithmPlace, _ condition: AlgorithmCondition, _ label: Int
  ) {
    let suffix =
      switch condition {
      case .equal: "eq"
      case .notEqual: "ne"
      case .above: "hi"
      case .notBelow: "hs"
      }
    emit("ldr x9, \(slot(place))")
    emit("cmp x9, x10")
    emit("b.\(suffix) \(label)f")
  }

  mutating func branch(to label: Int) { emit("b \(label)f") }

  mutating func branch(backTo label: Int) { emit("b \(label)b") }

  mutating func place(label: Int) { emit("\(label):") }

  mutating func advance(_ counter: AlgorithmPlace, by step: Int64, below end: Int64, label: Int) {
    emit("ldr x9, \(slot(counter))")
    load(UInt64(bitPattern: step), in: "x10")
    emit("add x9, x9, x10")
    emit("str x9, \(slot(counter))")
    load(UInt64(bitPattern: end), in: "x10")
    emit("cmp x9, x10")
    emit("b.lo \(label)b")
  }

  // MARK: The end

  mutating func returnWord(_ place: AlgorithmPlace, as result: AlgorithmPlace) {
    switch frame.convention {
    case .stack: copy(place, to: result)
    case .registers: emit("ldr x0, \(slot(place))")
    }
  }

  mutating func returnByte(_ number: UInt8, as result: AlgorithmPlace) {
    switch frame.convention {
    case .stack: setByte(result, to: number)
    case .registers: emit("mov w0, #\(number)")
    }
  }

  mutating func trap() { emit("brk #1") }

  mutating func finish() {
    switch frame.convention {
    case .stack:
      emit("ldr x30, [sp]")
      emit("add sp, sp, #\(size)")
      emit("ret")
      if frame.checksStack { lines += ARM64StackThunk.growth() }
    case .registers:
      emit("ldr x29, [sp, #\(chain)]")
      if isSmall {
        emit("ldr x30, [sp], #\(size)")
      } else {
        emit("ldr x30, [sp]")
        emit("add sp, sp, #\(size)")
      }
      emit("ret")
      if frame.checksStack { grow() }
    }
  }

  /// morestack takes the return address of its caller in R3.
  private mutating func grow() {
    emit("1:")
    emit("mov x3, x30")
    emit("bl {}", .moreStack)
    for index in 0..<frame.arguments { emit("ldr x\(index), [sp, #\(8 + 8 * index)]") }
    emit("b 0b")
  }
}
