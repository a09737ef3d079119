/// AArch64. The two conventions' registers are at ARM64EntryThunk; Go keeps none over a call but
/// R28, the goroutine, and R29.
///
/// The frame is made in two steps. The upper part, from its lowest word up: the return address, the
/// address of the result area, the R29–R30 pair of the frame chain, what C's convention keeps
/// (R19–R26, F8–F15, no roots), and a hole, as the word below the SP of a Go function that calls
/// belongs to that. Below it, where the call has arguments: the return address again, where the
/// unwinder reads it, and the arguments as Go lays them out. Before the call R16, R17 and R19–R21 are
/// free for copying.
struct ARM64ExitThunk {
  let layout: CallLayout
  let form: NativeForm
  let callee: ExitCallee

  private static let upperSize = 176
  private static let resultSlot = 8
  static let saved: [(first: String, second: String, offset: Int)] = [
    ("x19", "x20", 32), ("x21", "x22", 48), ("x23", "x24", 64), ("x25", "x26", 80),
    ("d8", "d9", 96), ("d10", "d11", 112), ("d12", "d13", 128), ("d14", "d15", 144),
  ]

  /// Bytes below the upper part.
  private var lowerSize: Int {
    layout.argumentSize > 0 ? (8 + layout.argumentSize + 15) / 16 * 16 : 0
  }
  private var size: Int { Self.upperSize + lowerSize }
  private var resultSlot: Int { lowerSize + Self.resultSlot }

  var thunk: Thunk {
    var lines = Self.enter(Self.upperSize)
    lines += Self.saved.map { "stp \($0.first), \($0.second), [sp, #\($0.offset)]" }
    if form.returnsThroughMemory { lines.append("str x0, [sp, #\(Self.resultSlot)]") }
    lines += Self.lowerStack(by: lowerSize)
    lines += parameters
    switch callee {
    case .function: break
    case .closure: lines.append("ldr x16, [x26]")
    case .method(let itabOffset): lines += Self.load("x16", 8, itabOffset, of: "x16")
    }
    var thunk = Thunk(lines: lines.map { .init($0) })
    thunk.lines.append(callee == .function ? .init("bl {}", .callee) : .init("blr x16"))
    lines = results
    lines += Self.raiseStack(by: lowerSize)
    lines += Self.saved.map { "ldp \($0.first), \($0.second), [sp, #\($0.offset)]" }
    lines += Self.leave(Self.upperSize)
    thunk.lines += lines.map { .init($0) }
    if form.returnsThroughMemory { thunk.frame.callingLocals = [resultSlot / 8] }
    return thunk
  }

  // MARK: Parameters

  private var parameters: [String] {
    var stores: [String] = []
    var integerMoves: [RegisterMove] = []
    var floatMoves: [RegisterMove] = []
    var loads: [String] = []
    if let context = form.context {
      let register = callee == .closure ? "x26" : "x16"
      switch context {
      case .integer(let index):
        integerMoves.append(.init(source: "x\(index)", destination: register))
      case .float, .memory: loads += load(register, 8, from: context)
      }
    }
    for (leaf, place) in zip(layout.parameters, form.parameters) {
      if case .array(let bytes) = leaf.kind {
        stores += copyArray(at: place, to: 8 + leaf.offset, Int(bytes))
      } else if leaf.isOnStack {
        stores += store(leaf, from: place)
      } else {
        switch place {
        case .integer(let index):
          integerMoves.append(.init(source: "x\(index)", destination: "x\(leaf.register)"))
        case .float(let index):
          floatMoves.append(.init(source: "d\(index)", destination: "d\(leaf.register)"))
        case .memory:
          loads += load("\(leaf.kind.isFloat ? "d" : "x")\(leaf.register)", 8, from: place)
        }
      }
    }
    return stores
      + RegisterMove.ordered(integerMoves, scratch: "x17").map {
        "mov \($0.destination), \($0.source)"
      }
      + RegisterMove.ordered(floatMoves, scratch: "d31").map {
        "fmov \($0.destination), \($0.source)"
      } + loads
  }

  private func store(_ leaf: CallLayout.Leaf, from place: NativeForm.Place) -> [String] {
    let size = leaf.kind.size
    return switch place {
    case .float(let index):
      Self.store("d\(index)", size, 8 + leaf.offset, of: "sp")
    case .integer(let index):
      Self.store("x\(index)", size, 8 + leaf.offset, of: "sp")
    case .memory:
      load("x19", 8, from: place) + Self.store("x19", size, 8 + leaf.offset, of: "sp")
    }
  }

  private func copyArray(
    at place: NativeForm.Place, to offset: Int, _ bytes: Int
  ) -> [String] {
    var lines: [String] = []
    if case .integer(let index) = place {
      lines.append("mov x19, x\(index)")
    } else {
      lines += load("x19", 8, from: place)
    }
    var copied = 0
    var offset = offset
    var target = "sp"
    if bytes > CopyPiece.longestUnrolled {
      copied = bytes / 8 * 8
      lines += Self.add(offset, to: "sp", into: "x20") + Self.add(copied, to: "x20", into: "x21")
      lines += ["1:", "ldr x17, [x19], #8", "str x17, [x20], #8", "cmp x20, x21", "b.lo 1b"]
      // Both point behind what is copied.
      (offset, target) = (-copied, "x20")
    }
    for piece in CopyPiece.pieces(copied..<bytes) {
      lines += Self.load("x21", piece.size, piece.offset - copied, of: "x19")
      lines += Self.store("x21", piece.size, offset + piece.offset, of: target)
    }
    return lines
  }

