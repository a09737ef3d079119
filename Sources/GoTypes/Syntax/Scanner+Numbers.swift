extension Scanner {
  /// Scans a number. Integers are checked in full; floats and imaginaries, which no declaration
  /// needs, only to their end.
  mutating func scanNumber() throws(ScanError) -> Token.Kind {
    let start = offset
    let base = radix
    if base.prefixLength > 1 { advance(base.prefixLength) }
    let digitsStart = offset
    skipDigits(hexadecimal: base.radix == 16)
    if isFraction(base.radix) {
      skipFraction(hexadecimal: base.radix == 16)
      return .other(substring(from: start))
    }
    try checkDigits(from: start, digitsStart: digitsStart, base: base)
    return .integer(substring(from: start))
  }

  private struct Base {
    var radix: UInt8
    var prefixLength: Int
    var name: String
  }

  private var radix: Base {
    guard peek() == UInt8(ascii: "0") else {
      return Base(radix: 10, prefixLength: 0, name: "decimal")
    }
    switch (peek(1) ?? 0) | 0x20 {
    case UInt8(ascii: "x"): return Base(radix: 16, prefixLength: 2, name: "hexadecimal")
    case UInt8(ascii: "o"): return Base(radix: 8, prefixLength: 2, name: "octal")
    case UInt8(ascii: "b"): return Base(radix: 2, prefixLength: 2, name: "binary")
    default: return Base(radix: 8, prefixLength: 1, name: "octal")
    }
  }

  private mutating func skipDigits(hexadecimal: Bool) {
    while let byte = peek(),
      isDecimal(byte) || byte == UInt8(ascii: "_") || hexadecimal && hexValue(byte) != nil
    { advance() }
  }

  private func isFraction(_ radix: UInt8) -> Bool {
    guard let byte = peek() else { return false }
    if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "i") { return true }
    return byte | 0x20 == (radix == 16 ? UInt8(ascii: "p") : UInt8(ascii: "e"))
  }

  private mutating func skipFraction(hexadecimal: Bool) {
    if peek() == UInt8(ascii: ".") { advance() }
    skipDigits(hexadecimal: hexadecimal)
    if let byte = peek(), byte | 0x20 == UInt8(ascii: "e") || byte | 0x20 == UInt8(ascii: "p") {
      advance()
      if peek() == UInt8(ascii: "+") || peek() == UInt8(ascii: "-") { advance() }
      skipDigits(hexadecimal: false)
    }
    if peek() == UInt8(ascii: "i") { advance() }
  }

  private func checkDigits(from start: Int, digitsStart: Int, base: Base) throws(ScanError) {
    let digits = bytes[digitsStart..<offset]
    guard digits.contains(where: { $0 != UInt8(ascii: "_") }) else {
      throw ScanError(.malformedNumber("\(base.name) literal has no digits"))
    }
    if let digit = digits.first(where: { hexValue($0).map { $0 >= base.radix } ?? false }) {
      let character = Character(Unicode.Scalar(digit))
      throw ScanError(.malformedNumber("invalid digit \(character) in \(base.name) literal"))
    }
    // A base prefix counts as a digit before the first separator.
    var previousIsDigit = digitsStart > start
    for byte in digits {
      let isSeparator = byte == UInt8(ascii: "_")
      if isSeparator && !previousIsDigit {
        throw ScanError(.malformedNumber("_ must separate successive digits"))
      }
      previousIsDigit = !isSeparator
    }
    guard previousIsDigit else {
      throw ScanError(.malformedNumber("_ must separate successive digits"))
    }
  }
}

func hexValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}

/// The value of an integer literal that the scanner has checked; nil when it exceeds Int64.
func integerValue(_ literal: String) -> Int64? {
  var digits = Array(literal.utf8)
  var radix: Int64 = 10
  if digits.count > 1, digits[0] == UInt8(ascii: "0") {
    switch digits[1] | 0x20 {
    case UInt8(ascii: "x"): (radix, digits) = (16, Array(digits.dropFirst(2)))
    case UInt8(ascii: "o"): (radix, digits) = (8, Array(digits.dropFirst(2)))
    case UInt8(ascii: "b"): (radix, digits) = (2, Array(digits.dropFirst(2)))
    default: radix = 8
    }
  }
  var value: Int64 = 0
  for byte in digits where byte != UInt8(ascii: "_") {
    guard let digit = hexValue(byte) else { return nil }
    let (product, overflow) = value.multipliedReportingOverflow(by: radix)
    let (sum, carry) = product.addingReportingOverflow(Int64(digit))
    if overflow || carry { return nil }
    value = sum
  }
  return value
}

/// Whether an integer literal is one that every version of the language has: decimal, hexadecimal,
/// or octal by a leading 0.
func isOriginalLiteral(_ literal: String) -> Bool {
  if literal.utf8.contains(UInt8(ascii: "_")) { return false }
  guard literal.utf8.first == UInt8(ascii: "0"), let second = literal.utf8.dropFirst().first
  else { return true }
  return isDecimal(second) || second | 0x20 == UInt8(ascii: "x")
}
