/// Quotes a string as Go's `strconv.Quote` does: what is not printable is escaped.
func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\u{07}": result += "\\a"
    case "\u{08}": result += "\\b"
    case "\u{0C}": result += "\\f"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\u{0B}": result += "\\v"
    case _ where isPrintable(scalar): result.unicodeScalars.append(scalar)
    case _ where scalar.value < 0x80: result += "\\x" + paddedHex(scalar.value, width: 2)
    case _ where scalar.value < 0x10000: result += "\\u" + paddedHex(scalar.value, width: 4)
    default: result += "\\U" + paddedHex(scalar.value, width: 8)
    }
  }
  return result + "\""
}

/// Go's `strconv.IsPrint`: letters, marks, numbers, punctuation, symbols and the ASCII space.
private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
  if scalar.isASCII { return (0x20...0x7E).contains(scalar.value) }
  switch scalar.properties.generalCategory {
  case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator,
    .paragraphSeparator:
    return false
  default: return true
  }
}

/// Quotes a string as the compiler of Go 1.2 does (cmd/gc/fmt.c, `Zconv`): other characters stand
/// for themselves, printable or not.
func quotedControls(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\t": result += "\\t"
    case "\n": result += "\\n"
    case "\u{FEFF}": result += "\\uFEFF"
    case _ where scalar.value < 0x20: result += "\\x" + paddedHex(scalar.value, width: 2)
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