  /// From what C passes in memory.
  private func load(
    _ register: String, _ bytes: Int, from place: NativeForm.Place
  ) -> [String] {
    guard case .memory(let offset) = place else { return [] }
    return Self.load(register, bytes, size + offset, of: "sp")
  }

  // MARK: Results

  private var results: [String] {
    var lines: [String] = []
    if form.returnsThroughMemory {
      if !layout.results.isEmpty { lines += Self.load("x19", 8, resultSlot, of: "sp") }
      for (index, leaf) in layout.results.enumerated() {
        if leaf.isOnStack {
          lines += Self.load("x20", leaf.kind.size, 8 + leaf.offset, of: "sp")
          lines += Self.store("x20", 8, 8 * index, of: "x19")
        } else {
          let register = "\(leaf.kind.isFloat ? "d" : "x")\(leaf.register)"
          lines += Self.store(register, 8, 8 * index, of: "x19")
        }
      }
      return lines
    }
    var integerMoves: [RegisterMove] = []
    var floatMoves: [RegisterMove] = []
    for (leaf, place) in zip(layout.results, form.results) {
      let register: String
      switch place {
      case .integer(let index): register = "x\(index)"
      case .float(let index): register = "d\(index)"
      case .memory: continue
      }
      if leaf.isOnStack {
        lines += Self.load(register, leaf.kind.size, 8 + leaf.offset, of: "sp")
      } else if leaf.kind.isFloat {
        floatMoves.append(.init(source: "d\(leaf.register)", destination: register))
      } else {
        integerMoves.append(.init(source: "x\(leaf.register)", destination: register))
      }
    }
    return RegisterMove.ordered(integerMoves, scratch: "x17").map {
      "mov \($0.destination), \($0.source)"
    }
      + RegisterMove.ordered(floatMoves, scratch: "d31").map {
        "fmov \($0.destination), \($0.source)"
      } + lines
  }
}

/// What thunks of AArch64 with frames of their own share.
extension ARM64ExitThunk {
  /// The frame of a Go function with C's frame chain in it: the return address at SP, the pair of R29
  /// and R30 16 bytes above.
  static func enter(_ size: Int) -> [String] {
    ["str x30, [sp, #-\(size)]!", "stp x29, x30, [sp, #16]", "add x29, sp, #16"]
  }

  static func leave(_ size: Int) -> [String] {
    ["ldr x29, [sp, #16]", "ldr x30, [sp], #\(size)", "ret"]
  }

  /// The return address goes along.
  static func lowerStack(by size: Int) -> [String] {
    if size == 0 { return [] }
    if size <= 256 { return ["str x30, [sp, #-\(size)]!"] }
    return parts(of: size).map { "sub sp, sp, \($0)" } + ["str x30, [sp]"]
  }

  static func raiseStack(by size: Int) -> [String] {
    parts(of: size).map { "add sp, sp, \($0)" }
  }

  /// An immediate has 12 bits, or 12 bits shifted by 12.
  private static func parts(of size: Int) -> [String] {
    var parts: [String] = []
    if size >> 12 > 0 { parts.append("#\(size >> 12), lsl #12") }
    if size & 0xfff > 0 { parts.append("#\(size & 0xfff)") }
    return parts
  }

  static func add(_ offset: Int, to base: String, into register: String) -> [String] {
    var base = base
    var lines: [String] = []
    for part in parts(of: offset) {
      lines.append("add \(register), \(base), \(part)")
      base = register
    }
    return lines.isEmpty ? ["mov \(register), \(base)"] : lines
  }

  /// Fills the whole of an `x` register; of a `d` register the bytes that there are.
  static func load(
    _ register: String, _ bytes: Int, _ offset: Int, of base: String
  ) -> [String] {
    access("ldr", register, bytes, offset, base)
  }

  static func store(
    _ register: String, _ bytes: Int, _ offset: Int, of base: String
  ) -> [String] {
    access("str", register, bytes, offset, base)
  }

  private static func access(
    _ instruction: String, _ register: String, _ bytes: Int, _ offset: Int, _ base: String
  ) -> [String] {
    let isFloat = register.hasPrefix("d")
    let number = register.dropFirst()
    let (suffix, name) =
      switch bytes {
      case 1: ("b", "w\(number)")
      case 2: ("h", "w\(number)")
      case 4: ("", isFloat ? "s\(number)" : "w\(number)")
      default: ("", register)
      }
    // A multiple of the size, in 12 bits; or any small offset.
    if offset % bytes == 0, 0...(4095 * bytes) ~= offset {
      return ["\(instruction)\(suffix) \(name), [\(base), #\(offset)]"]
    }
    if -256...255 ~= offset {
      let unscaled = instruction == "ldr" ? "ldur" : "stur"
      return ["\(unscaled)\(suffix) \(name), [\(base), #\(offset)]"]
    }
    return add(offset, to: base, into: "x17") + ["\(instruction)\(suffix) \(name), [x17]"]
  }
}
