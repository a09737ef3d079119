/// x86-64 instructions from AT&T's spelling. Registers are numbered as the machine does: 4 is RSP,
/// 5 RBP.
enum X86Decoding {
  static let stack = Register(4)
  private static let scratch = Register.vector(31)

  static func instruction(_ text: String, at address: UInt64, size: Int) -> Instruction {
    var result = Instruction(address: address, size: size, text: text)
    result.usesWideVectors = text.contains("%ymm") || text.contains("%zmm") || text.contains("%k")
    let parsed = InstructionText(text, prefixes: prefixes)
    let reader = OperandReader(
      end: result.end, mnemonic: parsed.mnemonic,
      vectorBytes: text.contains("%zmm") ? 64 : text.contains("%ymm") ? 32 : 16)
    let operands = parsed.operands
    if let control = control(parsed, end: result.end) {
      result.control = control
      if case .call(.register(let register)) = control { result.steps = [.read([register])] }
      return result
    }
    result.steps = steps(String(parsed.mnemonic), operands.map { reader.operand($0) })
    return result
  }

  private static let prefixes: Set<Substring> = [
    "lock", "rep", "repe", "repne", "repz", "repnz", "data16", "cs", "ds", "es", "ss", "notrack",
    "addr32", "rex64", "xacquire", "xrelease",
  ]

  private static func control(_ text: InstructionText, end: UInt64) -> Control? {
    let mnemonic = text.mnemonic
    switch mnemonic {
    case "ret", "retq": return text.operands.isEmpty ? .return : .trap
    case "ud2", "int3", "hlt", "ud1", "ud1l", "ud1q", "ud2b": return .trap
    case "iretq", "lretq", "sysretq": return .trap
    case "jmp", "jmpq", "call", "callq":
      let target = target(text.operands.first ?? "", end: end)
      return mnemonic.hasPrefix("j") ? .jump(target) : .call(target)
    default:
      let isLoop = mnemonic.hasPrefix("loop")
      guard mnemonic.hasPrefix("j") || isLoop, let distance = parseNumber(text.operands.first ?? "")
      else { return nil }
      let condition: Condition? =
        switch mnemonic {
        case "ja": .above
        case "jbe": .belowOrEqual
        case "jae": .aboveOrEqual
        case "jb": .below
        default: nil
        }
      return .branch(end &+ UInt64(bitPattern: Int64(distance)), condition)
    }
  }

  private static func target(_ text: Substring, end: UInt64) -> Control.Target {
    if text.hasPrefix("*") {
      switch OperandReader(end: end, mnemonic: "q", vectorBytes: 16).operand(text.dropFirst())
        .operand
      {
      case .register(let register): return .register(register)
      case .memory(let memory, _): return .memory(memory)
      case .constant, .other: return .memory(Memory(base: .other))
      }
    }
    return .address(end &+ UInt64(bitPattern: Int64(parseNumber(text) ?? 0)))
  }

  private static func steps(_ mnemonic: String, _ operands: [OperandReader.Read]) -> [Step] {
    let read = Step.read(operands.flatMap(\.registers))
    if let steps = stackSteps(mnemonic, operands) { return steps }
    if let steps = implicitSteps(mnemonic, operands) { return [read] + steps }
    if readsOnly(mnemonic) {
      guard mnemonic.hasPrefix("cmp") && !mnemonic.hasPrefix("cmpxchg"), operands.count == 2 else {
        return [read]
      }
      return [.compare(operands[1].operand, operands[0].operand)]
    }
    guard let last = operands.last else { return [] }
    let sources = operands.dropLast()
    switch last.operand {
    case .memory(let memory, let bytes):
      if mnemonic.hasPrefix("mov") || mnemonic.hasPrefix("vmov"), sources.count == 1,
        let source = sources.first
      {
        return [.store(memory, source.operand, bytes: bytes)]
      }
      return [read, .store(memory, .other([]), bytes: bytes)]
    case .register(let register):
      return registerSteps(mnemonic, register, last.isWhole, Array(sources), read)
    case .constant, .other: return [read]
    }
  }

  private static func registerSteps(
    _ mnemonic: String, _ register: Register, _ isWhole: Bool, _ sources: [OperandReader.Read],
    _ read: Step
  ) -> [Step] {
    let involved =
      mnemonic.hasPrefix("lea") ? sources.flatMap(\.registers) : sources.flatMap(\.valueRegisters)
    guard let source = sources.first, sources.count == 1 else {
      return [read, .derive(register, involved + [register])]
    }
    let isMove = ["mov", "movq", "movabsq", "movl"].contains(mnemonic)
    switch source.operand {
    case .memory(let memory, _) where mnemonic.hasPrefix("lea"):
      guard isWhole, memory.index == nil else { return [.derive(register, involved)] }
      switch memory.base {
      case .register(let base): return [.offset(register, base, memory.displacement)]
      case .image(let address): return [.copy(register, .constant(Int(bitPattern: UInt(address))))]
      case .thread, .other: return [.derive(register, involved)]
      }
    case .memory
    where isMove || ["movss", "movsd", "movslq", "movzbl", "movzwl"].contains(mnemonic):
      return [.copy(register, source.operand)]
    case .register(let other) where isMove && mnemonic != "movl" && isWhole && source.isWhole:
      return [.copy(register, .register(other))]
    case .constant where isMove: return [.copy(register, source.operand)]
    case .constant(let value) where mnemonic == "addq": return [.offset(register, register, value)]
    case .constant(let value) where mnemonic == "subq":
      return [.offset(register, register, 0 &- value)]
    case .register(let other) where mnemonic == "subq":
      return other == register
        ? [.copy(register, .constant(0))] : [.subtract(register, register, other)]
    case .register(let other) where ["xorl", "xorq"].contains(mnemonic) && other == register:
      return [.copy(register, .constant(0))]
    case .memory(let memory, 8) where ["addq", "subq"].contains(mnemonic):
      // Through a register that code for Go does not use: what is loaded may be an address.
      return [.copy(scratch, .memory(memory, bytes: 8)), .derive(register, [scratch, register])]
    case .memory, .register, .constant, .other:
      let keeps = !mnemonic.hasPrefix("mov") && !mnemonic.hasPrefix("set") || !isWhole && !isMove
      return [read, .derive(register, keeps ? involved + [register] : involved)]
    }
  }

