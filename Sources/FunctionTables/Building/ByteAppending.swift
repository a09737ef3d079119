extension [UInt8] {
  /// Appends bytes that are somewhere else.
  @inline(__always)
  mutating func append(copying bytes: RawSpan) {
    unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0) }
  }

  /// Appends words in little-endian order.
  mutating func append(littleEndian words: [UInt32]) {
    var words = words
    words.makeLittleEndian()
    append(copying: words.span.bytes)
  }

  /// Appends a part that starts at `offset`, with zeros before it.
  mutating func append(_ part: [UInt8], at offset: Int) {
    pad(upTo: offset)
    self += part
  }

  /// Appends zeros until there are `count` bytes.
  mutating func pad(upTo count: Int) {
    while self.count < count { append(0) }
  }
}
