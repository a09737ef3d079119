#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Strings of a section of NUL-terminated names (SHT_STRTAB).
enum StringTable {
  /// The string at `offset` of the table at `table` in `bytes`, what is not UTF-8 replaced by
  /// U+FFFD; nil when it starts outside the table or does not end in it.
  static func string(_ bytes: RawSpan, _ table: Range<Int>, at offset: UInt32) -> String? {
    guard table.upperBound <= bytes.byteCount else { return nil }
    let strings = bytes.extracting(table)
    var cursor = ByteCursor(strings, at: Int(offset))
    guard let characters = try? cursor.skipString() else { return nil }
    return strings.extracting(characters).withUnsafeBytes {
      unsafe String(decoding: $0, as: UTF8.self)
    }
  }
}

extension RawSpan {
  /// How many bytes stand before the NUL that ends the string at `offset`, or before the end.
  @inline(__always)
  func lengthOfString(at offset: Int) -> Int {
    guard offset >= 0, offset < byteCount else { return 0 }
    return withUnsafeBytes { buffer in
      guard let start = buffer.baseAddress else { return 0 }
      let nul = unsafe memchr(start + offset, 0, buffer.count &- offset)
      guard let nul = unsafe nul else { return buffer.count &- offset }
      return unsafe UnsafeRawPointer(nul) - (start + offset)
    }
  }
}
