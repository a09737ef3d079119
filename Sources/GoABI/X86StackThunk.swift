/// x86-64 in Go's stack convention: at entry the return address is at SP and the arguments from
/// SP+8 on, results after them; no register but SP and BP survives a call. The goroutine's
/// descriptor is found among the thread's variables, and its stack's limit at 16 in it.
///
/// A frame begins with the saved RBP, which is where Go's unwinder looks for it. After the call of
/// morestack comes nothing but the jump back: the runtime reads it, to know the function's start
/// (runtime/sys_x86.go of Go 1.8, `rewindmorestack`).
enum X86StackThunk {
  static func prologue(checksStack: Bool) -> [Thunk.Line] {
    guard checksStack else { return enterFrame }
    return [
      Thunk.Line("0:"),
      Thunk.Line("movq {}@GOTTPOFF(%rip), %rcx", .goroutineSlot),
      Thunk.Line("movq %fs:(%rcx), %rcx"),
      Thunk.Line("movl {}(%rip), %eax", .stackNeed),
      Thunk.Line("movq %rsp, %rdx"),
      Thunk.Line("subq %rax, %rdx"),
      Thunk.Line("cmpq 16(%rcx), %rdx"),
      Thunk.Line("jbe 1f"),
    ] + enterFrame
  }

  private static let enterFrame = [
    Thunk.Line("pushq %rbp"),
    Thunk.Line("movq %rsp, %rbp"),
  ]

  static func epilogue(checksStack: Bool) -> [Thunk.Line] {
    let leave = [Thunk.Line("popq %rbp"), Thunk.Line("retq")]
    guard checksStack else { return leave }
    return leave + [
      Thunk.Line("1:"), Thunk.Line("callq {}", .moreStack), Thunk.Line("jmp 0b"),
    ]
  }

  static func entry(checksStack: Bool) -> Thunk {
    let call = [Thunk.Line("leaq 16(%rbp), %rdi"), Thunk.Line("callq {}", .callee)]
    return Thunk(
      lines: prologue(checksStack: checksStack) + call + epilogue(checksStack: checksStack))
  }

  static let exitWithoutReturn = Thunk(
    lines: enterFrame + [Thunk.Line("callq {}", .callee), Thunk.Line("ud2")])

  private static let keptByC = ["rbx", "r12", "r13", "r14", "r15"]

  /// The barrier takes both pointers as arguments and stores, too; C's callers expect to find the
  /// registers of `keptByC` as they were.
  static let barrieredStore = Thunk(
    lines: enterFrame + [
      Thunk.Line("subq $56, %rsp"),
      Thunk.Line("movq {}@GOTPCREL(%rip), %rax", .writeBarrierFlag),
      Thunk.Line("cmpl $0, (%rax)"),
      Thunk.Line("je 1f"),
      Thunk.Line("movq %rdi, (%rsp)"),
      Thunk.Line("movq %rsi, 8(%rsp)"),
    ]
      + keptByC.enumerated().map { Thunk.Line("movq %\($1), \(16 + 8 * $0)(%rsp)") }
      + [Thunk.Line("callq {}", .writeBarrier)]
      + keptByC.enumerated().map { Thunk.Line("movq \(16 + 8 * $0)(%rsp), %\($1)") }
      + [
        Thunk.Line("jmp 2f"),
        Thunk.Line("1:"),
        Thunk.Line("movq %rsi, (%rdi)"),
        Thunk.Line("2:"),
        Thunk.Line("addq $56, %rsp"),
        Thunk.Line("popq %rbp"),
        Thunk.Line("retq"),
      ])
}

/// An algorithm's code: SP stays where it is between prologue and epilogue, and everything is
/// addressed from it.
struct X86AlgorithmCode: AlgorithmCode {
  private(set) var lines: [Thunk.Line] = []
  private let frame: Int
  private let checksStack: Bool
  /// Room for the arguments of what it calls.
  private static let outgoing = 32

  init(loops: Int, checksStack: Bool) {
    frame = Self.outgoing + 8 * loops
    self.checksStack = checksStack
    lines = X86StackThunk.prologue(checksStack: checksStack)
    emit("subq $\(frame), %rsp")
  }

  private mutating func emit(_ text: String, _ operand: Thunk.Operand? = nil) {
    lines.append(Thunk.Line(text, operand))
  }

  private func slot(_ place: AlgorithmPlace) -> String {
    switch place {
    case .incoming(let index): "\(frame + 16 + 8 * index)(%rsp)"
    case .outgoing(let index): "\(8 * index)(%rsp)"
    case .counter(let index): "\(Self.outgoing + 8 * index)(%rsp)"
    }
  }

  mutating func copy(_ source: AlgorithmPlace, to target: AlgorithmPlace) {
    emit("movq \(slot(source)), %rax")
    emit("movq %rax, \(slot(target))")
  }

  mutating func set(_ target: AlgorithmPlace, to number: Int64) {
    emit("movabsq $\(number), %rax")
    emit("movq %rax, \(slot(target))")
  }

  mutating func setByte(_ target: AlgorithmPlace, to number: UInt8) {
    emit("movb $\(number), \(slot(target))")
  }

  mutating func setByte(pointedToBy pointer: AlgorithmPlace, to number: UInt8) {
    emit("movq \(slot(pointer)), %rax")
    emit("movb $\(number), (%rax)")
  }

  private mutating func address(
    _ base: AlgorithmPlace, _ offset: Int64, counters: Int, in register: String
  ) {
    emit("movq \(slot(base)), %\(register)")
    for index in 0..<counters { emit("addq \(slot(.counter(index))), %\(register)") }
    guard offset != 0 else { return }
    emit("movabsq $\(offset), %rax")
    emit("addq %rax, %\(register)")
  }

  mutating func setAddress(
    _ target: AlgorithmPlace, base: AlgorithmPlace, offset: Int64, counters: Int
  ) {
    address(base, offset, counters: counters, in: "rcx")
    emit("movq %rcx, \(slot(target))")
  }

  mutating func setCArgument(
    _ index: Int, base: AlgorithmPlace, offset: Int64, counters: Int
  ) {
    address(base, offset, counters: counters, in: index == 0 ? "rdi" : "rsi")
  }

  mutating func call(_ function: String) { emit("callq {}", .function(function)) }

  mutating func branchIfCResultIsZero(to label: Int) {
    emit("testb %al, %al")
    emit("je \(label)f")
  }

  mutating func branchIfByteIsZero(_ place: AlgorithmPlace, to label: Int) {
    emit("cmpb $0, \(slot(place))")
    emit("je \(label)f")
  }

  mutating func branchIfByteIsZero(pointedToBy pointer: AlgorithmPlace, to label: Int) {
    emit("movq \(slot(pointer)), %rax")
    emit("cmpb $0, (%rax)")
    emit("je \(label)f")
  }

  mutating func place(label: Int) { emit("\(label):") }

  mutating func branch(to label: Int) { emit("jmp \(label)f") }

  mutating func advance(_ counter: AlgorithmPlace, by step: Int64, below end: Int64, label: Int) {
    emit("movabsq $\(step), %rax")
    emit("addq \(slot(counter)), %rax")
    emit("movq %rax, \(slot(counter))")
    emit("movabsq $\(end), %rcx")
    emit("cmpq %rcx, %rax")
    emit("jb \(label)b")
  }

  mutating func finish() {
    emit("addq $\(frame), %rsp")
    lines += X86StackThunk.epilogue(checksStack: checksStack)
  }
}
