import Symbols

/// Writes the code of a thunk: scalars between registers and words of the stack. Registers have the
/// names of their whole 64 bits. Places on the stack are in bytes above SP as it is at that point.
struct ThunkCode {
  let architecture: Architecture
  private(set) var lines: [Thunk.Line] = []
  /// Registers that carry neither arguments nor results in either convention. On x86-64 they survive
  /// in C's.
  let scratch, secondScratch: String

  init(_ architecture: Architecture) {
    self.architecture = architecture
    (scratch, secondScratch) = architecture == .x86_64 ? ("r12", "r13") : ("x16", "x17")
  }

  mutating func emit(_ text: String, _ operand: Thunk.Operand? = nil) {
    lines.append(Thunk.Line(text, operand))
  }

  // MARK: Moves

  mutating func move(_ source: String, to target: String) {
    let isFloat = Self.isFloat(source)
    switch architecture {
    case .x86_64: emit("\(isFloat ? "movaps" : "movq") %\(source), %\(target)")
    case .arm64: emit("\(isFloat ? "fmov" : "mov") \(target), \(source)")
    }
  }

  /// All at once: what one move overwrites is read by the others before, by way of a scratch
  /// register where they turn in a circle.
  mutating func move(_ moves: [(source: String, target: String)]) {
    var rest = moves.filter { $0.source != $0.target }
    while let first = rest.first {
      if let index = rest.firstIndex(where: { move in
        !rest.contains { $0.source == move.target }
      }) {
        move(rest[index].source, to: rest[index].target)
        rest.remove(at: index)
        continue
      }
      let spare = Self.isFloat(first.source) ? floatScratch : scratch
      move(first.source, to: spare)
      rest[0].source = spare
    }
  }

  static func isFloat(_ register: String) -> Bool {
    register.hasPrefix("xmm") || register.hasPrefix("d")
  }

  private var floatScratch: String { architecture == .x86_64 ? "xmm15" : "d31" }

  // MARK: Memory

  /// Stores as many bytes as the scalar has.
  mutating func store(_ kind: ScalarLeaf.Kind, _ register: String, at offset: Int) {
    access("store", kind, register, offset)
  }

  /// Loads a scalar; integers are extended by zeros.
  mutating func load(_ kind: ScalarLeaf.Kind, _ register: String, from offset: Int) {
    access("load", kind, register, offset)
  }

  mutating func address(_ register: String, of offset: Int) {
    switch architecture {
    case .x86_64: emit("leaq \(offset)(%rsp), %\(register)")
    case .arm64:
      if offset < 1 << 12 {
        emit("add \(register), sp, #\(offset)")
      } else {
        number(offset, in: secondScratch)
        emit("add \(register), sp, \(secondScratch)")
      }
    }
  }

  private mutating func access(
    _ way: String, _ kind: ScalarLeaf.Kind, _ register: String, _ offset: Int
  ) {
    // An array travels as its address.
    let size = if case .array = kind { 8 } else { kind.size }
    let isStore = way == "store"
    switch architecture {
    case .x86_64:
      let place = "\(offset)(%rsp)"
      let instruction: String
      var name = register
      switch (kind.isFloat, size, isStore) {
      case (true, 4, _): instruction = "movss"
      case (true, _, _): instruction = "movsd"
      case (_, 1, false): (instruction, name) = ("movzbl", Self.x86Part(register, 4))
      case (_, 2, false): (instruction, name) = ("movzwl", Self.x86Part(register, 4))
      case (_, 1, _): (instruction, name) = ("movb", Self.x86Part(register, 1))
      case (_, 2, _): (instruction, name) = ("movw", Self.x86Part(register, 2))
      case (_, 4, _): (instruction, name) = ("movl", Self.x86Part(register, 4))
      default: instruction = "movq"
      }
      emit("\(instruction) " + (isStore ? "%\(name), \(place)" : "\(place), %\(name)"))
    case .arm64:
      var place = "[sp, #\(offset)]"
      if offset > 4095 * size || offset % size != 0 {
        number(offset, in: secondScratch)
        place = "[sp, \(secondScratch)]"
      }
      let suffix = kind.isFloat || size > 2 ? "" : size == 1 ? "b" : "h"
      let prefix = kind.isFloat ? (size == 4 ? "s" : "d") : (size == 8 ? "x" : "w")
      emit("\(isStore ? "str" : "ldr")\(suffix) \(prefix)\(register.dropFirst()), \(place)")
    }
  }

