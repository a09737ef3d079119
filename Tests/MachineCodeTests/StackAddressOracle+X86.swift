/// Reads objdump's AT&T syntax.
struct StackAddressX86Reader {
  typealias Instruction = StackAddressOracle.Instruction
  typealias Place = StackAddressOracle.Place

  static let registers: [Substring: (name: String, size: Int)] = {
    var result: [Substring: (String, Int)] = [:]
    for name in ["ax", "bx", "cx", "dx"] {
      let short = name.prefix(1)
      result["r\(name)"] = ("r\(name)", 8)
      result["e\(name)"] = ("r\(name)", 4)
      result["\(name)"] = ("r\(name)", 2)
      result["\(short)l"] = ("r\(name)", 1)
      result["\(short)h"] = ("r\(name)", 1)
    }
    for name in ["si", "di"] {
      result["r\(name)"] = ("r\(name)", 8)
      result["e\(name)"] = ("r\(name)", 4)
      result["\(name)"] = ("r\(name)", 2)
      result["\(name)l"] = ("r\(name)", 1)
    }
    result["rsp"] = ("sp", 8)
    result["rbp"] = ("fp", 8)
    for number in 8...15 {
      result["r\(number)"] = ("r\(number)", 8)
      result["r\(number)d"] = ("r\(number)", 4)
      result["r\(number)w"] = ("r\(number)", 2)
      result["r\(number)b"] = ("r\(number)", 1)
    }
    return result
  }()

  enum Operand {
    case register(String, size: Int)
    case immediate(Int)
    /// `place` is where it lies in bytes from the stack pointer at entry, if that is plain.
    case memory(place: Int?, registers: [String], isPlain: Bool)
    case other
  }

  /// How far the stack pointer, and the frame pointer, are below entry.
  var delta: Int
  var frame: Int?

  func operands(_ text: Substring) -> [Operand] {
    var parts: [Substring] = []
    var level = 0
    var start = text.startIndex
    for index in text.indices {
      switch text[index] {
      case "(": level += 1
      case ")": level -= 1
      case "," where level == 0:
        parts.append(text[start..<index])
        start = text.index(after: index)
      default: break
      }
    }
    if start < text.endIndex { parts.append(text[start...]) }
    return parts.map(operand)
  }

  static func number(_ text: Substring) -> Int? {
    let isNegative = text.hasPrefix("-")
    let digits = isNegative ? text.dropFirst() : text
    guard digits.hasPrefix("0x"), let value = UInt(digits.dropFirst(2), radix: 16) else {
      return Int(text)
    }
    return isNegative ? -Int(bitPattern: value) : Int(bitPattern: value)
  }

  private func operand(_ text: Substring) -> Operand {
    var text = text
    if text.hasPrefix("*") { text = text.dropFirst() }
    if text.hasPrefix("%"), let register = Self.registers[text.dropFirst()] {
      return .register(register.name, size: register.size)
    }
    if text.hasPrefix("$") { return .immediate(Self.number(text.dropFirst()) ?? 0) }
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else { return .other }
    let inside = text[text.index(after: open)...].dropLast().split(separator: ",")
    let displacement = open == text.startIndex ? 0 : Self.number(text[..<open]) ?? 0
    let names = inside.compactMap { part in
      part.hasPrefix("%") ? Self.registers[part.dropFirst()]?.name : nil
    }
    var place: Int?
    if names.count == 1, inside.count == 1 {
      if names[0] == "sp" { place = displacement - delta }
      if names[0] == "fp", let frame { place = displacement - frame }
    }
    return .memory(place: place, registers: names, isPlain: inside.count == 1)
  }

