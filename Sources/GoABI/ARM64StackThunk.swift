/// AArch64 in Go's stack convention: the word at SP at entry is the callee's, for its return
/// address while it calls others; arguments are from SP+8 on, results after them. R28 is the
/// goroutine; no other register but SP survives a call.
///
/// The return address is at [SP] of every frame. After the call of morestack comes nothing but the
/// branch back: the runtime reads it, to know the function's start (runtime/sys_arm64.go of Go 1.8,
/// `rewindmorestack`).
enum ARM64StackThunk {
  static func check() -> [Thunk.Line] {
    [
      Thunk.Line("0:"),
      Thunk.Line("ldr x16, [x28, #16]"),
      Thunk.Line("adrp x17, {}", .stackNeed),
      Thunk.Line("ldr w17, [x17, :lo12:{}]", .stackNeed),
      Thunk.Line("sub x17, sp, x17"),
      Thunk.Line("cmp x17, x16"),
      Thunk.Line("b.ls 1f"),
    ]
  }

  static func growth() -> [Thunk.Line] {
    [
      Thunk.Line("1:"), Thunk.Line("mov x3, x30"), Thunk.Line("bl {}", .moreStack),
      Thunk.Line("b 0b"),
    ]
  }

  static func entry(checksStack: Bool) -> Thunk {
    let lines = [
      Thunk.Line("str x30, [sp, #-48]!"),
      Thunk.Line("stp x29, x30, [sp, #16]"),
      Thunk.Line("add x29, sp, #16"),
      Thunk.Line("add x0, sp, #56"),
      Thunk.Line("bl {}", .callee),
      Thunk.Line("ldr x29, [sp, #16]"),
      Thunk.Line("ldr x30, [sp], #48"),
      Thunk.Line("ret"),
    ]
    return Thunk(lines: checksStack ? check() + lines + growth() : lines)
  }

  /// Registers that C's callers expect to find as they were, R28 apart, with R29 first.
  private static let keptByC =
    ["x29"] + (19...27).map { "x\($0)" } + (8...15).map { "d\($0)" }
  private static let storeFrame = 176

  /// The barrier takes both pointers as arguments and stores, too.
  static let barrieredStore = Thunk(
    lines: [
      Thunk.Line("str x30, [sp, #-\(storeFrame)]!"),
      Thunk.Line("adrp x3, :got:{}", .writeBarrierFlag),
      Thunk.Line("ldr x3, [x3, :got_lo12:{}]", .writeBarrierFlag),
      Thunk.Line("ldr w3, [x3]"),
      Thunk.Line("cbz w3, 1f"),
      Thunk.Line("stp x0, x1, [sp, #8]"),
    ]
      + keptByC.enumerated().map { Thunk.Line("str \($1), [sp, #\(24 + 8 * $0)]") }
      + [Thunk.Line("bl {}", .writeBarrier)]
      + keptByC.enumerated().map { Thunk.Line("ldr \($1), [sp, #\(24 + 8 * $0)]") }
      + [
        Thunk.Line("b 2f"),
        Thunk.Line("1:"),
        Thunk.Line("str x1, [x0]"),
        Thunk.Line("2:"),
        Thunk.Line("ldr x30, [sp], #\(storeFrame)"),
        Thunk.Line("ret"),
      ])
}

/// An algorithm's code: SP stays where it is between prologue and epilogue, and everything is
/// addressed from it.
struct ARM64AlgorithmCode: AlgorithmCode {
  private(set) var lines: [Thunk.Line] = []
  private let frame: Int
  private let checksStack: Bool
  /// The return address, and room for the arguments of what it calls.
  private static let outgoing = 40

  init(loops: Int, checksStack: Bool) {
    frame = (Self.outgoing + 8 * loops + 15) / 16 * 16
    self.checksStack = checksStack
    if checksStack { lines = ARM64StackThunk.check() }
    emit("sub sp, sp, #\(frame)")
    emit("str x30, [sp]")
  }

  private mutating func emit(_ text: String, _ operand: Thunk.Operand? = nil) {
    lines.append(Thunk.Line(text, operand))
  }

  private func slot(_ place: AlgorithmPlace) -> String {
    switch place {
    case .incoming(let index): "[sp, #\(frame + 8 + 8 * index)]"
    case .outgoing(let index): "[sp, #\(8 + 8 * index)]"
    case .counter(let index): "[sp, #\(Self.outgoing + 8 * index)]"
    }
  }

  private mutating func load(_ number: Int64, in register: String) {
    emit("movz \(register), #\(number & 0xffff)")
    for shift in [Int64(16), 32, 48] where number >> shift & 0xffff != 0 {
      emit("movk \(register), #\(number >> shift & 0xffff), lsl #\(shift)")
    }
  }

  mutating func copy(_ source: AlgorithmPlace, to target: AlgorithmPlace) {
    emit("ldr x9, \(slot(source))")
    emit("str x9, \(slot(target))")
  }

  mutating func set(_ target: AlgorithmPlace, to number: Int64) {
    load(number, in: "x9")
    emit("str x9, \(slot(target))")
  }

  mutating func setByte(_ target: AlgorithmPlace, to number: UInt8) {
    load(Int64(number), in: "x9")
    emit("strb w9, \(slot(target))")
  }

  mutating func setByte(pointedToBy pointer: AlgorithmPlace, to number: UInt8) {
    emit("ldr x10, \(slot(pointer))")
    load(Int64(number), in: "x9")
    emit("strb w9, [x10]")
  }

  private mutating func address(
    _ base: AlgorithmPlace, _ offset: Int64, counters: Int, in register: String
  ) {
    emit("ldr \(register), \(slot(base))")
    for index in 0..<counters {
      emit("ldr x9, \(slot(.counter(index)))")
      emit("add \(register), \(register), x9")
    }
    guard offset != 0 else { return }
    load(offset, in: "x9")
    emit("add \(register), \(register), x9")
  }

  mutating func setAddress(
    _ target: AlgorithmPlace, base: AlgorithmPlace, offset: Int64, counters: Int
  ) {
    address(base, offset, counters: counters, in: "x10")
    emit("str x10, \(slot(target))")
  }

  mutating func setCArgument(
    _ index: Int, base: AlgorithmPlace, offset: Int64, counters: Int
  ) {
    address(base, offset, counters: counters, in: "x\(index)")
  }

  mutating func call(_ function: String) { emit("bl {}", .function(function)) }

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

  mutating func place(label: Int) { emit("\(label):") }

  mutating func branch(to label: Int) { emit("b \(label)f") }

  mutating func advance(_ counter: AlgorithmPlace, by step: Int64, below end: Int64, label: Int) {
    emit("ldr x9, \(slot(counter))")
    load(step, in: "x10")
    emit("add x9, x9, x10")
    emit("str x9, \(slot(counter))")
    load(end, in: "x10")
    emit("cmp x9, x10")
    emit("b.lo \(label)b")
  }

  mutating func finish() {
    emit("ldr x30, [sp]")
    emit("add sp, sp, #\(frame)")
    emit("ret")
    if checksStack { lines += ARM64StackThunk.growth() }
  }
}
