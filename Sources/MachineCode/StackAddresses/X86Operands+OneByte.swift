extension X86Operands {
  /// What the tables of the one-byte map leave out: implied registers, groups, idioms, sizes.
  mutating func findOneByte() {
    switch opcode {
    case 0x00...0x3F: findArithmetic()
    case 0x50...0x57, 0x68, 0x6A, 0x9C:
      kind = .move
      push()
    case 0x58...0x5F:
      writes = .low
      kind = .move
      pop()
    case 0x63: size = isMemory ? 4 : size
    case 0x6C, 0x6D: impliedUses = Self.rdx.union(Self.rdi)
    case 0x6E, 0x6F: impliedUses = Self.rdx.union(Self.rsi)
    case 0x80, 0x81, 0x83: findGroup1()
    case 0x84, 0x86: setByte()
    case 0x88, 0x8A: setByte()
    case 0x89:
      writes = .rm
      if size == 8 { kind = .move }
    case 0x8B:
      writes = .reg
      if size == 8 { kind = .move }
    case 0x8D: writes = .reg
    case 0x8E: size = 2
    case 0x8F:
      if instruction.isRegisterForm {
        writes = .rm
        kind = .move
        pop()
      } else {
        storesOther = true
      }
    case 0x90...0x97:
      if instruction.low == 0 {
        reads = []
        impliedSources = []
        writes = []
      } else {
        impliedWrites = Self.rax
      }
    case 0x98: impliedWrites = Self.rax
    case 0x99: impliedWrites = Self.rdx
    case 0x9D: pop()
    case 0xA0, 0xA1: impliedWrites = Self.rax
    case 0xA4...0xA7, 0xAA...0xAF: findString()
    case 0xB0...0xB7: isByteReg = true
    case 0xC0, 0xD0: setByte()
    case 0xD2, 0xD3:
      if opcode == 0xD2 { setByte() }
      impliedUses = Self.rcx
    case 0xC6, 0xC7:
      if group == 0 {
        writes = .rm
        if opcode == 0xC6 { setByte() }
      }
    case 0xC8:
      // ENTER: the frame pointer becomes an address.
      impliedSources = GeneralRegisters(X86Instruction.rsp)
      impliedWrites = GeneralRegisters(X86Instruction.rbp)
    case 0xC9: impliedWrites = GeneralRegisters(X86Instruction.rbp)
    case 0xD7:
      impliedUses = Self.rbx.union(Self.rax)
      impliedWrites = Self.rax
    case 0xD8...0xDF: findFloatingPoint()
    case 0xE0...0xE3: impliedUses = Self.rcx
    case 0xE4, 0xE5: impliedWrites = Self.rax
    case 0xE6, 0xE7: impliedUses = Self.rax
    case 0xEC, 0xED:
      impliedUses = Self.rdx
      impliedWrites = Self.rax
    case 0xEE, 0xEF: impliedUses = Self.rdx.union(Self.rax)
    case 0xF6, 0xF7: findGroup3()
    case 0xFE, 0xFF: findGroup5()
    default: break
    }
  }

  private mutating func setByte() {
    isByteReg = true
    isByteRM = true
    size = 1
  }

  private mutating func push() {
    stack = .push
    size = 8
  }

  private mutating func pop() {
    stack = .pop
    size = 8
  }

  /// ADD, OR, ADC, SBB, AND, SUB, XOR, CMP.
  private mutating func findArithmetic() {
    if opcode & 1 == 0 { setByte() }
    let number = opcode >> 3
    if opcode & 7 == 4 || opcode & 7 == 5 {
      if number != 7 { impliedWrites = Self.rax }
      return
    }
    guard opcode & 7 < 4 else { return }
    // XOR, SUB and SBB of a register with itself do not depend on it.
    if instruction.isRegisterForm, instruction.reg == instruction.rm,
      number == 3 || number == 5 || number == 6
    {
      reads = []
    }
    if number == 0 { kind = .sum }
    if number == 5 || number == 7 {
      kind = .difference
      minuend = opcode & 2 == 0 ? .rm : .reg
      subtrahend = opcode & 2 == 0 ? .reg : .rm
    }
  }

  /// The same with an immediate. ADD and SUB of a whole register are moves.
  private mutating func findGroup1() {
    if opcode == 0x80 { setByte() }
    if group != 7 { writes = .rm }
    switch group {
    case 0 where size == 8 && !isMemory, 5 where size == 8 && !isMemory: kind = .move
    // OR with all ones and AND with none do not depend on the register.
    case 1 where immediate == -1 && !isMemory, 4 where immediate == 0 && !isMemory: reads = []
    default: break
    }
  }

  private mutating func findString() {
    let isRepeated = isScalar
    switch opcode {
    case 0xA4...0xA7: impliedUses = Self.rsi.union(Self.rdi)
    case 0xAA, 0xAB, 0xAE, 0xAF: impliedUses = Self.rdi.union(Self.rax)
    case 0xAC, 0xAD:
      impliedUses = Self.rsi
      impliedWrites = Self.rax
    default: return
    }
    guard isRepeated else { return }
    impliedUses.formUnion(Self.rcx)
    if opcode != 0xAC, opcode != 0xAD { impliedWrites = Self.rcx }
  }

  /// TEST, TEST, NOT, NEG, MUL, IMUL, DIV, IDIV.
  private mutating func findGroup3() {
    if opcode == 0xF6 { setByte() }
    switch group {
    case 2, 3:
      writes = .rm
      kind = .difference
      subtrahend = .rm
    case 4...7:
      let both = opcode == 0xF7 ? Self.rax.union(Self.rdx) : Self.rax
      impliedSources = group < 6 ? Self.rax : both
      impliedWrites = both
    default: break
    }
  }

  /// INC, DEC, calls and jumps, PUSH.
  private mutating func findGroup5() {
    if opcode == 0xFE { setByte() }
    switch group {
    case 0, 1: writes = .rm
    case 2, 4: size = 8
    case 6:
      // What a push copies from memory is not followed.
      if isMemory { size = 8 } else { push() }
      kind = .move
    default: break
    }
  }

  /// x87: which opcodes with memory store (Intel SDM volume 2, appendix A.5.2), and FNSTSW AX.
  private mutating func findFloatingPoint() {
    guard isMemory else {
      if opcode == 0xDF, instruction.modRM == 0xE0 { impliedWrites = Self.rax }
      return
    }
    size = 1
    switch opcode {
    case 0xD9: storesOther = group == 2 || group == 3 || group >= 6
    case 0xDB: storesOther = (1...3).contains(group) || group == 7
    case 0xDD, 0xDF: storesOther = (1...3).contains(group) || group >= 6
    default: break
    }
  }
}
