/// The functions that entries refer to, numbered in the order in which they were first met: a hash
/// table with open addressing from where their entries stand in `.debug_info`.
struct OriginIndex {
  /// By number.
  private(set) var entries: [UInt64] = []
  /// Numbers plus 1; 0 is free. Their count is a power of two, and at least half are free.
  private var slots = [UInt32](repeating: 0, count: 64)

  /// The number of the function whose entry stands at an offset.
  @inline(__always)
  mutating func number(of entry: UInt64) -> UInt32 {
    let mask = slots.count &- 1
    var slot = Self.hash(entry) & mask
    while true {
      let number = slots[slot]
      if number == 0 { break }
      if entries[Int(number &- 1)] == entry { return number &- 1 }
      slot = (slot &+ 1) & mask
    }
    return insert(entry, slot)
  }

  @inline(never)
  private mutating func insert(_ entry: UInt64, _ slot: Int) -> UInt32 {
    entries.append(entry)
    slots[slot] = UInt32(truncatingIfNeeded: entries.count)
    if entries.count &* 2 > slots.count { grow() }
    return UInt32(truncatingIfNeeded: entries.count &- 1)
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: slots.count &* 2)
    let mask = slots.count &- 1
    for (number, entry) in entries.enumerated() {
      var slot = Self.hash(entry) & mask
      while slots[slot] != 0 { slot = (slot &+ 1) & mask }
      slots[slot] = UInt32(truncatingIfNeeded: number &+ 1)
    }
  }

  /// Forgets all functions from a number on.
  mutating func removeAll(from count: Int) {
    entries.removeSubrange(count...)
    slots = [UInt32](repeating: 0, count: slots.count / 2)
    grow()
  }

  /// Fibonacci hashing: the upper bits of the product are the well mixed ones.
  @inline(__always)
  private static func hash(_ entry: UInt64) -> Int {
    Int(truncatingIfNeeded: (entry &* 0x9e37_79b9_7f4a_7c15) &>> 32)
  }
}
