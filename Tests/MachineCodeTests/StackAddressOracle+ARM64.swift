/// Reads objdump's AArch64 syntax.
struct StackAddressARM64Reader {
  typealias Instruction = StackAddressOracle.Instruction
  typealias Place = StackAddressOracle.Place

  /// How far the stack pointer, and the frame pointer, are below entry.
  var delta: Int
  var frame: Int?

  private static func register(_ text: Substring) -> (name: String, size: Int)? {
    switch text {
    case "sp": return ("sp", 8)
    case "x29": return ("fp", 8)
    case "xzr", "wzr": return nil
    default:
      guard text.hasPrefix("x") || text.hasPrefix("w"), let number = Int(text.dropFirst()) else {
        return nil
      }
      return ("x\(number)", text.hasPrefix("x") ? 8 : 4)
    }
  }

  /// At the commas outside brackets.
  private static func split(_ text: Substring) -> [Substring] {
    var parts: [Substring] = []
    var level = 0
    var start = text.startIndex
    for index in text.indices {
      switch text[index] {
      case "[", "{": level += 1
      case "]", "}": level -= 1
      case "," where level == 0:
        parts.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    if start < text.endIndex { parts.append(text[start...]) }
    return parts.map { $0.drop { $0 == " " } }
  }

  private static func immediate(_ text: Substring) -> Int? {
    text.hasPrefix("#") ? StackAddressX86Reader.number(text.dropFirst()) : nil
  }

  /// Takes one line apart, and moves on the stack pointer.
  mutating func read(_ text: Substring) -> Instruction {
    var instruction = Instruction()
    instruction.text = String(text)
    let fields = text.split(separator: " ", maxSplits: 1)
    let mnemonic = String(fields[0])
    let operands = fields.count > 1 ? Self.split(fields[1].split(separator: " <")[0]) : []
    let registers = operands.compactMap { Self.register($0)?.name }
    switch mnemonic {
    case "ret", "brk", "udf": instruction.fallsThrough = false
    case "bl", "blr":
      instruction.isCall = true
      instruction.uses = Set(mnemonic == "blr" ? registers.map { .register($0) } : [])
    case "b":
      instruction.fallsThrough = false
      instruction.target = operands.first.flatMap { Int($0, radix: 16) }
    case "cbz", "cbnz", "tbz", "tbnz":
      instruction.uses = Set(registers.map { .register($0) })
      instruction.target = operands.last.flatMap { Int($0, radix: 16) }
    case "nop": break
    case _ where mnemonic.hasPrefix("b."):
      instruction.target = operands.first.flatMap { Int($0, radix: 16) }
    case _ where mnemonic.hasPrefix("ld") || mnemonic.hasPrefix("st"):
      readMemory(mnemonic, operands, &instruction)
    default: readData(mnemonic, operands, &instruction)
    }
    return instruction
  }

  private mutating func readMemory(
    _ mnemonic: String, _ operands: [Substring], _ instruction: inout Instruction
  ) {
    guard let at = operands.firstIndex(where: { $0.hasPrefix("[") }) else { return }
    let isPre = operands[at].hasSuffix("!")
    let inside = Self.split(operands[at].dropFirst().prefix { $0 != "]" })
    let base = Self.register(inside[0])?.name ?? ""
    let offset = inside.count == 1 ? 0 : inside.count == 2 ? Self.immediate(inside[1]) : nil
    var place: Int?
    if let offset {
      if base == "sp" { place = offset - delta }
      if base == "fp", let frame { place = offset - frame }
    }
    if isPre, let offset { move(base, offset) }
    if at + 1 < operands.count, let amount = Self.immediate(operands[at + 1]) { move(base, amount) }
    for part in inside {
      if let name = Self.register(part)?.name { instruction.uses.insert(.register(name)) }
    }
    let isLoad = mnemonic.hasPrefix("ld")
    for (index, operand) in operands[..<at].enumerated() {
      let size = accessSize(mnemonic, operand)
      let slot = place.map { Place.slot($0 + index * size, size: size) }
      let register = Self.register(operand).map { Place.register($0.name) }
      if isLoad {
        if let register { instruction.writes.append(register) }
        if let slot, !Self.isVector(operand) {
          instruction.uses.insert(slot)
          if mnemonic == "ldp" || operand.hasPrefix("x"), !mnemonic.hasSuffix("sw") {
            instruction.copies.insert(slot)
          }
        }
      } else {
        if let slot { instruction.writes.append(slot) }
        if let register { instruction.uses.insert(register) }
      }
      // Of a pair, each goes its own way; the pair that is one instruction is split by the reader.
      instruction.transfers.append((isLoad ? slot : register, isLoad ? register : slot))
    }
    for (from, to) in instruction.transfers {
      guard from == .register("fp"), frame != nil, let to else { continue }
      instruction.makes.append(to)
    }
    instruction.writes.removeAll { $0 == .register("sp") || $0 == .register("fp") }
    if isLoad, instruction.transfers.contains(where: { $0.to == .register("fp") }) { frame = nil }
  }

  private static func isVector(_ operand: Substring) -> Bool {
    "bhsdqv".contains(operand.prefix(1)) && operand != "sp"
  }

  private func accessSize(_ mnemonic: String, _ operand: Substring) -> Int {
    if mnemonic.hasSuffix("b") { return 1 }
    if mnemonic.hasSuffix("h") { return 2 }
    if mnemonic.hasSuffix("sw") { return 4 }
    switch operand.prefix(1) {
    case "x", "d": return 8
    case "q": return 16
    case "b": return 1
    case "h": return 2
    default: return 4
    }
  }

  private mutating func move(_ base: String, _ amount: Int) {
    if base == "sp" { delta -= amount }
  }

  private mutating func readData(
    _ mnemonic: String, _ operands: [Substring], _ instruction: inout Instruction
  ) {
    let onlyReads = ["cmp", "cmn", "tst", "ccmp", "ccmn", "prfm", "msr"].contains(mnemonic)
    let keeps = ["movk", "bfi", "bfxil", "bfm"].contains(mnemonic)
    var takesPointer = false
    for (index, operand) in operands.enumerated() {
      // With an extension or shift: `w1, sxtw #3` are operands of their own.
      guard let name = Self.register(operand)?.name else { continue }
      if index == 0 && !onlyReads {
        instruction.writes = [.register(name)]
        if !keeps { continue }
      }
      instruction.uses.insert(.register(name))
      instruction.sources.insert(.register(name))
      if name == "sp" || (name == "fp" && frame != nil) { takesPointer = true }
    }
    if onlyReads { instruction.sources = [] }
    let isCopy = operands.first?.hasPrefix("x") == true && operands.count > 1
    if mnemonic == "neg" || (isCopy && mnemonic == "mov") {
      instruction.copies = instruction.sources
    }
    if isCopy, ["add", "sub", "adds", "subs"].contains(mnemonic), operands.count > 2,
      operands[2].hasPrefix("#")
    {
      instruction.copies = instruction.sources
    }
    func place(_ index: Int) -> Place? {
      guard index < operands.count else { return nil }
      return Self.register(operands[index]).map { .register($0.name) }
    }
    switch mnemonic {
    case "sub", "subs": instruction.kind = .difference(place(1), place(2))
    case "cmp": instruction.kind = .difference(place(0), place(1))
    case "neg", "negs": instruction.kind = .difference(nil, place(1))
    case "add", "adds": instruction.kind = .sum
    case "csel": instruction.kind = .choice
    default: break
    }
    let target = instruction.writes.first
    if target == .register("sp") || target == .register("fp") {
      let base = operands.count > 1 ? Self.register(operands[1])?.name : nil
      var amount = operands.count > 2 ? Self.immediate(operands[2]) ?? 0 : 0
      if operands.count > 3, operands[3] == "lsl #12" { amount <<= 12 }
      let from = base == "sp" ? delta : base == "fp" ? frame : nil
      let result = from.map { mnemonic == "sub" ? $0 + amount : $0 - amount }
      if target == .register("sp") { delta = result ?? delta } else { frame = result }
      instruction.writes = []
    } else if takesPointer, !onlyReads {
      instruction.makes = instruction.writes
    }
  }
}
