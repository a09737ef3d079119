import Symbols

/// Bitmaps of the words that hold pointers, one bitmap for each value of PCDATA_StackMapIndex.
public struct StackMap: Sendable, Hashable {
  /// How many words each bitmap speaks of; a negative number is taken for 0.
  public var bitCount: Int
  /// The indexes of the set bits of each bitmap, ascending.
  public var bitmaps: [[Int]]

  public init(bitCount: Int, bitmaps: [[Int]]) {
    self.bitCount = bitCount
    self.bitmaps = bitmaps
  }

  /// `runtime.stackmap`: number of bitmaps and of bits (int32 each), then the bitmaps in bytes.
  public var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt32(truncatingIfNeeded: bitmaps.count))
    let count = Int(Int32(clamping: max(bitCount, 0)))
    bytes.append(littleEndian: UInt32(count))
    for bits in bitmaps {
      var map = [UInt8](repeating: 0, count: (count + 7) / 8)
      for bit in bits where bit >= 0 && bit < count { map[bit / 8] |= 1 << UInt8(bit % 8) }
      bytes += map
    }
    return bytes
  }
}
