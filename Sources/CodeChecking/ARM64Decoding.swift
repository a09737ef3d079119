/// AArch64 instructions from their spelling. Register 31 is SP; the zero register is none.
enum ARM64Decoding {
  static let stack = Register(31)

  static func instruction(_ text: String, at address: UInt64, size: Int) -> Instruction {
    var result = Instruction(address: address, size: size, text: text)
    let parsed = InstructionText(text)
    let operands = parsed.operands.map { ARM64Operand($0) }
    result.usesWideVectors = operands.contains(where: \.isWide)
    result.usesScalableVectors = operands.contains(where: \.isScalable)
    if let control = control(parsed, operands, address) {
      result.control = control
      result.steps = [.read(operands.flatMap(\.registers))]
      return result
    }
    result.steps = steps(String(parsed.mnemonic), operands, address)
    return result
  }

  private static func control(
    _ text: InstructionText, _ operands: [ARM64Operand], _ address: UInt64
  ) -> Control? {
    func target() -> UInt64 {
      address &+ UInt64(bitPattern: Int64(operands.last?.number ?? 0))
    }
    switch text.mnemonic {
    case "ret", "retaa", "retab": return .return
    case "brk", "udf", "hlt", "eret": return .trap
    case "b": return .jump(.address(target()))
    case "bl": return .call(.address(target()))
    case "br", "braaz", "brabz", "braa", "brab":
      return .jump(operands.first?.register.map { .register($0) } ?? .memory(Memory(base: .other)))
    case "blr", "blraaz", "blrabz", "blraa", "blrab":
      return .call(operands.first?.register.map { .register($0) } ?? .memory(Memory(base: .other)))
    case "cbz", "cbnz", "tbz", "tbnz": return .branch(target(), nil)
    case "b.ls": return .branch(target(), .belowOrEqual)
    case "b.hi": return .branch(target(), .above)
    case "b.lo": return .branch(target(), .below)
    case "b.hs": return .branch(target(), .aboveOrEqual)
    default:
      guard text.mnemonic.hasPrefix("b.") || text.mnemonic.hasPrefix("bc.") else { return nil }
      return .branch(target(), nil)
    }
  }

  private static let readers: Set<String> = [
    "cmp", "cmn", "tst", "ccmp", "ccmn", "fcmp", "fcmpe", "fccmp", "fccmpe", "prfm", "prfum", "nop",
    "dmb", "dsb", "isb", "hint", "msr", "yield", "bti", "paciasp", "autiasp", "pacibsp", "autibsp",
    "clrex", "dc", "ic", "sb", "esb", "wfe", "wfi", "sev", "sevl", "csdb",
  ]

  private static func steps(
    _ mnemonic: String, _ operands: [ARM64Operand], _ address: UInt64
  ) -> [Step] {
    let read = Step.read(operands.flatMap(\.registers))
    if readers.contains(mnemonic) {
      guard mnemonic == "cmp", operands.count == 2 else { return [read] }
      return [.compare(operands[0].operand, operands[1].operand)]
    }
    if let index = operands.firstIndex(where: { $0.memory != nil }) {
      return memorySteps(mnemonic, operands, index)
    }
    guard let first = operands.first, let target = first.register else { return [read] }
    let sources = operands.dropFirst()
    let involved = sources.flatMap(\.registers)
    // The low half alone, or part of a vector.
    guard first.isWhole else { return [.derive(target, involved + (first.isPart ? [target] : []))] }
    let numbers = sources.compactMap(\.number)
    switch (mnemonic, sources.count) {
    case ("mov", 1), ("fmov", 1):
      guard let source = sources.first else { break }
      if source.register != nil && !source.isWhole { break }
      return [.copy(target, source.operand)]
    case ("movk", 1), ("movk", 2):
      guard let bits = numbers.first else { break }
      return [.insert(target, UInt64(bitPattern: Int64(bits)), shift: sources.last?.shift ?? 0)]
    case ("movz", 2):
      guard let bits = numbers.first else { break }
      return [.copy(target, .constant(bits << (sources.last?.shift ?? 0)))]
    case ("add", 2...3), ("sub", 2...3):
      guard let base = operands[1].register, operands[1].isWhole else { break }
      if let number = operands[2].number {
        let shifted = number << (sources.last?.shift ?? 0)
        return [.offset(target, base, mnemonic == "add" ? shifted : 0 &- shifted)]
      }
      if mnemonic == "sub", sources.count == 2, operands[2].isWhole,
        let other = operands[2].register
      {
        return [.subtract(target, base, other)]
      }
    case ("adr", 1), ("adrp", 1):
      guard let distance = numbers.first else { break }
      let base = mnemonic == "adrp" ? address & ~0xfff : address
      return [.copy(target, .constant(Int(bitPattern: UInt(base)) &+ distance))]
    default: break
    }
    return [.derive(target, involved)]
  }

