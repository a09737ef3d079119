extension X86Instruction {
  static func usesVectors(_ code: RawSpan, _ range: Range<Int>, widerThan bits: Int) -> Bool {
    let all = X86OpcodeMap.all
    let opcodes = all.span
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard let instruction = decode(code, at: offset, end: range.upperBound, opcodes: opcodes),
        instruction.vectorBits <= bits
      else { return true }
      offset &+= instruction.length
    }
    return false
  }

  /// The width of the vector state that the instruction needs; 0 for none, or XMM registers.
  /// (Intel SDM volume 2, appendix A.)
  var vectorBits: Int {
    switch map {
    case .oneByte: opcode & 0xF8 == 0xD8 ? .max : 0  // x87
    case .map0F: usesMMX ? .max : 0
    case .map0F38:
      isWithoutPrefix && (opcode < 0x0C || (0x1C...0x1E).contains(opcode)) ? .max : 0
    case .map0F3A: isWithoutPrefix && opcode == 0x0F ? .max : 0
    default: isLongVector ? 512 : namesMaskOrTile ? .max : 0
    }
  }

  private var isWithoutPrefix: Bool {
    prefixes.isDisjoint(with: [.operandSize, .rep, .repne])
  }

  private var usesMMX: Bool {
    switch opcode {
    case 0x0E, 0x0F: true  // 3DNow!
    case 0x2A, 0x2C, 0x2D: prefixes.isDisjoint(with: [.rep, .repne])  // conversions of packed
    case 0xD6: !isWithoutPrefix && !prefixes.contains(.operandSize)  // MOVDQ2Q, MOVQ2DQ
    case 0x60...0x6B, 0x6E...0x77, 0x7E, 0x7F, 0xC4, 0xC5, 0xD1...0xEF, 0xF1...0xFE:
      isWithoutPrefix
    default: false
    }
  }

  /// VEX without L: the instructions on mask registers, and on tiles (AMX).
  private var namesMaskOrTile: Bool {
    switch (map, opcode) {
    case (.vector1, 0x41...0x4B), (.vector1, 0x90...0x93), (.vector1, 0x98...0x99): true
    case (.vector3, 0x30...0x33): true
    case (.vector2, 0x48...0x4B), (.vector2, 0x5C...0x5F), (.vector2, 0x6C...0x6F): true
    case (.vector5, _): true
    default: false
    }
  }
}
