/// LEB128 numbers (DWARF 5 §7.6). One byte is the common case and is inlined; the rest is not.
extension ByteCursor {
  @inline(__always)
  mutating func readULEB() throws(ReadError) -> UInt64 {
    let first = try readByte()
    guard first >= 0x80 else { return UInt64(first) }
    return try readRestOfULEB(UInt64(first & 0x7f))
  }

  @inline(__always)
  mutating func readSLEB() throws(ReadError) -> Int64 {
    let first = try readByte()
    guard first >= 0x80 else { return Int64(Int8(bitPattern: first << 1) >> 1) }
    return try readRestOfSLEB(UInt64(first & 0x7f))
  }

  /// Passes over a number of either kind, whatever its width.
  @inline(__always)
  mutating func skipLEB() throws(ReadError) {
    while try readByte() >= 0x80 {}
  }

  /// Producers may pad a number with bytes that add no bits; bits above the 64th are refused.
  @inline(__always)
  private mutating func readRestOfULEB(_ low: UInt64) throws(ReadError) -> UInt64 {
    var value = low
    var shift: UInt64 = 7
    while true {
      let byte = try readByte()
      let bits = UInt64(byte & 0x7f)
      if shift < 63 {
        value |= bits &<< shift
      } else if shift == 63, bits <= 1 {
        value |= bits &<< 63
      } else if bits != 0 {
        throw .numberTooLarge(offset &- 1)
      }
      if byte < 0x80 { return value }
      shift &+= 7
    }
  }

  @inline(__always)
  private mutating func readRestOfSLEB(_ low: UInt64) throws(ReadError) -> Int64 {
    var value = low
    var shift: UInt64 = 7
    while true {
      let byte = try readByte()
      let bits = UInt64(byte & 0x7f)
      if shift < 63 {
        value |= bits &<< shift
        shift &+= 7
        if byte < 0x80 {
          if byte & 0x40 != 0 { value |= UInt64.max &<< shift }
          return Int64(bitPattern: value)
        }
      } else {
        // From the 64th bit on every bit must be a copy of the sign.
        if shift == 63 { value |= bits &<< 63 }
        let sign: UInt64 = value >> 63 == 0 ? 0 : 0x7f
        guard bits == sign else { throw .numberTooLarge(offset &- 1) }
        shift = 64
        if byte < 0x80 { return Int64(bitPattern: value) }
      }
    }
  }
}