  /// Takes one line apart, and moves on the stack pointer.
  mutating func read(_ text: Substring) -> Instruction {
    var instruction = Instruction()
    instruction.text = String(text)
    let fields = text.split(separator: " ", maxSplits: 1)
    var mnemonic = fields[0]
    if mnemonic == "cs" || mnemonic == "data16" || mnemonic.hasPrefix("nop") || mnemonic == "xchg" {
      return instruction
    }
    if mnemonic == "rep" || mnemonic == "lock" || mnemonic == "notrack" { mnemonic = "" }
    let operands = fields.count > 1 ? operands(fields[1].split(separator: " <")[0]) : []
    if mnemonic.hasPrefix("j") {
      instruction.fallsThrough = !mnemonic.hasPrefix("jmp")
      if fields.count > 1 {
        instruction.target = Int(fields[1].split(separator: " ")[0], radix: 16)
      }
      return instruction
    }
    switch mnemonic {
    case "ret", "ud2": instruction.fallsThrough = false
    case "call": instruction.isCall = true
    case "push": push(operands, &instruction)
    case "pop":
      instruction.uses = [.slot(-delta, size: 8)]
      instruction.sources = instruction.uses
      instruction.copies = instruction.uses
      if case .register(let name, _)? = operands.first {
        instruction.writes = [.register(name)]
        if name == "fp" { frame = nil }
      }
      delta -= 8
    case "cltq", "cwtl":
      instruction.uses = [.register("rax")]
      instruction.sources = instruction.uses
      instruction.writes = [.register("rax")]
    case "cltd", "cqto":
      instruction.uses = [.register("rax")]
      instruction.sources = instruction.uses
      instruction.writes = [.register("rdx")]
    default: readGeneral(String(mnemonic), operands, &instruction)
    }
    return instruction
  }

  private mutating func push(_ operands: [Operand], _ instruction: inout Instruction) {
    delta += 8
    instruction.writes = [.slot(-delta, size: 8)]
    if case .register(let name, _)? = operands.first {
      if name == "fp" && frame != nil { instruction.makes = instruction.writes }
      instruction.uses = [.register(name)]
      instruction.sources = instruction.uses
    }
  }

  private mutating func readGeneral(
    _ mnemonic: String, _ operands: [Operand], _ instruction: inout Instruction
  ) {
    let onlyReads = ["cmp", "test", "bt", "ucomis", "comis"].contains { name in
      mnemonic == name || (mnemonic.hasPrefix(name) && mnemonic.count <= name.count + 1)
    }
    let isMove = mnemonic.hasPrefix("mov")
    let isSet = mnemonic.hasPrefix("set")
    let isAddress = mnemonic.hasPrefix("lea")
    let hasVector = operands.contains { if case .other = $0 { true } else { false } }
    let width =
      operands.lazy.compactMap { operand -> Int? in
        if case .register(_, let size) = operand { size } else { nil }
      }.first ?? ["b": 1, "w": 2, "l": 4, "q": 8][mnemonic.last ?? " "] ?? 8
    var takesPointer = false
    func use(_ place: Place, isSource: Bool) {
      instruction.uses.insert(place)
      guard isSource else { return }
      if place == .register("sp") || (place == .register("fp") && frame != nil) {
        takesPointer = true
      }
      instruction.sources.insert(place)
    }
    for (index, operand) in operands.enumerated() {
      let isLast = index == operands.count - 1
      let isRead =
        !isSet && !(isLast && (isMove || isAddress || (mnemonic == "imul" && operands.count == 3)))
      switch operand {
      case .register(let name, _):
        if isRead { use(.register(name), isSource: true) }
        if isLast, !onlyReads { instruction.writes.append(.register(name)) }
      case .memory(let place, let names, _):
        for name in names { use(.register(name), isSource: isAddress) }
        guard !isAddress, let place else { continue }
        let size =
          mnemonic.hasPrefix("movzb") || mnemonic.hasPrefix("movsb")
          ? 1
          : mnemonic.hasPrefix("movzw") || mnemonic.hasPrefix("movsw")
            ? 2
            : mnemonic == "movslq" ? 4 : isSet ? 1 : hasVector ? Self.vectorSize(mnemonic) : width
        // What vectors load is not followed.
        if isRead, !hasVector { use(.slot(place, size: size), isSource: true) }
        if isLast, !onlyReads { instruction.writes.append(.slot(place, size: size)) }
      case .immediate, .other: break
      }
    }
    readExceptions(mnemonic, operands, &instruction, &takesPointer)
    instruction.kind = kind(mnemonic, operands, width)
    if Self.isCopy(mnemonic, operands) { instruction.copies = instruction.sources }
    finish(mnemonic, operands, takesPointer, &instruction)
  }

