/// One x86-64 instruction, taken apart as far as its length and its general registers need.
struct X86Instruction {
  /// The legacy prefixes that stand before the opcode, or those that VEX.pp stands for.
  struct Prefixes: OptionSet {
    var rawValue: UInt8

    static let operandSize = Prefixes(rawValue: 1)
    static let addressSize = Prefixes(rawValue: 2)
    static let repne = Prefixes(rawValue: 4)
    static let rep = Prefixes(rawValue: 8)
    static let lock = Prefixes(rawValue: 16)
    static let segment = Prefixes(rawValue: 32)

    init(rawValue: UInt8) {
      self.rawValue = rawValue
    }

    init(prefix: UInt8) {
      self =
        switch prefix {
        case 0x66: .operandSize
        case 0x67: .addressSize
        case 0xF0: .lock
        case 0xF2: .repne
        case 0xF3: .rep
        default: .segment
        }
    }

    /// VEX.pp, EVEX.pp and XOP.pp.
    init(pp: UInt8) {
      self =
        switch pp & 3 {
        case 1: .operandSize
        case 2: .rep
        case 3: .repne
        default: []
        }
    }
  }

  /// The longest instruction, in bytes (Intel SDM volume 3, 24.14: #GP beyond it).
  static let maxLength = 15

  var length = 0
  var map = X86OpcodeMap.oneByte
  var opcode: UInt8 = 0
  var effect = X86Opcode.Effect.none
  var prefixes: Prefixes = []
  /// 0x40 … 0x4F when there is a REX prefix, else 0; for VEX and its kin, W, R, X and B only.
  var rex: UInt8 = 0
  /// The register that VEX.vvvv names.
  var vvvv: UInt8 = 0
  /// VEX or XOP with L: 256 bits; EVEX: registers and masks that only it reaches.
  var isLongVector = false
  var modRM: UInt8 = 0
  var sib: UInt8 = 0
  var displacementSize = 0
  var immediateSize = 0

  var isWide: Bool { rex & 8 != 0 }
  var mod: UInt8 { modRM >> 6 }
  var isRegisterForm: Bool { modRM >= 0xC0 }
  /// The reg field without its extension: the number of a group's member.
  var group: UInt8 { (modRM >> 3) & 7 }
  var reg: UInt8 { group | (rex & 4) << 1 }
  /// The register operand of the rm field; only for register forms.
  var rm: UInt8 { (modRM & 7) | (rex & 1) << 3 }
  /// The register in the low bits of the opcode.
  var low: UInt8 { (opcode & 7) | (rex & 1) << 3 }

  static let rsp: UInt8 = 4
  static let rbp: UInt8 = 5

  /// The base register of a memory operand without an index: what LEA adds a displacement to.
  var plainBase: UInt8? {
    guard !isRegisterForm else { return nil }
    if modRM & 7 == 4 {
      // SIB with index 100 and REX.X clear: no index. Base 101 with mod 00: no base.
      guard sib & 0x38 == 0x20, rex & 2 == 0, sib & 7 != 5 || mod != 0 else { return nil }
      return (sib & 7) | (rex & 1) << 3
    }
    return modRM & 7 == 5 && mod == 0 ? nil : rm
  }

  /// A memory operand at a distance from the next instruction.
  var isRIPRelative: Bool { modRM & 0xC7 == 5 }

  /// A memory operand with an index register, or with neither base nor index.
  var isIndexed: Bool {
    !isRegisterForm && modRM & 7 == 4 && (sib & 0x38 != 0x20 || rex & 2 != 0)
  }
}
