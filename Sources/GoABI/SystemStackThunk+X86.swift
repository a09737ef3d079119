/// x86-64. The outer frame, from SP up: spill space of `runtime.cgocall`, the block, and what C's
/// convention keeps.
struct X86SystemStackThunk {
  let block: SystemStackBlock
  let trampoline: String

  private static let spillSize = 16
  private var savedOffset: Int { Self.spillSize + block.size }
  private var size: Int { savedOffset + 8 * X86ExitThunk.saved.count }

  var outer: Thunk {
    var lines = ["pushq %rbp", "movq %rsp, %rbp", "subq $\(size), %rsp"]
    lines += X86ExitThunk.saved.enumerated().map { "movq %\($1), \(savedOffset + 8 * $0)(%rsp)" }
    for (index, place) in block.form.parameters.enumerated() {
      let word = "\(Self.spillSize + 8 * index)(%rsp)"
      switch place {
      case .integer(let number): lines.append("movq %\(X86ExitThunk.integers[number]), \(word)")
      case .float(let number): lines.append("movsd %xmm\(number), \(word)")
      case .memory: lines += ["movq \(X86ExitThunk.address(place)), %r12", "movq %r12, \(word)"]
      }
    }
    var thunk = Thunk(lines: lines.map { .init($0) })
    thunk.lines += [
      .init("leaq {}(%rip), %rax", .data(trampoline)),
      .init("leaq \(Self.spillSize)(%rsp), %rbx"),
    ]
    thunk.lines += X86ExitThunk.goroutine
    thunk.lines.append(.init("callq {}", .function(Thunk.systemStackEntry)))
    lines = []
    for (index, place) in block.form.results.enumerated() {
      let word = "\(Self.spillSize + 8 * index)(%rsp)"
      switch place {
      case .integer(let number):
        lines.append("movq \(word), %\(X86ExitThunk.integerResults[number])")
      case .float(let number): lines.append("movsd \(word), %xmm\(number)")
      case .memory: break
      }
    }
    lines += X86ExitThunk.saved.enumerated().map { "movq \(savedOffset + 8 * $0)(%rsp), %\($1)" }
    lines += ["addq $\(size), %rsp", "popq %rbp", "retq"]
    thunk.lines += lines.map { .init($0) }
    thunk.frame.callingLocals = block.pointerWords.map { Self.spillSize / 8 + $0 }
    return thunk
  }

  /// Called as C calls, SP a multiple of 16 before the call, with the block's address. A variadic
  /// function finds in AL how many vector registers are used.
  var inner: Thunk {
    let size = 8 + (block.stackSize + 15) / 16 * 16
    var lines = [
      "pushq %rbp", "movq %rsp, %rbp", "pushq %rbx", "subq $\(size), %rsp", "movq %rdi, %rbx",
    ]
    var integers: [String] = []
    var floats = 0
    for (index, place) in block.form.parameters.enumerated() {
      let word = "\(8 * index)(%rbx)"
      switch place {
      case .integer(let number): integers.append("movq \(word), %\(X86ExitThunk.integers[number])")
      case .float(let number):
        lines.append("movsd \(word), %xmm\(number)")
        floats += 1
      case .memory(let offset):
        lines += ["movq \(word), %rax", "movq %rax, \(block.cOffset(offset))(%rsp)"]
      }
    }
    lines += integers + ["movl $\(floats), %eax"]
    var thunk = Thunk(lines: lines.map { .init($0) })
    thunk.lines.append(.init("callq {}", .callee))
    lines = []
    for (index, place) in block.form.results.enumerated() {
      let word = "\(8 * index)(%rbx)"
      switch place {
      case .integer(let number):
        lines.append("movq %\(X86ExitThunk.integerResults[number]), \(word)")
      case .float(let number): lines.append("movsd %xmm\(number), \(word)")
      case .memory: break
      }
    }
    lines += ["addq $\(size), %rsp", "popq %rbx", "popq %rbp", "xorl %eax, %eax", "retq"]
    thunk.lines += lines.map { .init($0) }
    return thunk
  }
}
