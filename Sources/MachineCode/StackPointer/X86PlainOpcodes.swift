/// Finds the length of the instructions that neither touch RSP or RBP nor change the flow, which
/// are most, without taking them apart: a shortcut past `X86Instruction.decode`, which has the last
/// word on all others.
struct X86PlainOpcodes: Sendable {
  /// What stands in the low bits of an entry. 0: not for the shortcut.
  private enum Shape: UInt16 {
    case none
    case bare
    case modRM
    /// 0x0F: the opcode is in the other half of the table.
    case escape
    case rex
    case prefix

    static let mask: UInt16 = 7
  }

  private static let writesReg: UInt16 = 8
  private static let writesRM: UInt16 = 0x10
  private static let writesLow: UInt16 = 0x20
  /// ModRM.reg must be 0, or 0 or 1: other members of the group differ.
  private static let groupZero: UInt16 = 0x40
  private static let groupOne: UInt16 = 0x80
  /// The immediate changes with an operand size prefix or REX.W.
  private static let variesWithPrefix: UInt16 = 0x1000
  private static let variesWithW: UInt16 = 0x2000
  private static let memoryOnly: UInt16 = 0x4000
  private static let immediateShift: UInt16 = 8

  private let entries: [UInt16]

  /// The opcodes of the one-byte map and the 0F map that the shortcut is for.
  static let all = X86PlainOpcodes(X86OpcodeMap.all)

  private init(_ opcodes: [X86Opcode]) {
    var entries = Array(repeating: UInt16(0), count: 512)
    for index in entries.indices {
      entries[index] = Self.entry(opcodes[index], index)
    }
    self.entries = entries
  }

  private static func entry(_ opcode: X86Opcode, _ index: Int) -> UInt16 {
    switch opcode.form {
    case .rex: return Shape.rex.rawValue
    case .escape0F: return index == 0x0F ? Shape.escape.rawValue : 0
    // Not the segments, address size and LOCK, which are rare.
    case .prefix:
      return index == 0x66 || index == 0xF2 || index == 0xF3 ? Shape.prefix.rawValue : 0
    default: break
    }
    guard opcode.form.isOpcode, let effects = effects(opcode, index) else { return 0 }
    var entry = effects | (opcode.form.hasModRM ? Shape.modRM : .bare).rawValue
    switch opcode.form {
    case .plain, .modRM: break
    case .immediate8, .modRMImmediate8: entry |= 1 << immediateShift
    case .immediateZ, .modRMImmediateZ: entry |= 4 << immediateShift | variesWithPrefix
    case .immediateV: entry |= 4 << immediateShift | variesWithPrefix | variesWithW
    default: return 0
    }
    return entry
  }

  private static func effects(_ opcode: X86Opcode, _ index: Int) -> UInt16? {
    switch opcode.effect {
    case .none: 0
    case .reg, .regByte, .regIfScalar: writesReg
    case .rm, .rmByte, .rmUnlessF3, .rmIfNoPrefix: writesRM
    case .both, .bothByte: writesReg | writesRM
    case .low, .lowByte: index == 0x90 ? nil : writesLow
    case .vvvv, .regAndVvvv: nil
    case .special:
      switch index {
      case 0x80, 0x81, 0x83, 0x89: writesRM
      case 0x8B: writesReg
      case 0x8D: writesReg | memoryOnly
      case 0xC6, 0xC7: writesRM | groupZero
      case 0xFE, 0xFF: writesRM | groupOne
      default: nil
      }
    }
  }

  /// The length of the instruction at an offset; 0 when the shortcut is not for it, or it does not
  /// end by `end`.
  @inline(__always)
  static func length(
    _ code: RawSpan, at start: Int, end: Int, _ plain: Span<UInt16>
  ) -> Int {
    // Prefix, REX, 0F, opcode, ModRM and SIB are within eight bytes.
    guard start &+ 8 <= code.byteCount else { return 0 }
    var word = UInt64(
      littleEndian: unsafe code.unsafeLoadUnaligned(
        fromUncheckedByteOffset: start, as: UInt64.self))
    var length = 1
    var rex: UInt64 = 0
    var hasPrefix = false
    var entry = plain[Int(word & 0xFF)]
    if entry & Shape.mask == Shape.prefix.rawValue {
      hasPrefix = word & 0xFF == 0x66
      word &>>= 8
      length &+= 1
      entry = plain[Int(word & 0xFF)]
    }
    if entry & Shape.mask == Shape.rex.rawValue {
      rex = word & 0xF
      word &>>= 8
      length &+= 1
      entry = plain[Int(word & 0xFF)]
    }
    if entry & Shape.mask == Shape.escape.rawValue {
      word &>>= 8
      length &+= 1
      entry = plain[256 &+ Int(word & 0xFF)]
    }
    let immediate = Int((entry &>> immediateShift) & 0xF)
    if entry & Shape.mask == Shape.modRM.rawValue {
      let modRM = (word &>> 8) & 0xFF
      let isRegister = modRM >= 0xC0
      if entry & (writesReg | writesRM | groupZero | groupOne | memoryOnly) != 0 {
        let reg = (modRM &>> 3) & 7
        // 4 and 5 are RSP and RBP, or AH and CH.
        if entry & writesReg != 0, rex & 4 == 0, reg &>> 1 == 2 { return 0 }
        if entry & writesRM != 0, isRegister, rex & 1 == 0, (modRM & 7) &>> 1 == 2 { return 0 }
        if entry & memoryOnly != 0, isRegister { return 0 }
        if entry & groupZero != 0, reg != 0 { return 0 }
        if entry & groupOne != 0, reg > 1 { return 0 }
      }
      length &+= 1
      if !isRegister {
        let low = modRM & 7
        let mod = modRM &>> 6
        var base = low
        if low == 4 {
          base = (word &>> 16) & 7
          length &+= 1
        }
        if mod == 1 {
          length &+= 1
        } else if mod == 2 || base == 5 {
          length &+= 4
        }
      }
    } else if entry & Shape.mask == Shape.bare.rawValue {
      if entry & writesLow != 0, rex & 1 == 0, (word & 7) &>> 1 == 2 { return 0 }
    } else {
      return 0
    }
    if entry & variesWithPrefix != 0, hasPrefix { return 0 }
    if entry & variesWithW != 0, rex & 8 != 0 { return 0 }
    length &+= immediate
    return start &+ length <= end ? length : 0
  }

  var span: Span<UInt16> {
    @_lifetime(borrow self)
    @inline(__always)
    get { entries.span }
  }
}
