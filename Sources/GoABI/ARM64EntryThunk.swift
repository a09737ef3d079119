/// AArch64. Go's convention: integers and pointers in R0–R15, floats in F0–F15, results in the
/// same; R28 is the goroutine, R26 a closure's context, R27 and R16–R17 are scratch; nothing
/// survives a call. C's first eight of each class are the same registers, for arguments and
/// results, so nothing moves; R28 is reserved in all code compiled for Go.
///
/// Go's unwinder reads a frame's return address at [SP], and the word below a frame's SP at entry
/// belongs to the caller (its saved R29). So the frame is 48 bytes: return address, a hole, the
/// R29–R30 pair of C's frame chain, another hole, and the caller's word, untouched.
struct ARM64EntryThunk {
  let layout: CallLayout

  var thunk: Thunk {
    var lines = [Thunk.Line("0:")]
    lines += layout.parameters.filter { $0.kind == .pointer }.map { move("str", $0) }
    lines += [
      Thunk.Line("ldr x16, [x28, #16]"),
      Thunk.Line("adrp x17, {}", .stackNeed),
      Thunk.Line("ldr w17, [x17, :lo12:{}]", .stackNeed),
      Thunk.Line("sub x17, sp, x17"),
      Thunk.Line("cmp x17, x16"),
      Thunk.Line("b.ls 1f"),
      Thunk.Line("str x30, [sp, #-48]!"),
      Thunk.Line("stp x29, x30, [sp, #16]"),
      Thunk.Line("add x29, sp, #16"),
      Thunk.Line("bl {}", .callee),
      Thunk.Line("ldr x29, [sp, #16]"),
      Thunk.Line("ldr x30, [sp], #48"),
      Thunk.Line("ret"),
      Thunk.Line("1:"),
    ]
    lines += layout.parameters.filter { $0.kind != .pointer }.map { move("str", $0) }
    // morestack takes the return address of its caller in R3, an argument register: spilled by now.
    lines += [Thunk.Line("mov x3, x30"), Thunk.Line("bl {}", .moreStack)]
    lines += layout.parameters.map { move("ldr", $0) }
    lines.append(Thunk.Line("b 0b"))
    return Thunk(lines: lines)
  }

  private func move(_ instruction: String, _ leaf: CallLayout.Leaf) -> Thunk.Line {
    let (suffix, register) =
      switch leaf.kind {
      case .float32: ("", "s")
      case .float64: ("", "d")
      case .pointer, .array: ("", "x")
      case .integer(let bytes):
        switch bytes {
        case 1: ("b", "w")
        case 2: ("h", "w")
        case 4: ("", "w")
        default: ("", "x")
        }
      }
    return Thunk.Line(
      "\(instruction)\(suffix) \(register)\(leaf.register), [sp, #\(8 + leaf.offset)]")
  }

  /// The barrier keeps all registers but R25, in which it returns.
  static let barrieredStore = Thunk(lines: [
    Thunk.Line("str x30, [sp, #-48]!"),
    Thunk.Line("stp x29, x30, [sp, #16]"),
    Thunk.Line("add x29, sp, #16"),
    Thunk.Line("adrp x3, :got:{}", .writeBarrierFlag),
    Thunk.Line("ldr x3, [x3, :got_lo12:{}]", .writeBarrierFlag),
    Thunk.Line("ldr w3, [x3]"),
    Thunk.Line("cbz w3, 1f"),
    Thunk.Line("str x25, [sp, #8]"),
    Thunk.Line("bl {}", .writeBarrier),
    Thunk.Line("ldr x3, [x0]"),
    Thunk.Line("stp x1, x3, [x25]"),
    Thunk.Line("ldr x25, [sp, #8]"),
    Thunk.Line("1:"),
    Thunk.Line("str x1, [x0]"),
    Thunk.Line("ldr x29, [sp, #16]"),
    Thunk.Line("ldr x30, [sp], #48"),
    Thunk.Line("ret"),
  ])

  static let exitWithoutReturn = Thunk(lines: [
    Thunk.Line("str x30, [sp, #-48]!"),
    Thunk.Line("stp x29, x30, [sp, #16]"),
    Thunk.Line("add x29, sp, #16"),
    Thunk.Line("bl {}", .callee),
    Thunk.Line("brk #1"),
  ])
}
