import Symbols

/// One bit for each word of a type's pointer prefix, set where a pointer lies.
struct PointerMask {
  let bytes: [UInt8]

  /// `words` are the indexes of the pointer words. The mask fills a multiple of `padding` bytes:
  /// later runtimes read it by whole words (cmd/compile reflectdata.dgcptrmask).
  init(words: [Int64], padding: Int) {
    let length = (Int(words.last ?? -1) + 8) / 8
    var bytes = [UInt8](repeating: 0, count: (length + padding - 1) / padding * padding)
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
