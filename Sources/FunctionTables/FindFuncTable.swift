import Symbols

/// The findfunctab: for each bucket of text the index of the function at its start, and for each of
/// 16 sub-buckets how many functions further on its first byte is (runtime.findfunc).
enum FindFuncTable {
  /// `entries` are the functions' entries in ascending order, `end` is where the last one ends. The
  /// buckets count from the first entry; each covers `bucketSize` bytes of text, 16 or more.
  static func encode(entries: [UInt32], end: UInt32, bucketSize: Int) -> [UInt8] {
    // In 64 bits, where the bucket after the last one of 4 GiB of text still has a start.
    let first = UInt64(entries.first ?? 0)
    let size = UInt64(max(end, entries.first ?? 0)) - first
    let bucketSize = UInt64(clamping: max(bucketSize, 16))
    let step = bucketSize / 16
    let count = max((size + bucketSize - 1) / bucketSize, 1)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(count) * 20)
    let entries = entries.span
    var function = 0
    var pc = first
    for _ in 0..<count {
      var base: UInt32 = 0
      for sub in 0..<UInt64(16) {
        let place = pc &+ sub &* step
        while function &+ 1 < entries.count, UInt64(entries[function &+ 1]) <= place {
          function &+= 1
        }
        let index = UInt32(truncatingIfNeeded: function)
        if sub == 0 {
          base = index
          bytes.append(littleEndian: base)
        }
        // The runtime walks on from here, so an index that is too small costs time, not truth.
        bytes.append(UInt8(truncatingIfNeeded: min(index - base, 255)))
      }
      pc &+= bucketSize
    }
    return bytes
  }
}
