/// What an opcode says about the bytes that follow it, and about the registers that stack pointer
/// tracking watches. One element of an opcode map.
struct X86Opcode {
  /// The shape of what follows the opcode byte. The order matters: `isOpcode` and `hasModRM`.
  enum Form: UInt8 {
    /// Not an instruction in 64-bit mode.
    case invalid
    // Bytes before the opcode.
    case prefix, rex, vex2, vex3, evex, escape0F, escape0F38, escape0F3A
    // No ModRM.
    case plain, immediate8, immediate16, immediateZ, immediateV, enter, offset, relative8, relativeZ
    // ModRM, then possibly an immediate.
    case modRM, modRMImmediate8, modRMImmediateZ, modRMImmediate32
    /// Group 3 (F6, F7): an immediate only with /0 and /1 (TEST).
    case group3Byte, group3
    /// 0F 78: two immediate bytes with 66 or F2 (SSE4a EXTRQ, INSERTQ), else none (VMREAD).
    case vmreadOrExtrq
    /// 0F 20 … 0F 23: the mod field is ignored, the operand is always a register.
    case controlRegister

    /// An opcode of the map, not a byte before it.
    var isOpcode: Bool { rawValue >= Form.plain.rawValue }
    var hasModRM: Bool { rawValue >= Form.modRM.rawValue }
    var isRelative: Bool { self == .relative8 || self == .relativeZ }

    /// In bytes; nil when prefixes or ModRM settle it.
    var immediateSize: UInt8? {
      switch self {
      case .immediate8, .relative8, .modRMImmediate8: 1
      case .immediate16: 2
      case .enter: 3
      case .relativeZ, .modRMImmediate32: 4
      case .immediateZ, .modRMImmediateZ, .immediateV, .offset: nil
      case .group3Byte, .group3, .vmreadOrExtrq: nil
      default: 0
      }
    }
  }

  /// Which general register it writes, as far as it can name RSP or RBP.
  enum Effect: UInt8 {
    case none
    case reg, regByte
    case rm, rmByte
    case both, bothByte
    /// The register in the low bits of the opcode.
    case low, lowByte
    /// The register that VEX.vvvv names, alone or with ModRM.reg.
    case vvvv, regAndVvvv
    /// ModRM.reg with F2 or F3, else a vector register (conversions to integer).
    case regIfScalar
    /// ModRM.rm without F3 (MOVD, MOVQ, VMOVW), else a vector register.
    case rmUnlessF3
    /// ModRM.rm with neither 66 nor F2 (VMREAD).
    case rmIfNoPrefix
    /// Moves the stack pointer, changes the flow, or depends on ModRM: looked at by hand.
    case special
  }

  /// Stands for an immediate size that prefixes or ModRM settle.
  static let variableSize: UInt8 = 0xFF

  private(set) var form: Form
  var effect: Effect
  /// In bytes, or `variableSize`.
  private(set) var immediateSize: UInt8

  init(form: Form, effect: Effect) {
    self.form = form
    self.effect = effect
    self.immediateSize = form.immediateSize ?? Self.variableSize
  }
}

extension X86Opcode.Form {
  init(letter: Character) {
    self =
      switch letter {
      case "p": .prefix
      case "r": .rex
      case "2": .vex2
      case "3": .vex3
      case "4": .evex
      case "5": .escape0F
      case "6": .escape0F38
      case "7": .escape0F3A
      case ".": .plain
      case "b": .immediate8
      case "w": .immediate16
      case "z": .immediateZ
      case "v": .immediateV
      case "e": .enter
      case "o": .offset
      case "s": .relative8
      case "n": .relativeZ
      case "m": .modRM
      case "B": .modRMImmediate8
      case "Z": .modRMImmediateZ
      case "L": .modRMImmediate32
      case "t": .group3Byte
      case "T": .group3
      case "q": .vmreadOrExtrq
      case "c": .controlRegister
      default: .invalid
      }
  }
}

extension X86Opcode.Effect {
  init(letter: Character) {
    self =
      switch letter {
      case "g": .reg
      case "G": .regByte
      case "e": .rm
      case "E": .rmByte
      case "x": .both
      case "X": .bothByte
      case "o": .low
      case "O": .lowByte
      case "v": .vvvv
      case "w": .regAndVvvv
      case "s": .regIfScalar
      case "d": .rmUnlessF3
      case "n": .rmIfNoPrefix
      case "*": .special
      default: .none
      }
  }
}
