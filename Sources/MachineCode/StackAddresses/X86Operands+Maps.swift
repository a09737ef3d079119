/// What the tables of the longer opcode maps leave out.
extension X86Operands {
  mutating func find0F() {
    switch opcode {
    case 0x00: if group < 2 { writes = .rm }
    case 0x01: findSystem()
    case 0x05: impliedWrites = Self.rax.union(Self.rcx).union(GeneralRegisters(11))
    case 0x10...0x17, 0x28...0x2F, 0x6F, 0x7E, 0x7F, 0xC3, 0xD6, 0xE7: findVectorMove()
    case 0x19...0x1F:
      isHint = true
      if opcode == 0x1E, instruction.isRegisterForm, group == 1,
        instruction.prefixes.contains(.rep)
      {
        writes = .rm
      }
    case 0x30: impliedUses = Self.rax.union(Self.rcx).union(Self.rdx)
    case 0x31: impliedWrites = Self.rax.union(Self.rdx)
    case 0x32, 0x33:
      impliedUses = Self.rcx
      impliedWrites = Self.rax.union(Self.rdx)
    // VMREAD and VMWRITE; with a prefix, of vectors.
    case 0x78, 0x79: if hasPrefix { reads = [] }
    case 0x90...0x9F:
      isByteRM = true
      size = 1
    case 0xA0, 0xA8: stack = .push
    case 0xA1, 0xA9: stack = .pop
    case 0xA2:
      impliedUses = Self.rax.union(Self.rcx)
      impliedWrites = Self.rax.union(Self.rbx).union(Self.rcx).union(Self.rdx)
    case 0xA5, 0xAD: impliedUses = Self.rcx
    case 0xAE: findGroup15()
    case 0xB0, 0xB1:
      if opcode == 0xB0 { setBytes() }
      impliedSources = Self.rax
      impliedWrites = Self.rax
    case 0xB6, 0xBE:
      isByteRM = true
      size = isMemory ? 1 : size
    case 0xB7, 0xBF: size = isMemory ? 2 : size
    case 0xB8: writes = .reg
    case 0xBA: if group > 4 { writes = .rm }
    case 0xC0: setBytes()
    case 0xC4: size = 2
    case 0xC7: findGroup9()
    case 0xF7: impliedUses = Self.rdi
    default: break
    }
  }

  /// Any of 66, F2 and F3.
  private var hasPrefix: Bool { isScalar || instruction.prefixes.contains(.operandSize) }

  private mutating func setBytes() {
    isByteReg = true
    isByteRM = true
    size = 1
  }

  private mutating func findSystem() {
    if group == 4 { writes = .rm }
    guard instruction.isRegisterForm else { return }
    switch instruction.modRM {
    case 0xD0:  // XGETBV
      impliedUses = Self.rcx
      impliedWrites = Self.rax.union(Self.rdx)
    case 0xF9:  // RDTSCP
      impliedWrites = Self.rax.union(Self.rcx).union(Self.rdx)
    default: break
    }
  }

  /// Moves of vectors between memory and registers: how many bytes the stores among them write, at
  /// least.
  private mutating func findVectorMove() {
    switch opcode {
    case 0x11: size = instruction.prefixes.contains(.rep) ? 4 : isScalar ? 8 : 16
    case 0x13, 0x17, 0xD6: size = 8
    case 0x29, 0x2B: size = 16
    case 0x7F, 0xE7: size = hasPrefix || instruction.map == .vector1 ? 16 : 8
    // MOVD and MOVQ from a vector register, and MOVNTI, whose writes the tables tell.
    case 0x7E: return
    case 0xC3:
      writes = isMemory ? .rm : []
      return
    default: return
    }
    storesOther = true
  }

  /// XSAVE and its kin, STMXCSR; RDFSBASE and its kin.
  private mutating func findGroup15() {
    if isMemory {
      size = group == 3 ? 4 : 1
      storesOther = group == 0 || group == 3 || group == 4 || group == 6
    } else if !instruction.prefixes.isDisjoint(with: [.rep, .repne, .operandSize]) {
      if group < 2 { writes = .rm } else { reads = .rm }
    }
  }

