/// AArch64. The outer frame, from SP up: the return address and spill space of `runtime.cgocall`,
/// the R29–R30 pair of the frame chain, what C's convention keeps, the block, and a hole, as in
/// ARM64ExitThunk.
struct ARM64SystemStackThunk {
  let block: SystemStackBlock
  let trampoline: String

  private typealias Code = ARM64ExitThunk
  /// The exit thunk's places, 16 bytes further up.
  private static let pairOffset = 32
  private static let savedShift = 16
  private static let blockOffset = 176
  private var size: Int { (Self.blockOffset + block.size + 8 + 15) / 16 * 16 }

  var outer: Thunk {
    let saved = Code.saved.map { ($0.first, $0.second, $0.offset + Self.savedShift) }
    var lines = Code.lowerStack(by: size)
    lines += ["stp x29, x30, [sp, #\(Self.pairOffset)]", "add x29, sp, #\(Self.pairOffset)"]
    lines += saved.map { "stp \($0.0), \($0.1), [sp, #\($0.2)]" }
    for (index, place) in block.form.parameters.enumerated() {
      let word = Self.blockOffset + 8 * index
      switch place {
      case .integer(let number): lines += Code.store("x\(number)", 8, word, of: "sp")
      case .float(let number): lines += Code.store("d\(number)", 8, word, of: "sp")
      case .memory(let offset):
        lines += Code.load("x19", 8, size + offset, of: "sp")
        lines += Code.store("x19", 8, word, of: "sp")
      }
    }
    var thunk = Thunk(lines: lines.map { .init($0) })
    thunk.lines += [
      .init("adrp x0, {}", .data(trampoline)),
      .init("add x0, x0, :lo12:{}", .data(trampoline)),
      .init("add x1, sp, #\(Self.blockOffset)"),
      .init("bl {}", .function(Thunk.systemStackEntry)),
    ]
    lines = []
    for (index, place) in block.form.results.enumerated() {
      let word = Self.blockOffset + 8 * index
      switch place {
      case .integer(let number): lines += Code.load("x\(number)", 8, word, of: "sp")
      case .float(let number): lines += Code.load("d\(number)", 8, word, of: "sp")
      case .memory: break
      }
    }
    lines += saved.map { "ldp \($0.0), \($0.1), [sp, #\($0.2)]" }
    lines += ["ldr x29, [sp, #\(Self.pairOffset)]", "ldr x30, [sp]"]
    lines += Code.raiseStack(by: size) + ["ret"]
    thunk.lines += lines.map { .init($0) }
    thunk.frame.callingLocals = block.pointerWords.map { Self.blockOffset / 8 + $0 }
    return thunk
  }

  /// Called as C calls, with the block's address.
  var inner: Thunk {
    let size = (block.stackSize + 15) / 16 * 16
    var lines = Code.enter(48) + ["str x19, [sp, #8]", "mov x19, x0"]
    if size > 0 { lines.append("sub sp, sp, #\(size)") }
    var registers: [String] = []
    for (index, place) in block.form.parameters.enumerated() {
      switch place {
      case .integer(let number): registers += Code.load("x\(number)", 8, 8 * index, of: "x19")
      case .float(let number): registers += Code.load("d\(number)", 8, 8 * index, of: "x19")
      case .memory(let offset):
        lines += Code.load("x16", 8, 8 * index, of: "x19")
        lines += Code.store("x16", 8, block.cOffset(offset), of: "sp")
      }
    }
    var thunk = Thunk(lines: (lines + registers).map { .init($0) })
    thunk.lines.append(.init("bl {}", .callee))
    lines = []
    for (index, place) in block.form.results.enumerated() {
      switch place {
      case .integer(let number): lines += Code.store("x\(number)", 8, 8 * index, of: "x19")
      case .float(let number): lines += Code.store("d\(number)", 8, 8 * index, of: "x19")
      case .memory: break
      }
    }
    if size > 0 { lines.append("add sp, sp, #\(size)") }
    lines += ["ldr x19, [sp, #8]", "mov w0, wzr"] + Code.leave(48)
    thunk.lines += lines.map { .init($0) }
    return thunk
  }
}
