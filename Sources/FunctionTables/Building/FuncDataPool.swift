/// The `go:func.*` region: what funcdata offsets are relative to. Data of larger alignment lies
/// first, so that nothing is lost between (cmd/link/internal/ld, generateFuncdata, sorts so too).
struct FuncDataPool: Sendable {
  /// By alignment: 1, 2, 4, 8.
  private var regions: [ContentTable]

  /// A reference holds the index of the region in its upper two bits, and the offset.
  private static let offsetBits: UInt32 = 30

  init(functionCount: Int) {
    regions = [1, 2, 4, 8].map {
      ContentTable(strings: $0 == 4 ? functionCount : 0, limit: 1 << Self.offsetBits - 1)
    }
  }

  /// Whether something had no room.
  var isFull: Bool { regions.contains { $0.isFull } }

  mutating func reference(to bytes: RawSpan, alignment: Int) -> UInt32 {
    let index = min(max(alignment, 1).trailingZeroBitCount, 3)
    let offset = regions[index].offset(of: bytes, alignment: 1 << index)
    return UInt32(truncatingIfNeeded: index) &<< Self.offsetBits | offset
  }

  /// The region, and where in it the parts are that references count from.
  ///
  /// It starts with eight zeros: it is never empty, since its address is that of its first byte, and
  /// nothing is at 0, which means none where references are addresses.
  var joined: (bytes: [UInt8], offsets: Offsets) {
    var bytes = [UInt8](repeating: 0, count: 8)
    var starts = [UInt32](repeating: 0, count: 4)
    for index in regions.indices.reversed() {
      while bytes.count & (1 << index - 1) != 0 { bytes.append(0) }
      starts[index] = UInt32(truncatingIfNeeded: bytes.count)
      bytes += regions[index].bytes
    }
    return (bytes, Offsets(starts: starts))
  }

  struct Offsets {
    fileprivate let starts: [UInt32]

    /// The offset in the joined region.
    subscript(reference: UInt32) -> UInt32 {
      starts[Int(reference &>> offsetBits)] &+ (reference & (1 &<< offsetBits &- 1))
    }
  }
}
