/// NUL-terminated strings in one run of bytes, equal ones stored once.
struct StringTable {
  private(set) var bytes: [UInt8] = []
  private var offsets: [String: UInt32] = [:]

  mutating func offset(of string: String) -> UInt32 {
    if let known = offsets[string] { return known }
    let offset = UInt32(truncatingIfNeeded: bytes.count)
    bytes += string.utf8
    bytes.append(0)
    offsets[string] = offset
    return offset
  }
}
