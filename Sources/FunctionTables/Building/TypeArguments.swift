/// The type arguments in a function's name.
enum TypeArguments {
  /// What stands between the first `[` and the last `]` behind it; nil where there is none
  /// (cmd/link/internal/ld/pcln.go of Go 1.18 to 1.20, nameParts).
  static func range(in name: RawSpan) -> Range<Int>? {
    var start = 0
    while start < name.byteCount, byte(name, start) != UInt8(ascii: "[") { start &+= 1 }
    var end = name.byteCount &- 1
    while end > start, byte(name, end) != UInt8(ascii: "]") { end &-= 1 }
    return end > start ? start &+ 1..<end : nil
  }

  @inline(__always)
  private static func byte(_ name: RawSpan, _ offset: Int) -> UInt8 {
    name.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }
}
