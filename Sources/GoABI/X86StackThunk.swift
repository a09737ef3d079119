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
