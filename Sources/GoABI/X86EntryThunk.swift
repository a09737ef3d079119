/// x86-64. Go's convention: integers and pointers in RAX RBX RCX RDI RSI R8 R9 R10 R11, floats in
/// X0–X14, results in the same; R14 is the goroutine, X15 is zero, RDX a closure's context; nothing
/// survives a call. C's: RDI RSI RDX RCX R8 R9 and XMM0–7; results in RAX RDX RCX and XMM0–1; RBX,
/// RBP and R12–R15 survive, so R14 comes back as it was.
///
/// At entry the return address is at SP and the caller's spill space from SP+8 on. The frame is the
/// saved RBP alone, which is where Go's unwinder looks for it.
struct X86EntryThunk {
  let layout: CallLayout

  private static let goIntegers = GoRegisters(.x86_64).integers
  private static let cIntegers = ["rdi", "rsi", "rdx", "rcx", "r8", "r9"]
  /// An order in which no move overwrites a register that a later one reads.
  private static let moveOrder = [5, 4, 2, 3, 0, 1]

  var thunk: Thunk {
    // Pointers go to their slots first: the one pointer map of the frame is then true throughout.
    var lines = [Thunk.Line("0:")]
    lines += layout.parameters.filter { $0.kind == .pointer }.map(spill)
    lines += [
      Thunk.Line("movl {}(%rip), %r13d", .stackNeed),
      Thunk.Line("movq %rsp, %r12"),
      Thunk.Line("subq %r13, %r12"),
      Thunk.Line("cmpq 16(%r14), %r12"),
      Thunk.Line("jbe 1f"),
      Thunk.Line("pushq %rbp"),
      Thunk.Line("movq %rsp, %rbp"),
    ]
    let integers = layout.parameters.count { !$0.kind.isFloat }
    for index in Self.moveOrder where index < integers {
      lines.append(Thunk.Line("movq %\(Self.goIntegers[index]), %\(Self.cIntegers[index])"))
    }
    lines.append(Thunk.Line("callq {}", .callee))
    if layout.results.count(where: { !$0.kind.isFloat }) > 1 {
      lines.append(Thunk.Line("movq %rdx, %rbx"))
    }
    lines += [
      Thunk.Line("xorps %xmm15, %xmm15"),
      Thunk.Line("popq %rbp"),
      Thunk.Line("retq"),
      Thunk.Line("1:"),
    ]
    lines += layout.parameters.filter { $0.kind != .pointer }.map(spill)
    lines.append(Thunk.Line("callq {}", .moreStack))
    lines += layout.parameters.map(reload)
    lines.append(Thunk.Line("jmp 0b"))
    return Thunk(lines: lines)
  }

  private func spill(_ leaf: CallLayout.Leaf) -> Thunk.Line {
    let (instruction, register) = move(leaf)
    return Thunk.Line("\(instruction) %\(register), \(8 + leaf.offset)(%rsp)")
  }

  private func reload(_ leaf: CallLayout.Leaf) -> Thunk.Line {
    let (instruction, register) = move(leaf)
    return Thunk.Line("\(instruction) \(8 + leaf.offset)(%rsp), %\(register)")
  }

  private func move(_ leaf: CallLayout.Leaf) -> (String, String) {
    switch leaf.kind {
    case .float32: ("movss", "xmm\(leaf.register)")
    case .float64: ("movsd", "xmm\(leaf.register)")
    case .pointer, .array: ("movq", Self.goIntegers[leaf.register])
    case .integer(let bytes):
      switch bytes {
      case 1: ("movb", narrow(leaf, 1))
      case 2: ("movw", narrow(leaf, 2))
      case 4: ("movl", narrow(leaf, 4))
      default: ("movq", Self.goIntegers[leaf.register])
      }
    }
  }

  private func narrow(_ leaf: CallLayout.Leaf, _ bytes: Int) -> String {
    ThunkCode.x86Part(Self.goIntegers[leaf.register], bytes)
  }

  /// The barrier keeps all registers but R11, in which it returns, and wants the goroutine in R14.
  static let barrieredStore = Thunk(lines: [
    Thunk.Line("pushq %rbp"),
    Thunk.Line("movq %rsp, %rbp"),
    Thunk.Line("subq $16, %rsp"),
    Thunk.Line("movq {}@GOTPCREL(%rip), %rax", .writeBarrierFlag),
    Thunk.Line("cmpl $0, (%rax)"),
    Thunk.Line("je 1f"),
    Thunk.Line("movq %r14, (%rsp)"),
    Thunk.Line("movq {}@GOTTPOFF(%rip), %r14", .goroutineSlot),
    Thunk.Line("movq %fs:(%r14), %r14"),
    Thunk.Line("callq {}", .writeBarrier),
    Thunk.Line("movq (%rdi), %rcx"),
    Thunk.Line("movq %rsi, (%r11)"),
    Thunk.Line("movq %rcx, 8(%r11)"),
    Thunk.Line("movq (%rsp), %r14"),
    Thunk.Line("1:"),
    Thunk.Line("movq %rsi, (%rdi)"),
    Thunk.Line("addq $16, %rsp"),
    Thunk.Line("popq %rbp"),
    Thunk.Line("retq"),
  ])

  /// C code may have put anything in R14 and X15: the goroutine is found among the thread's
  /// variables.
  static let exitWithoutReturn = Thunk(lines: [
    Thunk.Line("pushq %rbp"),
    Thunk.Line("movq %rsp, %rbp"),
    Thunk.Line("movq {}@GOTTPOFF(%rip), %r14", .goroutineSlot),
    Thunk.Line("movq %fs:(%r14), %r14"),
    Thunk.Line("xorps %xmm15, %xmm15"),
    Thunk.Line("callq {}", .callee),
    Thunk.Line("ud2"),
  ])
}
