/// An algorithm's code on x86-64: SP stays where it is between prologue and epilogue, and
/// everything is addressed from it. What a function that is called keeps of its register arguments goes to the
/// same words from which they were loaded.
struct X86AlgorithmCode: AlgorithmCode {
  private(set) var lines: [Thunk.Line] = []
  private let frame: AlgorithmFrame
  /// In bytes, below the saved RBP.
  private let size: Int

  private static let goIntegers = ["rax", "rbx", "rcx", "rdi", "rsi", "r8"]

  init(_ frame: AlgorithmFrame) {
    self.frame = frame
    size = 8 * (frame.outgoing + frame.locals)
    switch frame.convention {
    case .stack: lines = X86StackThunk.prologue(checksStack: frame.checksStack)
    case .registers: enter()
    }
    if size > 0 { emit("subq $\(size), %rsp") }
  }

  /// Pointers go to their slots first: the one pointer map of the frame is then true throughout.
  private mutating func enter() {
    if frame.checksStack { emit("0:") }
    for index in 0..<frame.arguments {
      emit("movq %\(Self.goIntegers[index]), \(8 + 8 * index)(%rsp)")
    }
    if frame.checksStack {
      emit("movl {}(%rip), %r13d", .stackNeed)
      emit("movq %rsp, %r12")
      emit("subq %r13, %r12")
      emit("cmpq 16(%r14), %r12")
      emit("jbe 1f")
    }
    emit("pushq %rbp")
    emit("movq %rsp, %rbp")
  }

  private mutating func emit(_ text: String, _ operand: Thunk.Operand? = nil) {
    lines.append(Thunk.Line(text, operand))
  }

  private func slot(_ place: AlgorithmPlace) -> String {
    switch place {
    case .incoming(let index): "\(size + 16 + 8 * index)(%rsp)"
    case .outgoing(let index): "\(8 * index)(%rsp)"
    case .local(let index): "\(8 * (frame.outgoing + index))(%rsp)"
    }
  }

  // MARK: Words

  mutating func copy(_ source: AlgorithmPlace, to target: AlgorithmPlace) {
    emit("movq \(slot(source)), %rax")
    emit("movq %rax, \(slot(target))")
  }

  mutating func set(_ target: AlgorithmPlace, to number: Int64) {
    emit("movabsq $\(number), %rax")
    emit("movq %rax, \(slot(target))")
  }

  mutating func setByte(_ target: AlgorithmPlace, to number: UInt8) {
    emit("movb $\(number), \(slot(target))")
  }

  mutating func setByte(pointedToBy pointer: AlgorithmPlace, to number: UInt8) {
    emit("movq \(slot(pointer)), %rax")
    emit("movb $\(number), (%rax)")
  }

  private mutating func address(
    _ base: AlgorithmPlace, _ offset: Int64, counters: Int, in register: String
  ) {
    emit("movq \(slot(base)), %\(register)")
    for index in 0..<counters { emit("addq \(slot(.local(index))), %\(register)") }
    guard offset != 0 else { return }
    emit("movabsq $\(offset), %rax")
    emit("addq %rax, %\(register)")
  }

  mutating func setAddress(
    _ target: AlgorithmPlace, base: AlgorithmPlace, offset: Int64, counters: Int
  ) {
    address(base, offset, counters: counters, in: "rcx")
    emit("movq %rcx, \(slot(target))")
  }

  mutating func setAddress(_ target: AlgorithmPlace, of place: AlgorithmPlace) {
    emit("leaq \(slot(place)), %rax")
    emit("movq %rax, \(slot(target))")
  }

  mutating func setAddress(_ target: AlgorithmPlace, ofSymbol symbol: String, isHosts: Bool) {
    if isHosts {
      emit("movq {}@GOTPCREL(%rip), %rax", .data(symbol))
    } else {
      emit("leaq {}(%rip), %rax", .data(symbol))
    }
    emit("movq %rax, \(slot(target))")
  }

  mutating func loadContext(_ target: AlgorithmPlace, at offset: Int) {
    emit("movq \(offset)(%rdx), %rax")
    emit("movq %rax, \(slot(target))")
  }

  mutating func load(
    _ target: AlgorithmPlace, from base: AlgorithmPlace, at offset: Int, width: Int
  ) {
    emit("movq \(slot(base)), %rax")
    switch width {
    case 1: emit("movzbl \(offset)(%rax), %eax")
    case 4: emit("movl \(offset)(%rax), %eax")
    default: emit("movq \(offset)(%rax), %rax")
    }
    emit("movq %rax, \(slot(target))")
  }

  mutating func combine(_ target: AlgorithmPlace, _ operation: AlgorithmOperator, _ number: UInt64)
  {
    emit("movabsq $\(number), %rcx")
    combineRCX(target, operation)
  }

