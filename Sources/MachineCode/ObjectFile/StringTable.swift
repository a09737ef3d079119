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
