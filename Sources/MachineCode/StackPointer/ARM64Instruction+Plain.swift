extension ARM64Instruction {
  /// Neither touches SP and X29 nor changes the flow, as far as a glance tells: false for the rest.
  @inline(__always)
  var isPlain: Bool {
    let target = rd
    switch bits(25, 4) {
    // Data processing with an immediate, or with registers.
    case 0b1000, 0b1001, 0b0101, 0b1101: return target < Self.x29 || target == 30
    // SIMD and floating point.
    case 0b0111, 0b1111: return target != Self.x29
    case 0b0100, 0b0110, 0b1100, 0b1110:
      if target == Self.x29 { return false }
      switch bits(28, 2) {
      // Single registers, with an offset that fits, an unscaled one or a register.
      case 0b11:
        let mode = bits(10, 2)
        return bits(24, 1) == 1 || (bits(21, 1) == 0 ? mode == 0 : mode == 2)
      // Pairs, without writeback.
      case 0b10: return bits(23, 2) == 2 && rt2 != Self.x29
      default: return false
      }
    default: return false
    }
  }
}