  /// Push, pop, leave.
  private static func stackSteps(_ mnemonic: String, _ operands: [OperandReader.Read]) -> [Step]? {
    let top = Memory(base: .register(stack))
    switch mnemonic {
    case "push", "pushq":
      guard let operand = operands.first else { return nil }
      return [
        .read(operand.registers), .adjustStack(-8),
        .store(top, operand.fixed(afterPush: 8), bytes: 8),
      ]
    case "pop", "popq":
      guard let operand = operands.first else { return nil }
      let value = Operand.memory(top, bytes: 8)
      switch operand.operand {
      case .register(let register): return [.copy(register, value), .adjustStack(8)]
      case .memory(let memory, let bytes):
        return [.adjustStack(8), .store(memory, .other([]), bytes: bytes)]
      case .constant, .other: return [.adjustStack(8)]
      }
    case "leave", "leaveq":
      return [
        .copy(stack, .register(Register(5))), .copy(Register(5), .memory(top, bytes: 8)),
        .adjustStack(8),
      ]
    case "pushfq", "pushf": return [.adjustStack(-8), .store(top, .other([]), bytes: 8)]
    case "popfq", "popf": return [.adjustStack(8)]
    default: return nil
    }
  }

  /// Instructions that write what they do not name.
  private static func implicitSteps(
    _ mnemonic: String, _ operands: [OperandReader.Read]
  ) -> [Step]? {
    func written(_ numbers: Int...) -> [Step] { numbers.map { .derive(Register($0), []) } }
    let name = mnemonic
    if ["cqto", "cltd", "cwtd"].contains(name) { return [.derive(Register(2), [Register(0)])] }
    if ["cltq", "cwtl", "cbtw", "cwde", "cdqe"].contains(name) {
      return [.derive(Register(0), [Register(0)])]
    }
    let arithmetic = ["mul", "imul", "div", "idiv"]
    if operands.count == 1, arithmetic.contains(where: { name.hasPrefix($0) }) {
      return [.read([Register(0), Register(2)])] + written(0, 2)
    }
    if name.hasPrefix("cmpxchg") {
      let wide = name.hasSuffix("16b") || name.hasSuffix("8b")
      return written(0) + (wide ? written(2) : []) + stores(operands)
    }
    if name.hasPrefix("xchg") || name.hasPrefix("xadd") {
      let registers = operands.compactMap { operand -> Register? in
        if case .register(let register) = operand.operand { register } else { nil }
      }
      return registers.map { .derive($0, registers) } + stores(operands)
    }
    if name.hasPrefix("mulx") {
      return operands.suffix(2).compactMap {
        if case .register(let register) = $0.operand { .derive(register, []) } else { nil }
      }
    }
    if name.hasPrefix("cpuid") { return written(0, 1, 2, 3) }
    if name.hasPrefix("rdtsc") || name.hasPrefix("xgetbv") { return written(0, 1, 2) }
    let strings = ["movsb", "movsq", "movsw", "movsl", "stosb", "stosw", "stosl", "stosq"]
    if strings.contains(name), operands.contains(where: \.isString) { return written(1, 6, 7) }
    let scans = ["scas", "lods", "cmps"]
    if scans.contains(where: { name.hasPrefix($0) }), operands.contains(where: \.isString) {
      return written(0, 1, 6, 7)
    }
    return nil
  }

  private static func stores(_ operands: [OperandReader.Read]) -> [Step] {
    operands.compactMap {
      if case .memory(let memory, let bytes) = $0.operand {
        .store(memory, .other([]), bytes: bytes)
      } else {
        nil
      }
    }
  }

  private static func readsOnly(_ name: String) -> Bool {
    if name.hasPrefix("cmp") {
      // cmpps and its relatives write; comparisons of general registers have one letter of size.
      return name.count <= 4 || name.hasPrefix("cmpxchg")
    }
    if ["bt", "btw", "btl", "btq"].contains(name) { return true }
    let kinds = ["test", "ucomis", "comis", "vucomis", "vcomis", "ptest", "vptest", "vtest", "nop"]
    return kinds.contains { name.hasPrefix($0) } || name.hasPrefix("prefetch")
      || name.hasPrefix("endbr") || name.hasPrefix("clflush")
  }
}