  private func kind(
    _ mnemonic: String, _ operands: [Operand], _ width: Int
  ) -> StackAddressOracle.Kind {
    func place(_ operand: Operand?) -> Place? {
      switch operand {
      case .register(let name, _): .register(name)
      case .memory(let place?, _, _): .slot(place, size: width)
      default: nil
      }
    }
    if mnemonic.hasPrefix("cmov") { return .choice }
    if mnemonic.hasPrefix("neg") || mnemonic.hasPrefix("not") {
      return .difference(nil, place(operands.last))
    }
    if ["sub", "cmp"].contains(mnemonic.prefix(3)), operands.count == 2 {
      return .difference(place(operands[1]), place(operands[0]))
    }
    if mnemonic.hasPrefix("add") { return .sum }
    if mnemonic.hasPrefix("lea"), case .memory(_, _, _)? = operands.first { return .sum }
    return .other
  }

  /// Copies to a whole register, possibly plus a constant.
  private static func isCopy(_ mnemonic: String, _ operands: [Operand]) -> Bool {
    if mnemonic == "neg" || mnemonic == "not" {
      if case .register? = operands.first { return true }
    }
    guard operands.count == 2, case .register(_, 8) = operands[1] else { return false }
    switch (mnemonic, operands[0]) {
    case ("mov", _), ("add", .immediate), ("sub", .immediate): return true
    case ("lea", .memory(_, _, let isPlain)): return isPlain
    default: return false
    }
  }

  private static func vectorSize(_ mnemonic: String) -> Int {
    ["movss", "movd", "movlpd", "movhpd", "movsd", "movq", "movlps", "movhps"].contains(mnemonic)
      ? (mnemonic == "movss" || mnemonic == "movd" ? 4 : 8) : 16
  }

  private func readExceptions(
    _ mnemonic: String, _ operands: [Operand], _ instruction: inout Instruction,
    _ takesPointer: inout Bool
  ) {
    // An operand alone: multiplication and division; shifts by CL.
    if operands.count == 1, ["mul", "imul", "div", "idiv"].contains(where: mnemonic.hasPrefix) {
      instruction.uses.formUnion([.register("rax")])
      if mnemonic.contains("div") { instruction.uses.insert(.register("rdx")) }
      instruction.sources = instruction.uses
      instruction.writes = [.register("rax"), .register("rdx")]
    }
    if operands.count > 1, ["sh", "sa", "ro"].contains(where: mnemonic.hasPrefix),
      case .register("rcx", 1) = operands[0], case .register(let name, _)? = operands.last,
      name != "rcx"
    {
      instruction.sources.remove(.register("rcx"))
    }
    if operands.count == 2, case .register(let first, _) = operands[0],
      case .register(let second, _) = operands[1], first == second,
      ["xor", "sub", "sbb"].contains(mnemonic)
    {
      instruction.uses = []
      instruction.sources = []
      takesPointer = false
    }
    if operands.count == 2, case .immediate(let value) = operands[0],
      case .register = operands[1],
      (mnemonic == "or" && (value == -1 || value == 0xffff_ffff))
        || (mnemonic == "and" && value == 0)
    {
      instruction.uses = []
      instruction.sources = []
    }
  }

  /// What happens to the stack and frame pointer.
  private mutating func finish(
    _ mnemonic: String, _ operands: [Operand], _ takesPointer: Bool,
    _ instruction: inout Instruction
  ) {
    let target = instruction.writes.first
    if target == .register("sp") {
      if case .immediate(let value)? = operands.first {
        delta += mnemonic.hasPrefix("sub") ? value : -value
      } else if case .memory(let place?, _, _)? = operands.first {
        delta = -place
      } else if let frame {
        delta = frame
      }
    } else if target == .register("fp") {
      if case .register("sp", _)? = operands.first { frame = delta }
      if case .memory(let place?, _, _)? = operands.first { frame = -place }
    }
    if takesPointer, target != .register("sp"), target != .register("fp") {
      instruction.makes = instruction.writes
    }
    instruction.writes.removeAll { $0 == .register("sp") || $0 == .register("fp") }
  }
}
