extension X86Instruction {
  /// Takes the instruction at `start` apart, reading nothing at or beyond `end`.
  ///
  /// - Returns: nil for bytes that are no instruction in 64-bit mode or that stop short: among them
  ///   REX2 and the EVEX forms of APX, which are refused, and relative branches with an operand
  ///   size prefix, whose length differs between Intel and AMD.
  static func decode(
    _ code: RawSpan, at start: Int, end: Int, opcodes: Span<X86Opcode>
  ) -> X86Instruction? {
    let limit = min(end, start &+ maxLength)
    var instruction = X86Instruction()
    var next = start
    var entry = X86Opcode(form: .prefix, effect: .none)

    // Prefixes. REX counts only directly before the opcode (Intel SDM volume 2, 2.2.1).
    while next < limit {
      let byte = code.codeByte(at: next)
      next &+= 1
      instruction.opcode = byte
      entry = opcodes[Int(byte)]
      if entry.form == .rex {
        instruction.rex = byte
      } else if entry.form == .prefix {
        instruction.prefixes.insert(Prefixes(prefix: byte))
        instruction.rex = 0
      } else {
        break
      }
    }

    if !entry.form.isOpcode || instruction.opcode == 0x8F {
      guard let after = instruction.readEscape(code, next, limit, &entry, opcodes) else {
        return nil
      }
      next = after
    }
    instruction.effect = entry.effect
    if entry.form.hasModRM {
      guard next < limit else { return nil }
      instruction.modRM = code.codeByte(at: next)
      next &+= 1
      if entry.form == .controlRegister { instruction.modRM |= 0xC0 }
      if !instruction.isRegisterForm {
        if instruction.modRM & 7 == 4 {
          guard next < limit else { return nil }
          instruction.sib = code.codeByte(at: next)
          next &+= 1
        }
        instruction.displacementSize = instruction.displacementSizeOfAddress
      }
    } else if entry.form.isRelative, instruction.prefixes.contains(.operandSize) {
      guard instruction.isWide else { return nil }
    }
    instruction.immediateSize =
      entry.immediateSize == X86Opcode.variableSize
      ? instruction.variableImmediateSize(of: entry.form) : Int(entry.immediateSize)
    next &+= instruction.displacementSize &+ instruction.immediateSize
    guard next <= limit else { return nil }
    instruction.length = next &- start
    return instruction
  }

  /// Goes from a byte that is not an opcode of the one-byte map to the opcode of another.
  ///
  /// - Returns: where the bytes after the opcode start; nil when there is no such instruction.
  private mutating func readEscape(
    _ code: RawSpan, _ start: Int, _ limit: Int, _ entry: inout X86Opcode,
    _ opcodes: Span<X86Opcode>
  ) -> Int? {
    var next = start
    switch entry.form {
    case .escape0F:
      guard next < limit else { return nil }
      select(.map0F, code.codeByte(at: next), &entry, opcodes)
      next &+= 1
      if entry.form == .escape0F38 || entry.form == .escape0F3A {
        guard next < limit else { return nil }
        let map = entry.form == .escape0F38 ? X86OpcodeMap.map0F38 : .map0F3A
        select(map, code.codeByte(at: next), &entry, opcodes)
        next &+= 1
      }
    case .vex2, .vex3, .evex:
      guard let after = readVectorPrefix(code, next, limit, &entry, opcodes) else { return nil }
      next = after
    case .modRM:
      // 8F with a map number of 8 and above, which as ModRM would be /1 … /7, is XOP, else POP.
      if next < limit, code.codeByte(at: next) & 0x1F >= 8 {
        guard let after = readVectorPrefix(code, next, limit, &entry, opcodes) else { return nil }
        next = after
      }
    default: return nil
    }
    return entry.form.isOpcode ? next : nil
  }

  @inline(__always)
  private mutating func select(
    _ map: X86OpcodeMap, _ opcode: UInt8, _ entry: inout X86Opcode, _ opcodes: Span<X86Opcode>
  ) {
    entry = opcodes[map.rawValue &* 256 &+ Int(opcode)]
    self.map = map
    self.opcode = opcode
  }

  /// Reads the payload of a VEX, EVEX or XOP prefix at `next`, and the opcode after it.
  ///
  /// - Returns: where the ModRM byte stands; nil when there is no such instruction.
  private mutating func readVectorPrefix(
    _ code: RawSpan, _ next: Int, _ limit: Int, _ entry: inout X86Opcode,
    _ opcodes: Span<X86Opcode>
  ) -> Int? {
    // REX, 66, F2, F3 and LOCK before these prefixes raise #UD (Intel SDM volume 2, 2.3.2).
    guard rex == 0, prefixes.isDisjoint(with: [.operandSize, .rep, .repne, .lock]) else {
      return nil
    }
    let form = entry.form
    let payload = form == .vex2 ? 1 : form == .evex ? 3 : 2
    guard next &+ payload < limit else { return nil }
    let first = code.codeByte(at: next)
    let map: X86OpcodeMap
    var second = first
    if form == .vex2 {
      rex = (~first & 0x80) >> 5
      map = .vector1
    } else {
      second = code.codeByte(at: next &+ 1)
      // R, X and B are stored inverted in the three high bits of the first byte.
      rex = (~first & 0xE0) >> 5 | (second & 0x80) >> 4
      if form == .modRM {
        switch first & 0x1F {
        case 8: map = .xop8
        case 9: map = .xop9
        case 10: map = .xopA
        default: return nil
        }
      } else if form == .evex {
        // Bit 3 of the first byte and bit 2 of the second are APX's B4 and X4.
        guard first & 8 == 0, second & 4 != 0 else { return nil }
        guard let vector = X86OpcodeMap.vector(first & 7), vector != .vector7 else { return nil }
        map = vector
      } else {
        guard let vector = X86OpcodeMap.vector(first & 0x1F) else { return nil }
        map = vector
      }
    }
    vvvv = (~second >> 3) & 15
    // The bit is fixed to 1 in EVEX.
    isLongVector = second & 4 != 0
    prefixes.formUnion(Prefixes(pp: second))
    select(map, code.codeByte(at: next &+ payload), &entry, opcodes)
    return next &+ payload &+ 1
  }

  private var displacementSizeOfAddress: Int {
    switch mod {
    case 1: 1
    case 2: 4
    default: modRM & 7 == 5 || (modRM & 7 == 4 && sib & 7 == 5) ? 4 : 0
    }
  }

  /// The size of the immediate of full operand size: never more than four bytes.
  private var fullImmediateSize: Int {
    prefixes.contains(.operandSize) && !isWide ? 2 : 4
  }

  /// The size of an immediate that prefixes or ModRM settle.
  private func variableImmediateSize(of form: X86Opcode.Form) -> Int {
    switch form {
    case .immediateZ, .modRMImmediateZ: fullImmediateSize
    case .immediateV: isWide ? 8 : fullImmediateSize
    case .offset: prefixes.contains(.addressSize) ? 4 : 8
    case .group3Byte: group < 2 ? 1 : 0
    case .group3: group < 2 ? fullImmediateSize : 0
    case .vmreadOrExtrq: prefixes.isDisjoint(with: [.operandSize, .repne]) ? 0 : 2
    default: 0
    }
  }
}
