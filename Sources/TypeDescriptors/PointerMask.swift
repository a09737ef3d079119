import Symbols

/// One bit for each word of a type's pointer prefix, set where a pointer lies.
struct PointerMask {
  let bytes: [UInt8]

  /// `words` are the indexes of the pointer words. The runtime reads masks by whole words, so they
  /// are padded to 8 bytes (cmd/compile reflectdata.dgcptrmask).
  init(words: [Int64]) {
    let length = (Int(words.last ?? -1) + 8) / 8
    var bytes = [UInt8](repeating: 0, count: (length + 7) / 8 * 8)
    for word in words { bytes[Int(word / 8)] |= 1 << UInt8(word % 8) }
    self.bytes = bytes
  }

  var symbol: Symbol {
    let digits = bytes.map { byte in
      let text = String(byte, radix: 16)
      return text.utf8.count == 1 ? "0" + text : text
    }
    return Symbol(name: "runtime.gcbits." + digits.joined(), bytes: bytes, alignment: 8)
  }
}
