import Symbols

/// The findfunctab: for each bucket of text the index of the function at its start, and for each of
/// 16 sub-buckets how many functions further on its first byte is (runtime.findfunc).
enum FindFuncTable {
  /// `entries` are the functions' entries in ascending order, `end` is where the last one ends; all
  /// in bytes from the first entry. A bucket covers `bucketSize` bytes of text, 16 or more.
  static func encode(entries: [UInt32], end: UInt32, bucketSize: Int) -> [UInt8] {
    // In 64 bits, where the bucket after the last one of 4 GiB of text still has a start.
    let bucketSize = UInt64(clamping: max(bucketSize, 16))
    let step = bucketSize / 16
    var bytes: [UInt8] = []
    var function = 0
    var start: UInt64 = 0
    while start < UInt64(end) || bytes.isEmpty {
      var base: UInt32 = 0
      for sub in 0..<UInt64(16) {
        let pc = start + sub * step
        while function + 1 < entries.count, UInt64(entries[function + 1]) <= pc { function += 1 }
        let index = UInt32(truncatingIfNeeded: function)
        if sub == 0 {
          base = index
          bytes.append(littleEndian: base)
        }
        // The runtime walks on from here, so an index that is too small costs time, not truth.
        bytes.append(UInt8(truncatingIfNeeded: min(index - base, 255)))
      }
      start += bucketSize
    }
    return bytes
  }
}