  /// Loads, stores, and what does both.
  private static func memorySteps(
    _ mnemonic: String, _ operands: [ARM64Operand], _ index: Int
  ) -> [Step] {
    guard let memory = operands[index].memory else { return [] }
    let values = operands[..<index].flatMap(\.list)
    var steps: [Step] = []
    var place = memory.place
    // Written back before the access, or after it by the number that follows.
    let after = operands.dropFirst(index + 1).first?.number
    func advance(_ distance: Int) -> Step? {
      guard case .register(let base) = memory.place.base else { return nil }
      return base == stack ? .adjustStack(distance) : .offset(base, base, distance)
    }
    if memory.writesBack, let step = advance(memory.place.displacement) {
      steps.append(step)
      place.displacement = 0
    }
    let bytes = size(mnemonic, values.first)
    let isStore =
      mnemonic.hasPrefix("st") && !mnemonic.hasPrefix("stx") && !mnemonic.hasPrefix("stlx")
    let atomics = [
      "ldadd", "ldclr", "ldeor", "ldset", "ldsmax", "ldsmin", "ldumax", "ldumin", "swp",
    ]
    if mnemonic.hasPrefix("stadd") || mnemonic.hasPrefix("stset") || mnemonic.hasPrefix("stclr")
      || mnemonic.hasPrefix("steor") || mnemonic.hasPrefix("cas") || mnemonic.hasPrefix("stx")
      || mnemonic.hasPrefix("stlx") || atomics.contains(where: { mnemonic.hasPrefix($0) })
    {
      steps.append(.store(place, .other([]), bytes: max(bytes, 8)))
      steps += values.compactMap(\.register).map { .derive($0, []) }
    } else if mnemonic.hasPrefix("st1") || mnemonic.hasPrefix("st2") || mnemonic.hasPrefix("st3")
      || mnemonic.hasPrefix("st4")
    {
      steps.append(.store(place, .other([]), bytes: 16 * max(values.count, 1)))
    } else if isStore {
      for value in values {
        steps.append(.store(place, value.isWhole ? value.operand : .other([]), bytes: bytes))
        place.displacement += bytes
      }
    } else {
      for value in values {
        guard let register = value.register else { continue }
        let isNarrow = mnemonic.hasSuffix("b") || mnemonic.hasSuffix("h") || mnemonic.contains("rs")
        steps.append(
          mnemonic.hasPrefix("ld") && !mnemonic.hasPrefix("ld1") && !isNarrow
            ? .copy(register, .memory(place, bytes: bytes)) : .derive(register, []))
        place.displacement += bytes
      }
    }
    if let after, let step = advance(after) { steps.append(step) }
    return steps
  }

  /// Bytes of each register that a load or store moves.
  private static func size(_ mnemonic: String, _ first: ARM64Operand?) -> Int {
    if mnemonic.hasSuffix("b") && !mnemonic.hasSuffix("sb") || mnemonic.hasSuffix("sb") { return 1 }
    if mnemonic.hasSuffix("h") { return 2 }
    if mnemonic.hasSuffix("sw") { return 4 }
    return first?.bytes ?? 8
  }
}
