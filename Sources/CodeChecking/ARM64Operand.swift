/// An operand of an AArch64 instruction.
struct ARM64Operand {
  struct Place {
    var place: Memory
    /// Whether the address goes to the base register before the access.
    var writesBack: Bool
  }

  private(set) var register: Register?
  private(set) var number: Int?
  /// Of `lsl #12`.
  private(set) var shift: Int?
  private(set) var memory: Place?
  /// All registers that it names.
  private(set) var registers: [Register] = []
  /// A list in braces.
  private var members: [ARM64Operand] = []
  /// Whether a register is named in all its bits: for vectors, the low 64 or all 128.
  private(set) var isWhole = true
  /// Whether it is an element of a vector.
  private(set) var isPart = false
  /// Of the register, as a load or store moves it.
  private(set) var bytes = 8
  /// Whether it names more than the low 64 bits of a vector.
  private(set) var isWide = false
  /// Whether it names a vector or predicate of SVE.
  private(set) var isScalable = false

  /// The registers of a list, or the operand itself.
  var list: [ARM64Operand] { members.isEmpty ? [self] : members }

  var operand: Operand {
    if let register { return isWhole ? .register(register) : .other(registers) }
    if let number { return .constant(number) }
    return .other(registers)
  }

  init(_ text: Substring) {
    if text.hasPrefix("#") {
      number = parseNumber(text.dropFirst())
    } else if text.hasPrefix("[") {
      readMemory(text)
    } else if text.hasPrefix("{") {
      let inside = text.dropFirst().prefix { $0 != "}" }
      members = inside.split(separator: ",").map { ARM64Operand($0.drop { $0 == " " }) }
      registers = members.flatMap(\.registers)
      isWide = members.contains(where: \.isWide)
      if text.contains("[") || text.contains("-") { isWide = true }
      isScalable = members.contains(where: \.isScalable)
    } else if text.hasPrefix("lsl #") {
      shift = parseNumber(text.dropFirst(5))
    } else {
      readRegister(text)
    }
  }

  private mutating func readMemory(_ text: Substring) {
    guard let close = text.firstIndex(of: "]") else { return }
    let parts = text[text.index(after: text.startIndex)..<close].split(separator: ",").map {
      ARM64Operand($0.drop { $0 == " " })
    }
    guard let base = parts.first?.register else {
      memory = Place(place: Memory(base: .other), writesBack: false)
      return
    }
    var place = Memory(base: .register(base))
    if parts.count > 1 {
      place.displacement = parts[1].number ?? 0
      place.index = parts[1].register
    }
    registers = parts.flatMap(\.registers)
    memory = Place(place: place, writesBack: text.hasSuffix("!"))
  }

  private mutating func readRegister(_ text: Substring) {
    if text == "sp" || text == "wsp" {
      (register, isWhole) = (ARM64Decoding.stack, text == "sp")
    } else if text == "xzr" || text == "wzr" {
      number = 0
      bytes = text == "xzr" ? 8 : 4
    } else if let kind = text.first, "xwvqdshbz".contains(kind) {
      let digits = text.dropFirst().prefix { $0.isNumber }
      guard let found = Int(digits), found < 32 else { return }
      let rest = text.dropFirst(1 + digits.count)
      switch kind {
      case "x", "w":
        guard rest.isEmpty, found < 31 else { return }
        (register, isWhole, bytes) = (Register(found), kind == "x", kind == "x" ? 8 : 4)
      default:
        register = .vector(found)
        let sizes: [Character: Int] = ["q": 16, "d": 8, "s": 4, "h": 2, "b": 1]
        bytes = sizes[kind] ?? 16
        isWhole = kind == "d"
        isPart = rest.contains("[")
        isScalable = kind == "z"
        isWide = kind == "q" || kind == "z" || kind == "v" && !Self.narrow.contains(rest)
      }
      registers = register.map { [$0] } ?? []
    }
  }

  /// Arrangements of the low 64 bits.
  private static let narrow: Set<Substring> = [".8b", ".4h", ".2s", ".1d"]
}
