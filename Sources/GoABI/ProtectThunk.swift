import Symbols

/// The code by which compiled code has a function called whatever becomes of another one: in C's
/// convention a function of two func values without parameters and results, `body` and `deferred`.
///
/// It is what Go's compilers make of a function with one `defer`: a byte of the frame says whether
/// the deferred function is still to be called, a word beside it which one.
/// FUNCDATA_OpenCodedDeferInfo says where they are, and `_func.deferreturn` where the runtime goes
/// on when the deferred function has recovered (runtime/panic.go; cmd/compile/internal/ssagen,
/// emitOpenDeferInfo). Where `body` returns, the code calls the deferred one itself.
public struct ProtectThunk: Sendable {
  public let architecture: Architecture

  public init(architecture: Architecture) { self.architecture = architecture }

  /// Where the runtime goes on, in bytes before the call of `runtime.deferreturn`: it may come with
  /// any frame pointer there.
  public var resumeBeforeCall: Int { architecture == .x86_64 ? 9 : 4 }

  /// What FUNCDATA_OpenCodedDeferInfo says of the frame.
  ///
  /// - Parameter countsDefers: whether the number of deferred calls is among it.
  public func deferInfo(countsDefers: Bool) -> [UInt8] {
    var info: [UInt8] = []
    info.append(varint: below(bitsOffset))
    if countsDefers { info.append(varint: 1) }
    info.append(varint: below(closureOffset))
    return info
  }

  /// How far a word is below what the runtime takes for the end of the frame's variables: the saved
  /// frame pointer, or the word that it would have on AArch64 (runtime/traceback.go, `varp`).
  private func below(_ offset: Int) -> Int {
    architecture == .x86_64 ? Self.x86Size - offset : Self.arm64Size - 8 - offset
  }

  // From SP.
  private var bitsOffset: Int { architecture == .x86_64 ? 48 : 160 }
  private var closureOffset: Int { architecture == .x86_64 ? 40 : 8 }
  private static let x86Size = 56
  private static let arm64Size = 176

  public static let deferReturn = "runtime.deferreturn"

  /// Returns 1 when the deferred function has recovered, 0 when `body` came to its end.
  public var thunk: Thunk {
    var thunk = architecture == .x86_64 ? x86 : arm64
    thunk.frame.callingLocals = [closureOffset / 8]
    return thunk
  }

  /// From SP up: what C's convention keeps, the deferred function, the byte, the saved RBP.
  private var x86: Thunk {
    let saved = X86ExitThunk.saved
    var lines = ["pushq %rbp", "movq %rsp, %rbp", "subq $\(Self.x86Size), %rsp"]
    lines += saved.enumerated().map { "movq %\($1), \(8 * $0)(%rsp)" }
    lines += [
      "movq %rsi, \(closureOffset)(%rsp)", "movq $1, \(bitsOffset)(%rsp)", "movq %rdi, %rdx",
    ]
    var thunk = Thunk(lines: lines.map { .init($0) } + X86ExitThunk.goroutine)
    lines = [
      "callq *(%rdx)", "movq $0, \(bitsOffset)(%rsp)", "movq \(closureOffset)(%rsp), %rdx",
      "callq *(%rdx)",
      // Never taken: it shows where the code behind it belongs that nothing else jumps to.
      "xorl %eax, %eax", "jnz 1f",
      "0:",
    ]
    lines += saved.enumerated().map { "movq \(8 * $0)(%rsp), %\($1)" }
    lines += ["addq $\(Self.x86Size), %rsp", "popq %rbp", "retq"]
    lines += ["1:", "leaq \(Self.x86Size)(%rsp), %rbp", "xorps %xmm15, %xmm15"]
    thunk.lines += lines.map { .init($0) }
    thunk.lines += [
      .init("callq {}", .function(Self.deferReturn)), .init("movl $1, %eax"), .init("jmp 0b"),
    ]
    return thunk
  }

  /// As ARM64ExitThunk's frame, with the deferred function in the place of the result area's
  /// address and the byte above what C's convention keeps.
  private var arm64: Thunk {
    let saved = ARM64ExitThunk.saved
    var lines = ARM64ExitThunk.enter(Self.arm64Size)
    lines += saved.map { "stp \($0.first), \($0.second), [sp, #\($0.offset)]" }
    lines += [
      "str x1, [sp, #\(closureOffset)]", "mov w16, #1", "str x16, [sp, #\(bitsOffset)]",
      "mov x26, x0", "ldr x16, [x26]", "blr x16",
      "str xzr, [sp, #\(bitsOffset)]",
      "ldr x26, [sp, #\(closureOffset)]", "ldr x16, [x26]", "blr x16",
      "mov w0, wzr", "cbnz w0, 1f",
      "0:",
    ]
    lines += saved.map { "ldp \($0.first), \($0.second), [sp, #\($0.offset)]" }
    lines += ARM64ExitThunk.leave(Self.arm64Size)
    lines += ["1:", "add x29, sp, #16"]
    var thunk = Thunk(lines: lines.map { .init($0) })
    thunk.lines += [
      .init("bl {}", .function(Self.deferReturn)), .init("mov w0, #1"), .init("b 0b"),
    ]
    return thunk
  }
}

extension [UInt8] {
  fileprivate mutating func append(varint number: Int) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }
}