  /// CMPXCHG8B and CMPXCHG16B; XSAVEC; RDRAND, RDSEED, RDPID.
  private mutating func findGroup9() {
    if !isMemory {
      if group >= 6 { writes = .rm }
    } else if group == 1 {
      reads = .rm
      storesOther = true
      size = instruction.isWide ? 16 : 8
      impliedSources = Self.rbx.union(Self.rcx).union(Self.rax).union(Self.rdx)
      impliedWrites = Self.rax.union(Self.rdx)
    } else {
      size = 1
      storesOther = group == 4 || group == 5
    }
  }

  mutating func find0F38() {
    let isCRC = instruction.prefixes.contains(.repne)
    switch opcode {
    case 0x80...0x82, 0xF8: reads = .reg
    case 0xF0, 0xF1:
      // CRC32; MOVBE from memory, and to memory.
      reads = isCRC ? [.reg, .rm] : opcode == 0xF0 ? .rm : .reg
      writes = isCRC || opcode == 0xF0 ? .reg : .rm
      if isCRC, opcode == 0xF0 {
        isByteRM = true
        size = 1
      }
    case 0xF5, 0xF9:
      reads = .reg
      writes = isMemory ? .rm : []
    case 0xF6:
      // ADCX, ADOX; WRSS.
      let isAddition = !instruction.prefixes.isDisjoint(with: [.operandSize, .rep])
      reads = isAddition ? [.reg, .rm] : .reg
      writes = isAddition ? .reg : isMemory ? .rm : []
    case 0xFA, 0xFB: reads = .rm
    case 0xFC:
      reads = [.reg, .rm]
      writes = isMemory ? .rm : []
    default: break
    }
  }

  /// Also the VEX and EVEX map of the same opcodes.
  mutating func find0F3A() {
    switch opcode {
    case 0x14: size = 1
    case 0x15: size = 2
    case 0x16, 0x17: size = instruction.isWide && opcode == 0x16 ? 8 : 4
    case 0x20, 0x22:
      reads = .rm
      if opcode == 0x20 { size = 1 }
    case 0x19, 0x39, 0x1D:
      guard instruction.map == .vector3 else { return }
      storesOther = true
      size = opcode == 0x1D ? 8 : 16
    case 0x60...0x63:
      if opcode < 0x62 { impliedUses = Self.rax.union(Self.rdx) }
      if opcode & 1 == 1 { impliedWrites = Self.rcx }
    // RORX; HRESET.
    case 0xF0: if instruction.map == .vector3 { reads = .rm } else { impliedUses = Self.rax }
    default: break
    }
  }

  mutating func findVector1() {
    switch opcode {
    case 0x11, 0x13, 0x17, 0x29, 0x2B, 0x7F, 0xD6, 0xE7: findVectorMove()
    case 0x2A, 0x7B: if isScalar { reads = .rm }
    case 0x6E, 0xC4: reads = .rm
    case 0x91:
      storesOther = true
      size = 1
    case 0x92: if !isMemory { reads = .rm }
    case 0xAE:
      storesOther = group == 3
      size = 4
    case 0xF7: impliedUses = Self.rdi
    default: break
    }
  }

  mutating func findVector2() {
    let isStoreOfPart = instruction.prefixes.contains(.rep)
    switch opcode {
    case 0xF2, 0xF5, 0xF7: reads = [.rm, .vvvv]
    case 0xF3: reads = .rm
    case 0xF6:
      reads = .rm
      impliedSources = Self.rdx
    case 0xE0...0xEF:
      reads = [.reg, .rm, .vvvv]
      storesOther = true
    case 0x7A...0x7C: if !isMemory { reads = .rm }
    // Stores of a mask's elements, or of narrowed ones: how many bytes is not known.
    case 0x2E, 0x2F, 0x63, 0x8A, 0x8B, 0x8E:
      storesOther = true
      size = 1
    case 0x10...0x15, 0x20...0x25, 0x30...0x35:
      storesOther = isStoreOfPart
      size = 1
    default: break
    }
  }

  mutating func findOtherMaps() {
    switch (instruction.map, opcode) {
    case (.vector5, 0x2A), (.vector5, 0x7B): if isScalar { reads = .rm }
    case (.vector5, 0x6E), (.vector7, 0xF8): reads = .rm
    case (.xop9, 0x01), (.xop9, 0x02), (.xop9, 0x12), (.xopA, 0x10): reads = .rm
    case (.xopA, 0x12): reads = [.rm, .vvvv]
    default: break
    }
  }
}