  private mutating func number(_ value: Int, in register: String) {
    emit("movz \(register), #\(value & 0xffff)")
    if value > 0xffff { emit("movk \(register), #\(value >> 16), lsl #16") }
  }

  /// The name of a register's lowest bytes.
  static func x86Part(_ register: String, _ bytes: Int) -> String {
    if register.dropFirst().first?.isNumber == true {
      return register + (bytes == 1 ? "b" : bytes == 2 ? "w" : "d")
    }
    let letters = register.dropFirst()
    switch bytes {
    case 1: return letters.hasSuffix("x") ? "\(letters.prefix(1))l" : "\(letters)l"
    case 2: return String(letters)
    default: return "e\(letters)"
    }
  }

  // MARK: Frames

  /// Makes a frame of so many bytes, whose lowest word on AArch64 is the return address. On x86-64
  /// it begins with the saved RBP, which is where Go's unwinder looks for it.
  mutating func enter(_ size: Int) {
    switch architecture {
    case .x86_64:
      emit("pushq %rbp")
      emit("movq %rsp, %rbp")
      if size > 8 { emit("subq $\(size - 8), %rsp") }
    case .arm64:
      if size < 256 {
        // The frame is never without its return address, not even for a profiler.
        emit("str x30, [sp, #-\(size)]!")
      } else {
        if size >> 12 > 0 { emit("sub sp, sp, #\(size >> 12), lsl #12") }
        if size & 0xfff > 0 { emit("sub sp, sp, #\(size & 0xfff)") }
        emit("str x30, [sp]")
      }
    }
  }

  mutating func leave(_ size: Int) {
    switch architecture {
    case .x86_64:
      if size > 8 { emit("addq $\(size - 8), %rsp") }
      emit("popq %rbp")
    case .arm64:
      if size < 256 {
        emit("ldr x30, [sp], #\(size)")
      } else {
        emit("ldr x30, [sp]")
        if size >> 12 > 0 { emit("add sp, sp, #\(size >> 12), lsl #12") }
        if size & 0xfff > 0 { emit("add sp, sp, #\(size & 0xfff)") }
      }
    }
  }

  // MARK: The stack check

  /// Goes on at label 1 where less stack is left than the code needs; the goroutine has the limit
  /// at 16.
  mutating func checkStack(goroutine: String, _ first: String, _ second: String) {
    switch architecture {
    case .x86_64:
      emit("movl {}(%rip), %\(Self.x86Part(second, 4))", .stackNeed)
      emit("movq %rsp, %\(first)")
      emit("subq %\(second), %\(first)")
      emit("cmpq 16(%\(goroutine)), %\(first)")
      emit("jbe 1f")
    case .arm64:
      emit("ldr \(first), [\(goroutine), #16]")
      emit("adrp \(second), {}", .stackNeed)
      emit("ldr w\(second.dropFirst()), [\(second), :lo12:{}]", .stackNeed)
      emit("sub \(second), sp, \(second)")
      emit("cmp \(second), \(first)")
      emit("b.ls 1f")
    }
  }

  /// morestack takes the return address of its caller in R3 on AArch64, and finds it at SP on
  /// x86-64.
  mutating func callMoreStack() {
    if architecture == .arm64 { emit("mov x3, x30") }
    call(.moreStack)
  }

  mutating func call(_ operand: Thunk.Operand) {
    emit(architecture == .x86_64 ? "callq {}" : "bl {}", operand)
  }

  mutating func jump(_ operand: Thunk.Operand) {
    emit(architecture == .x86_64 ? "jmp {}" : "b {}", operand)
  }

  mutating func retry() { emit(architecture == .x86_64 ? "jmp 0b" : "b 0b") }

  mutating func ret() { emit(architecture == .x86_64 ? "retq" : "ret") }
}
