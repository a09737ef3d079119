import Symbols

/// Reads the custom sections that travel in objects: numbers and strings, checked.
struct RecordReader {
  let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position >= bytes.count }

  mutating func number<T: FixedWidthInteger>(_ type: T.Type) throws(RecordError) -> T {
    let size = MemoryLayout<T>.size
    guard bytes.count - position >= size else { throw .truncated(offset: position) }
    var value: UInt64 = 0
    for index in (0..<size).reversed() { value = value << 8 | UInt64(bytes[position + index]) }
    position += size
    return T(truncatingIfNeeded: value)
  }

  mutating func bytes(count: Int) throws(RecordError) -> [UInt8] {
    guard count >= 0, bytes.count - position >= count else { throw .truncated(offset: position) }
    defer { position += count }
    return Array(bytes[position..<position + count])
  }

  mutating func string(count: Int) throws(RecordError) -> String {
    String(decoding: try bytes(count: count), as: UTF8.self)
  }

  /// A string behind its length.
  mutating func string() throws(RecordError) -> String {
    try string(count: Int(try number(UInt32.self)))
  }

  /// As many strings as the number before them says.
  mutating func strings() throws(RecordError) -> [String] {
    let count = try number(UInt32.self)
    guard Int(count) <= bytes.count else { throw .truncated(offset: position) }
    var strings: [String] = []
    for _ in 0..<count { strings.append(try string()) }
    return strings
  }

  mutating func skip(to alignment: Int) {
    while position & (alignment - 1) != 0 { position += 1 }
  }
}

/// A custom section that is not as this version writes it.
enum RecordError: Error, Equatable {
  case truncated(offset: Int)
}

extension [UInt8] {
  mutating func append(string: String) {
    append(littleEndian: UInt32(truncatingIfNeeded: string.utf8.count))
    self += string.utf8
  }

  mutating func append(strings: [String]) {
    append(littleEndian: UInt32(truncatingIfNeeded: strings.count))
    for string in strings { append(string: string) }
  }
}
