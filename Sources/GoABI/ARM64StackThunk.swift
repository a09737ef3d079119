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
