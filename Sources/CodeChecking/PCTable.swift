/// A pc-value table: rows of a value and where it ends to hold, in bytes from the function's entry.
/// Pairs of varints: the change of value, its sign in bit 0, from −1 on; the change of PC. A change
/// of value of 0 ends the table, but for the first.
struct PCTable {
  private(set) var rows: [(value: Int, end: Int)] = []

  init() {}

  /// Nil when the bytes end before the table does.
  init?(_ bytes: ArraySlice<UInt8>, quantum: Int) {
    var position = bytes.startIndex
    func varint() -> UInt64? {
      var result: UInt64 = 0
      var shift: UInt64 = 0
      while position < bytes.endIndex, shift < 64 {
        let byte = bytes[position]
        position += 1
        result |= UInt64(byte & 0x7f) << shift
        if byte < 0x80 { return result }
        shift += 7
      }
      return nil
    }
    var value = -1
    var end = 0
    while true {
      guard let change = varint() else { return nil }
      if change == 0 && !rows.isEmpty { return }
      guard let distance = varint(), change <= 1 << 33, distance <= 1 << 32 else { return nil }
      value += change & 1 == 0 ? Int(change >> 1) : ~Int(change >> 1)
      end += Int(distance) * quantum
      rows.append((value, end))
      guard abs(value) < 1 << 40, end < 1 << 40 else { return nil }
    }
  }

  /// Where the last row ends.
  var end: Int { rows.last?.end ?? 0 }

  /// The value at an offset; nil behind the last row.
  subscript(offset: Int) -> Int? {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if rows[middle].end <= offset { low = middle + 1 } else { high = middle }
    }
    return low < rows.count && offset >= 0 ? rows[low].value : nil
  }
}
