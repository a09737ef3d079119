extension Scanner {
  mutating func scanRawString() throws(ScanError) -> Token.Kind {
    advance()
    var value: [UInt8] = []
    while let byte = peek() {
      advance()
      if byte == UInt8(ascii: "`") { return .string(value) }
      // Go specification, "String literals": carriage returns are discarded from the raw value.
      if byte != UInt8(ascii: "\r") { value.append(byte) }
    }
    throw ScanError(.unterminatedString)
  }

  mutating func scanInterpretedString() throws(ScanError) -> Token.Kind {
    advance()
    var value: [UInt8] = []
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\""):
        advance()
        return .string(value)
      case UInt8(ascii: "\n"):
        throw ScanError(.newlineInString, at: position)
      case UInt8(ascii: "\\"):
        value += try scanEscape(quote: UInt8(ascii: "\""))
      default:
        value.append(byte)
        advance()
      }
    }
    throw ScanError(.unterminatedString)
  }

  /// Scans a rune literal only to its end: no declaration needs its value.
  mutating func scanRune() throws(ScanError) -> Token.Kind {
    let start = offset
    advance()
    while let byte = peek(), byte != UInt8(ascii: "\n") {
      if byte == UInt8(ascii: "\\") {
        _ = try scanEscape(quote: UInt8(ascii: "'"))
        continue
      }
      advance()
      if byte == UInt8(ascii: "'") { return .other(substring(from: start)) }
    }
    throw ScanError(.unterminatedString)
  }

  /// Scans `\…` and gives the bytes it stands for.
  private mutating func scanEscape(quote: UInt8) throws(ScanError) -> [UInt8] {
    let start = position
    advance()
    guard let byte = peek() else { throw ScanError(.invalidEscape("it is unfinished"), at: start) }
    let simple: [UInt8: UInt8] = [
      UInt8(ascii: "a"): 7, UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "n"): 10,
      UInt8(ascii: "r"): 13, UInt8(ascii: "t"): 9, UInt8(ascii: "v"): 11,
      UInt8(ascii: "\\"): UInt8(ascii: "\\"), quote: quote,
    ]
    if let value = simple[byte] {
      advance()
      return [value]
    }
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "7"):
      let value = try scanDigits(3, radix: 8, from: start)
      guard let byte = UInt8(exactly: value) else {
        throw ScanError(.invalidEscape("octal value \(value) is above 255"), at: start)
      }
      return [byte]
    case UInt8(ascii: "x"):
      advance()
      return [UInt8(truncatingIfNeeded: try scanDigits(2, radix: 16, from: start))]
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      advance()
      let value = try scanDigits(byte == UInt8(ascii: "u") ? 4 : 8, radix: 16, from: start)
      guard let scalar = Unicode.Scalar(value) else {
        throw ScanError(.invalidEscape("it is no Unicode code point"), at: start)
      }
      return Array(String(Character(scalar)).utf8)
    default:
      throw ScanError(.invalidEscape("unknown escape"), at: start)
    }
  }

  private mutating func scanDigits(
    _ count: Int, radix: UInt8, from start: SourcePosition
  ) throws(ScanError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let digit = peek().flatMap(hexValue), digit < radix else {
        throw ScanError(
          .invalidEscape("\(count) \(radix == 8 ? "octal" : "hexadecimal") digits needed"),
          at: start)
      }
      value = value &* UInt32(radix) &+ UInt32(digit)
      advance()
    }
    return value
  }
}
