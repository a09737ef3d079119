/// Byte strings one behind another, equal ones stored once: the parts of a pclntab that others refer
/// to by offset.
///
/// One table with open addressing finds what is there already. A slot holds a hash and an offset,
/// nothing else: what it stands for is in the bytes themselves, and any place that reads the same is
/// as good as the one that was stored.
struct ContentTable: Sendable {
  private(set) var bytes: [UInt8] = []
  /// Whether something was left out because it would have lain beyond the largest offset.
  private(set) var isFull = false
  /// Hash in the upper half, offset in the lower; all ones: free. Their number is a power of two
  /// and more than 4/3 of what is stored.
  private var slots: [UInt64]
  private var used = 0
  private let seed: UInt64
  /// Offsets are below.
  private let limit: Int

  private static let free = UInt64.max

  /// - Parameters:
  ///   - strings: how many different ones to expect.
  ///   - byteCount: how many bytes to expect.
  ///   - limit: offsets are less; at most 2³² − 1.
  init(
    strings: Int = 0, byteCount: Int = 0, limit: Int = Int(UInt32.max),
    seed: UInt64 = ContentHash.seed
  ) {
    // What is expected may come from a file: room for it is only taken up to some size.
    let expected = min(max(strings, 0), 1 << 20)
    var count = 64
    while count < expected &* 2 { count &*= 2 }
    slots = [UInt64](repeating: Self.free, count: count)
    self.seed = seed
    self.limit = limit
    bytes.reserveCapacity(min(max(byteCount, 0), 1 << 26))
  }

  /// Adds zeros that nothing refers to.
  mutating func append(zeros count: Int) {
    for _ in 0..<count { bytes.append(0) }
  }

  /// The bytes; what the table took is given back.
  mutating func take() -> [UInt8] {
    var taken: [UInt8] = []
    swap(&taken, &bytes)
    self = ContentTable()
    return taken
  }

  /// Where the bytes are, stored now or before.
  ///
  /// - Parameters:
  ///   - alignment: of the offset; a power of two.
  ///   - terminated: whether a zero follows.
  @inline(__always)
  mutating func offset(
    of content: RawSpan, alignment: Int = 1, terminated: Bool = false
  ) -> UInt32 {
    let hash = ContentHash.hash(content, seed: seed)
    let mask = slots.count &- 1
    var index = Int(truncatingIfNeeded: hash) & mask
    while true {
      // `mask` keeps the index within the slots.
      let slot = unsafe slots.span[unchecked: index]
      if slot == Self.free { break }
      if UInt32(truncatingIfNeeded: slot &>> 32) == hash {
        let offset = Int(truncatingIfNeeded: slot & 0xffff_ffff)
        if offset & (alignment &- 1) == 0, holds(content, at: offset, terminated: terminated) {
          return UInt32(truncatingIfNeeded: offset)
        }
      }
      index = (index &+ 1) & mask
    }
    return store(content, hash: hash, slot: index, alignment: alignment, terminated: terminated)
  }

  @inline(__always)
  private func holds(_ content: RawSpan, at offset: Int, terminated: Bool) -> Bool {
    let count = content.byteCount
    let end = offset &+ count &+ (terminated ? 1 : 0)
    guard end <= bytes.count else { return false }
    let stored = bytes.span.bytes
    // All offsets are within `content`, and those within `stored` are below `end`.
    var index = 0
    while count &- index >= 8 {
      let left = unsafe content.unsafeLoadUnaligned(
        fromUncheckedByteOffset: index, as: UInt64.self)
      let right = unsafe stored.unsafeLoadUnaligned(
        fromUncheckedByteOffset: offset &+ index, as: UInt64.self)
      if left != right { return false }
      index &+= 8
    }
    while index < count {
      let left = unsafe content.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
      let right = unsafe stored.unsafeLoad(
        fromUncheckedByteOffset: offset &+ index, as: UInt8.self)
      if left != right { return false }
      index &+= 1
    }
    guard terminated else { return true }
    return unsafe stored.unsafeLoad(fromUncheckedByteOffset: end &- 1, as: UInt8.self) == 0
  }

  private mutating func store(
    _ content: RawSpan, hash: UInt32, slot: Int, alignment: Int, terminated: Bool
  ) -> UInt32 {
    let offset = (bytes.count &+ alignment &- 1) & ~(alignment &- 1)
    guard offset < limit, content.byteCount < limit &- offset else {
      isFull = true
      return 0
    }
    while bytes.count < offset { bytes.append(0) }
    write(content, terminated: terminated)
    slots[slot] = UInt64(hash) &<< 32 | UInt64(truncatingIfNeeded: offset)
    used &+= 1
    if used &* 4 > slots.count &* 3 { grow() }
    return UInt32(truncatingIfNeeded: offset)
  }

  private mutating func write(_ content: RawSpan, terminated: Bool) {
    unsafe content.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    if terminated { bytes.append(0) }
  }

  private mutating func grow() {
    var larger = [UInt64](repeating: Self.free, count: slots.count &* 2)
    let mask = larger.count &- 1
    for slot in slots where slot != Self.free {
      var index = Int(truncatingIfNeeded: slot &>> 32) & mask
      while larger[index] != Self.free { index = (index &+ 1) & mask }
      larger[index] = slot
    }
    slots = larger
  }
}
