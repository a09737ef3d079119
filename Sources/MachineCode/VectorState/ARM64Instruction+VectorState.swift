/// How much of the vector registers an instruction uses (Arm ARM C4.1.94 to C4.1.96, and C7.2 for
/// the arrangements).
extension ARM64Instruction {
  static func usesVectors(_ code: RawSpan, _ range: Range<Int>, widerThan bits: Int) -> Bool {
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard offset &+ length <= range.upperBound else { return true }
      let instruction = ARM64Instruction(word: code.codeWord(at: offset), start: offset)
      if instruction.vectorBits > bits { return true }
      offset &+= length
    }
    return false
  }

  /// 0 for none, 64 for what stays within the low halves of V0 to V31.
  var vectorBits: Int {
    switch bits(25, 4) {
    case 0b0000: word >> 31 == 1 ? .max : 0  // SME
    case 0b0010: .max  // SVE
    case 0b0110, 0b1110: loadsOrStoresQ ? 128 : 64
    case 0b0111, 0b1111: calculatesBeyondLowHalf ? 128 : 64
    default: 0
    }
  }

  private var q: Bool { bits(30, 1) == 1 }
  private var u: Bool { bits(29, 1) == 1 }

  private var loadsOrStoresQ: Bool {
    switch bits(28, 2) {
    // LD1 to ST4: all of a register, or a lane of its upper half.
    case 0b00: q
    // LDR (literal); LDAPUR and STLUR.
    case 0b01: bits(24, 1) == 0 ? bits(30, 2) == 2 : bits(10, 2) == 2 && isByteSizeForQ
    case 0b10: bits(30, 2) == 2  // pairs
    default: isByteSizeForQ
    }
  }

  /// Size 00 with the high bit of opc.
  private var isByteSizeForQ: Bool { bits(30, 2) == 0 && bits(23, 1) == 1 }

  private var calculatesBeyondLowHalf: Bool {
    switch (bits(31, 1), bits(28, 1)) {
    case (0, 0): vectorIsLong
    case (0, _): q ? scalarReadsUpperHalf : false
    case (_, 0): true  // SHA512, SHA3, SM3, SM4
    // FMOV between a general register and the upper half.
    default: word & 0xFFFE_FC00 == 0x9EAE_0000
    }
  }

  /// AdvSIMD, vectors.
  private var vectorIsLong: Bool {
    if isCopy { return copyIsLong }
    if q { return true }
    let isShiftOrIndexed = bits(24, 1) == 1
    if isShiftOrIndexed {
      if bits(10, 1) == 0 { return indexedIsLong || bits(11, 1) == 1 }
      // Modified immediate, or a shift that narrows (1000x, 1001x) or widens (10100).
      return bits(19, 4) != 0 && (0b10000...0b10100).contains(bits(11, 5))
    }
    if bits(21, 1) == 0 {
      // Three same with dot products and matrices: BFMLAL, products of 8-bit floats.
      if bits(15, 1) == 1, bits(10, 1) == 1 {
        return u ? bits(11, 4) == 0b1111 && bits(22, 2) == 3 : bits(14, 1) == 1
      }
      return !u && bits(15, 1) == 0 && bits(10, 2) == 0  // TBL, TBX
    }
    switch bits(10, 2) {
    case 0b00: return true  // three different: long, wide, narrow
    case 0b10:
      // Two registers: XTN and its kin, SHLL, FCVTN, FCVTL.
      return bits(17, 4) == 0
        && [0b10010, 0b10011, 0b10100, 0b10110, 0b10111].contains(bits(12, 5))
    default: return false
    }
  }

  private var isCopy: Bool {
    bits(21, 3) == 0 && bits(24, 1) == 0 && bits(15, 1) == 0 && bits(10, 1) == 1
  }

  /// DUP, SMOV, UMOV and INS, of general registers and elements.
  private var copyIsLong: Bool {
    let opcode = bits(11, 4)
    if u { return elementIsInUpperHalf || opcode >= 8 }
    return switch opcode {
    case 0b0000: q || elementIsInUpperHalf
    case 0b0001: q
    default: elementIsInUpperHalf
    }
  }

  /// imm5: the lowest bit that is set tells the size, those above it the number.
  private var elementIsInUpperHalf: Bool {
    let field = bits(16, 5)
    let size = field & (0 &- field)
    return ((field >> 1) & ~(size &- 1)) >= 8
  }

  /// By element, a long product: SMLAL, SMLSL and SMULL; SQDMLAL and its kin; BFMLAL.
  private var indexedIsLong: Bool {
    switch bits(12, 4) {
    case 0b0010, 0b0110, 0b1010: true
    case 0b0011, 0b0111, 0b1011: !u
    case 0b1111: !u && bits(22, 2) == 3
    default: false
    }
  }

  /// AdvSIMD, scalars, bit 30 being set.
  private var scalarReadsUpperHalf: Bool {
    if bits(24, 1) == 1 {
      // By element, with H; shifts read one scalar.
      return bits(10, 1) == 0 && bits(11, 1) == 1
    }
    if isCopy { return elementIsInUpperHalf }
    // SHA1 and SHA256, of three and of two registers.
    if bits(21, 3) == 0, bits(15, 1) == 0, bits(10, 2) == 0 { return true }
    if bits(17, 5) == 0b10100, bits(10, 2) == 0b10 { return bits(12, 5) != 0 }  // not SHA1H
    // Pairs of doubles, or of 64-bit integers.
    return bits(17, 5) == 0b11000 && bits(10, 2) == 0b10 && bits(22, 1) == 1
  }
}
