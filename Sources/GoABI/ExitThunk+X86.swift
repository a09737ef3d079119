/// x86-64. The two conventions' registers are at X86EntryThunk; Go keeps none over a call but RBP.
///
/// The frame, from SP up: the call's arguments as Go lays them out, then what C's convention keeps
/// (RBX, R12–R15, no roots), then the address of the result area, where there is one, then the saved
/// RBP. Before the call R12 and R13 are free for copying: Go passes nothing in them.
struct X86ExitThunk {
  let layout: CallLayout
  let form: NativeForm
  let callee: ExitCallee

  static let integers = ["rdi", "rsi", "rdx", "rcx", "r8", "r9"]
  static let integerResults = ["rax", "rdx", "rcx"]
  static let saved = ["rbx", "r12", "r13", "r14", "r15"]
  private static let go = GoRegisters(.x86_64)

  private var outgoing: Int { (layout.argumentSize + 7) / 8 * 8 }
  private var resultSlot: Int { outgoing + 8 * Self.saved.count }
  private var size: Int { resultSlot + (form.returnsThroughMemory ? 8 : 0) }

  var thunk: Thunk {
    var lines = ["pushq %rbp", "movq %rsp, %rbp", "subq $\(size), %rsp"].map { Thunk.Line($0) }
    lines += Self.saved.enumerated().map { .init("movq %\($1), \(outgoing + 8 * $0)(%rsp)") }
    if form.returnsThroughMemory {
      lines.append(.init("movq %\(Self.integers[0]), \(resultSlot)(%rsp)"))
    }
    lines += parameters.map { .init($0) }
    switch callee {
    case .function: break
    case .closure: lines.append(.init("movq (%rdx), %r12"))
    case .method(let itabOffset): lines.append(.init("movq \(itabOffset)(%r12), %r12"))
    }
    lines += Self.goroutine
    lines.append(callee == .function ? .init("callq {}", .callee) : .init("callq *%r12"))
    lines += results.map { .init($0) }
    lines += Self.saved.enumerated().map { .init("movq \(outgoing + 8 * $0)(%rsp), %\($1)") }
    lines += [.init("addq $\(size), %rsp"), .init("popq %rbp"), .init("retq")]
    var thunk = Thunk(lines: lines)
    if form.returnsThroughMemory { thunk.frame.callingLocals = [resultSlot / 8] }
    return thunk
  }

  /// C code may have put anything in R14 and X15: the goroutine is found among the thread's
  /// variables.
  static let goroutine = [
    Thunk.Line("movq {}@GOTTPOFF(%rip), %r14", .goroutineSlot),
    Thunk.Line("movq %fs:(%r14), %r14"),
    Thunk.Line("xorps %xmm15, %xmm15"),
  ]

  // MARK: Parameters

  private var parameters: [String] {
    var stores: [String] = []
    var integerMoves: [RegisterMove] = []
    var floatMoves: [RegisterMove] = []
    var loads: [String] = []
    if let context = form.context {
      let register = callee == .closure ? "rdx" : "r12"
      switch context {
      case .integer(let index):
        integerMoves.append(.init(source: Self.integers[index], destination: register))
      case .float, .memory: loads.append("movq \(Self.address(context)), %\(register)")
      }
    }
    for (leaf, place) in zip(layout.parameters, form.parameters) {
      if case .array(let bytes) = leaf.kind {
        stores += copyArray(at: place, to: leaf.offset, Int(bytes))
      } else if leaf.isOnStack {
        stores += store(leaf, from: place)
      } else {
        let register = Self.register(leaf)
        switch place {
        case .integer(let index):
          integerMoves.append(.init(source: Self.integers[index], destination: register))
        case .float(let index):
          floatMoves.append(.init(source: "xmm\(index)", destination: register))
        case .memory:
          loads.append(
            "\(leaf.kind.isFloat ? "movsd" : "movq") \(Self.address(place)), %\(register)")
        }
      }
    }
    return stores
      + RegisterMove.ordered(integerMoves, scratch: "r13").map {
        "movq %\($0.source), %\($0.destination)"
      }
      + RegisterMove.ordered(floatMoves, scratch: "xmm15").map {
        "movaps %\($0.source), %\($0.destination)"
      } + loads
  }

  private func store(_ leaf: CallLayout.Leaf, from place: NativeForm.Place) -> [String] {
    let target = "\(leaf.offset)(%rsp)"
    switch place {
    case .float(let index):
      return ["\(leaf.kind == .float32 ? "movss" : "movsd") %xmm\(index), \(target)"]
    case .integer(let index):
      return [Self.store(Self.integers[index], leaf.kind.size, target)]
    case .memory:
      return [
        "movq \(Self.address(place)), %r12", Self.store("r12", leaf.kind.size, target),
      ]
    }
  }

