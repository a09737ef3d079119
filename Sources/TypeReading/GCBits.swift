/// What a descriptor of Go 1.5 and later tells the collector, one bit a word, or such bits as a
/// program.
public enum GCBits: Sendable, Equatable {
  /// So many bits, from the lowest of each byte on.
  case mask(bytes: [UInt8], bitCount: UInt64)
  /// A program that unrolls to a mask (`runtime.runGCProg`).
  case program(BitProgram)
}

/// Instructions that unroll to one bit a word.
public struct BitProgram: Sendable, Equatable {
  public var symbol: String
  public var address: UInt64
  /// The number before it, which counts its bytes; nil for a module's own programs.
  public var length: UInt32?
  public var bytes: [UInt8]
  public var instructions: [Instruction]

  public enum Instruction: Sendable, Equatable {
    case end
    /// So many bits as they stand there, from the lowest of each byte on.
    case literal(count: Int, bits: [UInt8])
    /// The last `count` bits, again so many times.
    case `repeat`(count: UInt64, times: UInt64)
  }

  /// How many bits it unrolls to; nil when no 64 bits hold the number.
  public var bitCount: UInt64? {
    var total: UInt64 = 0
    for instruction in instructions {
      var count: UInt64 = 0
      switch instruction {
      case .end: break
      case .literal(let literal, _): count = UInt64(literal)
      case .repeat(let bits, let times):
        let (product, overflow) = bits.multipliedReportingOverflow(by: times)
        if overflow { return nil }
        count = product
      }
      let (sum, overflow) = total.addingReportingOverflow(count)
      if overflow { return nil }
      total = sum
    }
    return total
  }
}
