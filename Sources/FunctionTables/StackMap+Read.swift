extension StackMap {
  /// Reads the `runtime.stackmap` that starts at `offset`.
  ///
  /// Total; takes at most 64 bytes for each byte of the map.
  public init(reading bytes: [UInt8], at offset: Int = 0) throws(StackMapError) {
    func number(_ position: Int) -> Int {
      let word = (0..<4).reversed().reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[position + $1]) }
      return Int(Int32(bitPattern: word))
    }
    guard offset >= 0, offset <= bytes.count - 8 else { throw .truncated(offset: offset) }
    let (count, bits) = (number(offset), number(offset + 4))
    guard count >= 0, bits >= 0 else { throw .malformed(offset: offset) }
    let size = (bits + 7) / 8
    // Maps of no bits take no bytes: how many there are is then bounded by the map itself alone.
    guard size * count <= bytes.count - offset - 8, size > 0 || count <= Self.longestEmpty else {
      throw .truncated(offset: offset)
    }
    self.init(
      bitCount: bits,
      bitmaps: (0..<count).map { map in
        (0..<bits).filter { bytes[offset + 8 + map * size + $0 / 8] >> UInt8($0 % 8) & 1 == 1 }
      })
  }

  /// More calls than a function has.
  private static let longestEmpty = 1 << 20
}

/// Why a stack map cannot be read.
public enum StackMapError: Error, Equatable, CustomStringConvertible {
  case truncated(offset: Int)
  /// A negative count.
  case malformed(offset: Int)

  public var description: String {
    switch self {
    case .truncated(let offset): "the stack map at \(offset) leads out of its bytes"
    case .malformed(let offset): "the stack map at \(offset) has a negative count"
    }
  }
}