  private func copyArray(
    at place: NativeForm.Place, to offset: Int, _ bytes: Int
  ) -> [String] {
    var lines: [String] = []
    var source = "r12"
    if case .integer(let index) = place {
      source = Self.integers[index]
    } else {
      lines.append("movq \(Self.address(place)), %r12")
    }
    var copied = 0
    if bytes > CopyPiece.longestUnrolled {
      copied = bytes / 8 * 8
      lines += [
        "xorl %ebx, %ebx", "1:", "movq (%\(source),%rbx), %r13",
        "movq %r13, \(offset)(%rsp,%rbx)", "addq $8, %rbx", "cmpq $\(copied), %rbx", "jb 1b",
      ]
    }
    for piece in CopyPiece.pieces(copied..<bytes) {
      lines += [
        Self.load("\(piece.offset)(%\(source))", piece.size, "r13"),
        Self.store("r13", piece.size, "\(offset + piece.offset)(%rsp)"),
      ]
    }
    return lines
  }

  // MARK: Results

  private var results: [String] {
    var lines: [String] = []
    if form.returnsThroughMemory {
      if !layout.results.isEmpty { lines.append("movq \(resultSlot)(%rsp), %r12") }
      for (index, leaf) in layout.results.enumerated() {
        let target = "\(8 * index)(%r12)"
        if leaf.isOnStack {
          lines += [
            Self.load("\(leaf.offset)(%rsp)", leaf.kind.size, "r13"), "movq %r13, \(target)",
          ]
        } else {
          let instruction =
            switch leaf.kind {
            case .float32: "movss"
            case .float64: "movsd"
            default: "movq"
            }
          lines.append("\(instruction) %\(Self.register(leaf)), \(target)")
        }
      }
      return lines
    }
    var integerMoves: [RegisterMove] = []
    var floatMoves: [RegisterMove] = []
    for (leaf, place) in zip(layout.results, form.results) {
      switch place {
      case .integer(let index):
        let register = Self.integerResults[index]
        if leaf.isOnStack {
          lines.append(Self.load("\(leaf.offset)(%rsp)", leaf.kind.size, register))
        } else {
          integerMoves.append(.init(source: Self.register(leaf), destination: register))
        }
      case .float(let index):
        if leaf.isOnStack {
          let instruction = leaf.kind == .float32 ? "movss" : "movsd"
          lines.append("\(instruction) \(leaf.offset)(%rsp), %xmm\(index)")
        } else {
          floatMoves.append(.init(source: Self.register(leaf), destination: "xmm\(index)"))
        }
      case .memory: break
      }
    }
    return RegisterMove.ordered(integerMoves, scratch: "r13").map {
      "movq %\($0.source), %\($0.destination)"
    }
      + RegisterMove.ordered(floatMoves, scratch: "xmm15").map {
        "movaps %\($0.source), %\($0.destination)"
      } + lines
  }

  // MARK: Operands

  /// Go's register of a value.
  private static func register(_ leaf: CallLayout.Leaf) -> String {
    leaf.kind.isFloat ? go.floats[leaf.register] : go.integers[leaf.register]
  }

  /// Arguments of C in memory lie above the return address, which is above the saved RBP.
  static func address(_ place: NativeForm.Place) -> String {
    guard case .memory(let offset) = place else { return "(%rbp)" }
    return "\(16 + offset)(%rbp)"
  }

  static func store(_ register: String, _ bytes: Int, _ target: String) -> String {
    let instruction =
      switch bytes {
      case 1: "movb"
      case 2: "movw"
      case 4: "movl"
      default: "movq"
      }
    return "\(instruction) %\(part(register, bytes)), \(target)"
  }

  /// Fills the whole register.
  static func load(_ source: String, _ bytes: Int, _ register: String) -> String {
    switch bytes {
    case 1: "movzbl \(source), %\(part(register, 4))"
    case 2: "movzwl \(source), %\(part(register, 4))"
    case 4: "movl \(source), %\(part(register, 4))"
    default: "movq \(source), %\(register)"
    }
  }

  /// The name of a register's low bytes.
  private static func part(_ register: String, _ bytes: Int) -> String {
    if bytes == 8 { return register }
    if register.dropFirst().first?.isNumber == true {
      return register + (bytes == 1 ? "b" : bytes == 2 ? "w" : "d")
    }
    let word = register.dropFirst()
    switch bytes {
    case 1: return word.hasSuffix("x") ? "\(word.dropLast())l" : "\(word)l"
    case 2: return String(word)
    default: return "e\(word)"
    }
  }
}
