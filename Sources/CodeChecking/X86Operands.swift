/// Operands in AT&T's spelling.
struct OperandReader {
  struct Read {
    var operand: Operand
    /// All registers that it names.
    var registers: [Register]
    /// Those whose contents it stands for, not those of an address.
    var valueRegisters: [Register] {
      if case .memory = operand { [] } else { registers }
    }
    /// Whether a register is named in all its bits, or in the low 32, which clears the others.
    var isWhole = true
    /// Whether it is a string instruction's.
    var isString = false

    /// What a push stores: relative to SP as it was before.
    func fixed(afterPush size: Int) -> Operand {
      guard case .memory(var memory, let bytes) = operand,
        memory.base == .register(X86Decoding.stack)
      else { return operand }
      memory.displacement += size
      return .memory(memory, bytes: bytes)
    }
  }

  /// The address behind the instruction.
  let end: UInt64
  let mnemonic: Substring
  /// The size of the vector registers that it names.
  let vectorBytes: Int

  func operand(_ text: Substring) -> Read {
    if text.hasPrefix("$") {
      guard let value = parseNumber(text.dropFirst()) else {
        return Read(operand: .other([]), registers: [])
      }
      return Read(operand: .constant(value), registers: [])
    }
    // A mask stands behind a vector register.
    let name = text.split(separator: " ").first ?? text
    if name.hasPrefix("%"), !text.contains(":"), !text.contains("(") {
      guard let (register, isWhole) = Self.register(name.dropFirst()) else {
        return Read(operand: .other([]), registers: [])
      }
      return Read(operand: .register(register), registers: [register], isWhole: isWhole)
    }
    return memory(text)
  }

  private func memory(_ text: Substring) -> Read {
    var text = text
    var isThread = false
    var isString = false
    if let colon = text.firstIndex(of: ":") {
      isThread = text.hasPrefix("%fs")
      isString = text.hasPrefix("%es")
      text = text[text.index(after: colon)...]
    }
    guard let open = text.firstIndex(of: "(") else {
      return Read(
        operand: .memory(
          Memory(base: isThread ? .thread(nil) : .other, displacement: parseNumber(text) ?? 0),
          bytes: bytes), registers: [])
    }
    let displacement = parseNumber(text[..<open]) ?? 0
    let inside = text[text.index(after: open)...].prefix { $0 != ")" }
    let parts = inside.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.drop { $0 == " " }
    }
    var registers: [Register] = []
    func register(_ index: Int) -> Register? {
      guard index < parts.count, let found = Self.register(parts[index].dropFirst())?.0 else {
        return nil
      }
      registers.append(found)
      return found
    }
    var memory = Memory(base: .other, displacement: displacement)
    if parts.first == "%rip" {
      memory = Memory(base: .image(end &+ UInt64(bitPattern: Int64(displacement))))
    } else {
      let base = register(0)
      memory.index = register(1)
      if isThread {
        memory.base = .thread(base)
      } else if let base {
        memory.base = .register(base)
      }
    }
    return Read(operand: .memory(memory, bytes: bytes), registers: registers, isString: isString)
  }

  /// How many bytes the instruction moves to or from memory.
  private var bytes: Int {
    let name = mnemonic.hasPrefix("v") ? mnemonic.dropFirst() : mnemonic
    if let exact = Self.sizes[name] { return exact }
    if name.hasPrefix("set") { return 1 }
    if name.hasPrefix("mov") && (name.contains("p") || name.contains("dq")) { return vectorBytes }
    if name.hasPrefix("extract") || name.hasPrefix("cvt") || name.hasPrefix("pextr") { return 8 }
    switch name.last {
    case "b": return 1
    case "w": return 2
    case "l": return 4
    default: return 8
    }
  }

  private static let sizes: [Substring: Int] = [
    "movss": 4, "movsd": 8, "movd": 4, "movq": 8, "movslq": 4, "movsbl": 1, "movsbq": 1,
    "movzbl": 1, "movzbq": 1, "movzwl": 2, "movzwq": 2, "movswl": 2, "movswq": 2, "movzbw": 1,
    "movsbw": 1, "movlps": 8, "movhps": 8, "movlpd": 8, "movhpd": 8, "movabsq": 8, "movbel": 4,
    "movbeq": 8, "movntiq": 8, "movntil": 4, "movntps": 16, "movntdq": 16, "cmpxchg16b": 16,
  ]

  /// A register by its name without the sign, and whether that names all of it.
  static func register(_ name: Substring) -> (Register, Bool)? {
    if let found = names[name] { return found }
    for prefix in ["xmm", "ymm", "zmm"] where name.hasPrefix(prefix) {
      guard let number = Int(name.dropFirst(3)), number < 32 else { return nil }
      return (.vector(number), true)
    }
    return nil
  }

  private static let names: [Substring: (Register, Bool)] = {
    var names: [Substring: (Register, Bool)] = [:]
    let words = ["ax", "cx", "dx", "bx", "sp", "bp", "si", "di"]
    for (number, word) in words.enumerated() {
      let register = Register(number)
      names["r" + Substring(word)] = (register, true)
      names["e" + Substring(word)] = (register, true)
      names[Substring(word)] = (register, false)
      names[Substring(word) + "l"] = (register, false)
      if number < 4 {
        names[word.prefix(1) + "l"] = (register, false)
        names[word.prefix(1) + "h"] = (register, false)
      }
    }
    for number in 8..<16 {
      names["r\(number)"] = (Register(number), true)
      names["r\(number)d"] = (Register(number), true)
      names["r\(number)w"] = (Register(number), false)
      names["r\(number)b"] = (Register(number), false)
    }
    return names
  }()
}
