/// A hash of bytes, eight at a time: the fold of 64 × 64-bit products, as in wyhash.
///
/// Nothing that is written depends on it: it only decides how soon equal bytes are found. The seed
/// differs from process to process, so that no input can be made for which that is slow.
enum ContentHash {
  static let seed = UInt64.random(in: .min ... .max)

  @inline(__always)
  static func hash(_ bytes: RawSpan, seed: UInt64) -> UInt32 {
    let count = bytes.byteCount
    var state = seed ^ UInt64(truncatingIfNeeded: count) &* 0x9e37_79b9_7f4a_7c15
    var offset = 0
    while count &- offset > 16 {
      state = fold(word(bytes, offset) ^ state, word(bytes, offset &+ 8) ^ 0xe703_7ed1_a0b4_28db)
      offset &+= 16
    }
    // What is left, 1 to 16 bytes (0 only of no bytes at all), in two words that may overlap.
    let rest = count &- offset
    var low: UInt64 = 0
    var high: UInt64 = 0
    if rest >= 8 {
      low = word(bytes, offset)
      high = word(bytes, count &- 8)
    } else if rest >= 4 {
      low = UInt64(half(bytes, offset))
      high = UInt64(half(bytes, count &- 4))
    } else if rest > 0 {
      low =
        UInt64(byte(bytes, offset)) | UInt64(byte(bytes, offset &+ rest &>> 1)) &<< 8
        | UInt64(byte(bytes, count &- 1)) &<< 16
    }
    state = fold(low ^ state, high ^ 0x8ebc_6af0_9c88_c6e3)
    return UInt32(truncatingIfNeeded: state ^ state &>> 32)
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }

  // Offsets are within the bytes: `hash` counts.
  @inline(__always)
  private static func word(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
    unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
  }

  @inline(__always)
  private static func half(_ bytes: RawSpan, _ offset: Int) -> UInt32 {
    unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self)
  }

  @inline(__always)
  private static func byte(_ bytes: RawSpan, _ offset: Int) -> UInt8 {
    unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }
}
