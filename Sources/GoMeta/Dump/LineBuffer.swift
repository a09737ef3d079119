/// Text that is put together piece by piece, for dumps of many lines: JSON by its parts, without a
/// tree of values.
struct LineBuffer {
  private(set) var bytes: [UInt8] = []

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  mutating func append(text: String) { bytes.append(contentsOf: text.utf8) }

  /// In decimal.
  mutating func append(_ number: some FixedWidthInteger) {
    var rest = UInt64(number.magnitude)
    if number < 0 { bytes.append(UInt8(ascii: "-")) }
    let start = bytes.count
    repeat {
      bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }

  mutating func append(hexadecimal number: UInt64) {
    append("0x")
    append(text: String(number, radix: 16))
  }

  /// Bytes as they are.
  mutating func append(_ text: RawSpan) {
    text.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }

  /// A JSON string.
  mutating func append(quoted text: RawSpan) {
    var isPlain = true
    for offset in 0..<text.byteCount {
      let byte = text.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
      if byte < 0x20 || byte >= 0x7f || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        isPlain = false
        break
      }
    }
    if isPlain {
      bytes.append(UInt8(ascii: "\""))
      append(text)
      bytes.append(UInt8(ascii: "\""))
    } else {
      let string = text.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
      append(text: JSONValue.string(string).text)
    }
  }
}
