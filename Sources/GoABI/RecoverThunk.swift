import Symbols

/// The code by which compiled code calls the runtime's `gorecover`: in C's convention a function
/// without parameters that returns an interface value in two registers.
///
/// Until Go 1.25 `gorecover` recovers for the function that the runtime has called itself, which it
/// knows by where that one's arguments are: it is told where the caller's are. For compiled code
/// that is above the frame of its entry thunk, to which the chain of frame pointers leads. Where
/// something else has called the compiled code nothing is there to recover, as in Go. Later
/// releases look at the frames themselves.
public struct RecoverThunk: Sendable {
  public let architecture: Architecture
  /// Whether `gorecover` wants an address.
  public let takesArguments: Bool

  public init(architecture: Architecture, takesArguments: Bool) {
    self.architecture = architecture
    self.takesArguments = takesArguments
  }

  public static let recover = "runtime.gorecover"

  public var thunk: Thunk { architecture == .x86_64 ? x86 : arm64 }

  /// From SP up: room where `gorecover` keeps its parameter, and what C's convention keeps.
  private var x86: Thunk {
    let saved = X86ExitThunk.saved
    let size = 8 + 8 * saved.count
    var lines = ["pushq %rbp", "movq %rsp, %rbp", "subq $\(size), %rsp"]
    lines += saved.enumerated().map { "movq %\($1), \(8 + 8 * $0)(%rsp)" }
    if takesArguments {
      // The caller's frame, that of its caller, and the return address from that.
      lines += ["movq (%rbp), %rax", "movq (%rax), %rax", "addq $16, %rax"]
    }
    var thunk = Thunk(lines: lines.map { .init($0) } + X86ExitThunk.goroutine)
    thunk.lines.append(.init("callq {}", .function(Self.recover)))
    lines = ["movq %rbx, %rdx"]
    lines += saved.enumerated().map { "movq \(8 + 8 * $0)(%rsp), %\($1)" }
    lines += ["addq $\(size), %rsp", "popq %rbp", "retq"]
    thunk.lines += lines.map { .init($0) }
    return thunk
  }

  /// As ARM64ExitThunk's frame; the parameter is kept in the place of the result area's address.
  private var arm64: Thunk {
    let saved = ARM64ExitThunk.saved
    var lines = ARM64ExitThunk.enter(Self.arm64Size)
    lines += saved.map { "stp \($0.first), \($0.second), [sp, #\($0.offset)]" }
    if takesArguments {
      lines += ["ldr x0, [x29]", "ldr x0, [x0]", "add x0, x0, #\(Self.entryFrame)"]
    }
    var thunk = Thunk(lines: lines.map { .init($0) })
    thunk.lines.append(.init("bl {}", .function(Self.recover)))
    lines = saved.map { "ldp \($0.first), \($0.second), [sp, #\($0.offset)]" }
    lines += ARM64ExitThunk.leave(Self.arm64Size)
    thunk.lines += lines.map { .init($0) }
    return thunk
  }

  private static let arm64Size = 176
  /// From the R29–R30 pair of ManagedEntryThunk's frame, without parameters, to what Go takes for
  /// the arguments, above the caller's return address.
  private static let entryFrame = 32
}
