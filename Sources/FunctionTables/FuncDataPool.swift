import Symbols

/// The `go:func.*` region: what funcdata offsets are relative to.
struct FuncDataPool {
  /// Never empty: the region's address is that of its first byte.
  private(set) var bytes: [UInt8] = [UInt8](repeating: 0, count: 8)
  private var offsets: [FuncData: UInt32] = [:]

  mutating func offset(of data: FuncData) -> UInt32 {
    if let known = offsets[data] { return known }
    bytes.pad(to: data.alignment)
    let offset = UInt32(truncatingIfNeeded: bytes.count)
    bytes += data.bytes
    offsets[data] = offset
    return offset
  }
}