  mutating func combine(
    _ target: AlgorithmPlace, _ operation: AlgorithmOperator, _ place: AlgorithmPlace
  ) {
    emit("movq \(slot(place)), %rcx")
    combineRCX(target, operation)
  }

  private mutating func combineRCX(_ target: AlgorithmPlace, _ operation: AlgorithmOperator) {
    let instruction =
      switch operation {
      case .add: "addq"
      case .and: "andq"
      case .xor: "xorq"
      case .multiply: "imulq"
      }
    emit("\(instruction) \(slot(target)), %rcx")
    emit("movq %rcx, \(slot(target))")
  }

  // MARK: Calls

  mutating func setCArgument(
    _ index: Int, base: AlgorithmPlace, offset: Int64, counters: Int
  ) {
    address(base, offset, counters: counters, in: index == 0 ? "rdi" : "rsi")
  }

  /// C code keeps R14, and may leave anything in X15.
  mutating func callC(_ function: String) {
    emit("callq {}", .function(function))
    if frame.convention == .registers { emit("xorps %xmm15, %xmm15") }
  }

  mutating func call(_ function: String, arguments: Int, results: Int) {
    guard frame.convention == .registers else { return emit("callq {}", .function(function)) }
    for index in 0..<arguments {
      emit("movq \(slot(.outgoing(index))), %\(Self.goIntegers[index])")
    }
    emit("callq {}", .function(function))
    for index in 0..<results {
      emit("movq %\(Self.goIntegers[index]), \(slot(.outgoing(arguments + index)))")
    }
  }

  // MARK: Branches

  mutating func branchIfCResultIsZero(to label: Int) {
    emit("testb %al, %al")
    emit("je \(label)f")
  }

  mutating func branchIfByteIsZero(_ place: AlgorithmPlace, to label: Int) {
    emit("cmpb $0, \(slot(place))")
    emit("je \(label)f")
  }

  mutating func branchIfByteIsZero(pointedToBy pointer: AlgorithmPlace, to label: Int) {
    emit("movq \(slot(pointer)), %rax")
    emit("cmpb $0, (%rax)")
    emit("je \(label)f")
  }

  mutating func branch(
    if place: AlgorithmPlace, _ condition: AlgorithmCondition, _ number: UInt64, to label: Int
  ) {
    emit("movabsq $\(number), %rcx")
    branchByRCX(place, condition, label)
  }

  mutating func branch(
    if place: AlgorithmPlace, _ condition: AlgorithmCondition, _ other: AlgorithmPlace,
    to label: Int
  ) {
    emit("movq \(slot(other)), %rcx")
    branchByRCX(place, condition, label)
  }

  private mutating func branchByRCX(
    _ place: AlgorithmPlace, _ condition: AlgorithmCondition, _ label: Int
  ) {
    let instruction =
      switch condition {
      case .equal: "je"
      case .notEqual: "jne"
      case .above: "ja"
      case .notBelow: "jae"
      }
    emit("cmpq %rcx, \(slot(place))")
    emit("\(instruction) \(label)f")
  }

  mutating func branch(to label: Int) { emit("jmp \(label)f") }

  mutating func branch(backTo label: Int) { emit("jmp \(label)b") }

  mutating func place(label: Int) { emit("\(label):") }

  mutating func advance(_ counter: AlgorithmPlace, by step: Int64, below end: Int64, label: Int) {
    emit("movabsq $\(step), %rax")
    emit("addq \(slot(counter)), %rax")
    emit("movq %rax, \(slot(counter))")
    emit("movabsq $\(end), %rcx")
    emit("cmpq %rcx, %rax")
    emit("jb \(label)b")
  }

  // MARK: The end

  mutating func returnWord(_ place: AlgorithmPlace, as result: AlgorithmPlace) {
    switch frame.convention {
    case .stack: copy(place, to: result)
    case .registers: emit("movq \(slot(place)), %rax")
    }
  }

  mutating func returnByte(_ number: UInt8, as result: AlgorithmPlace) {
    switch frame.convention {
    case .stack: setByte(result, to: number)
    case .registers: emit("movl $\(number), %eax")
    }
  }

  mutating func trap() { emit("ud2") }

  mutating func finish() {
    if size > 0 { emit("addq $\(size), %rsp") }
    guard frame.convention == .registers else {
      lines += X86StackThunk.epilogue(checksStack: frame.checksStack)
      return
    }
    emit("popq %rbp")
    emit("retq")
    guard frame.checksStack else { return }
    emit("1:")
    emit("callq {}", .moreStack)
    for index in 0..<frame.arguments {
      emit("movq \(8 + 8 * index)(%rsp), %\(Self.goIntegers[index])")
    }
    emit("jmp 0b")
  }
}
