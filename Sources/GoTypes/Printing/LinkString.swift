/// The type arguments in an instance's name, as text that the parser reads; nil when the name has
/// no arguments. They are link strings, which qualify by escaped import paths:
/// `Pair[int,example.com/p%2ev2.T]` gives `int, "example.com/p.v2".T`.
func argumentsText(ofInstance name: String) -> String? {
  let bytes = Array(name.utf8.prefix(name[..<localSuffixStart(of: name)].utf8.count))
  guard let open = bytes.firstIndex(of: UInt8(ascii: "[")), bytes.last == UInt8(ascii: "]") else {
    return nil
  }
  var reader = LinkStringReader(bytes: Array(bytes[(open + 1)..<(bytes.count - 1)]))
  return reader.source()
}

private struct LinkStringReader {
  let bytes: [UInt8]
  var offset = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Copies punctuation, spaces and tags, and rewrites words.
  mutating func source() -> String {
    var output: [UInt8] = []
    while offset < bytes.count {
      let byte = bytes[offset]
      if byte == UInt8(ascii: "\"") {
        output += quotation()
      } else if isPunctuation(byte) {
        output.append(byte)
        // Arguments stand apart.
        if byte == UInt8(ascii: ","), offset + 1 < bytes.count,
          bytes[offset + 1] != UInt8(ascii: " ")
        {
          output.append(UInt8(ascii: " "))
        }
        offset += 1
      } else {
        output += word()
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  private func isPunctuation(_ byte: UInt8) -> Bool {
    " [](){},;*<=".utf8.contains(byte)
      || byte == UInt8(ascii: "-") && offset > 0 && bytes[offset - 1] == UInt8(ascii: "<")
  }

  private mutating func quotation() -> ArraySlice<UInt8> {
    let start = offset
    offset += 1
    while offset < bytes.count, bytes[offset] != UInt8(ascii: "\"") {
      offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
    }
    offset = min(offset + 1, bytes.count)
    return bytes[start..<offset]
  }

  /// A keyword or a name, which may be qualified by an import path and follow an ellipsis. An
  /// arrow after chan belongs to it.
  private mutating func word() -> [UInt8] {
    var start = offset
    while offset < bytes.count, !isWordEnd(bytes[offset]) { offset += 1 }
    // Nothing else begins with what ends words: take it as it is.
    if offset == start { offset += 1 }
    var prefix: [UInt8] = []
    while start < offset, bytes[start] == UInt8(ascii: ".") {
      prefix.append(bytes[start])
      start += 1
    }
    let word = bytes[start..<offset]
    guard let dot = word.lastIndex(of: UInt8(ascii: ".")) else { return prefix + word }
    let path = unescaped(word[..<dot])
    if path.elementsEqual("unsafe".utf8) { return prefix + word }
    return prefix + quoted(String(decoding: path, as: UTF8.self)).utf8 + word[dot...]
  }

  private func isWordEnd(_ byte: UInt8) -> Bool { " [](){},;*<\"".utf8.contains(byte) }

  /// Undoes the escapes of symbols: `%2e` is a period.
  private func unescaped(_ path: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var index = path.startIndex
    while index < path.endIndex {
      let digits = path[index...].dropFirst().prefix(2)
      if path[index] == UInt8(ascii: "%"), digits.count == 2,
        let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        result.append(value)
        index += 3
      } else {
        result.append(path[index])
        index += 1
      }
    }
    return result
  }
}
