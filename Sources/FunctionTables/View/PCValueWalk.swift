/// Looks a PC up in a pc-value table, without keeping anything of it.
enum PCValueWalk {
  /// The value at a PC; nil where the table ends before it.
  ///
  /// Most of a table's numbers take one byte. So eight bytes at a time are taken for four pairs
  /// (change of value, change of PC), and passed over by the sums of their numbers unless a number
  /// is longer, the table ends in them, or the PC is in them.
  ///
  /// - Parameters:
  ///   - start: where the table starts.
  ///   - target: the PC, in instructions' units from the function's entry.
  @inline(__always)
  static func value(
    in bytes: RawSpan, at start: Int, target: UInt64
  ) throws(FunctionTableViewError) -> Int32? {
    guard start >= 0, start < bytes.byteCount else {
      throw .truncated(.pcValueTable, offset: start)
    }
    var place = start
    var value: Int32 = -1
    var pc: UInt64 = 0
    while true {
      if place <= bytes.byteCount &- 8 {
        var word = UInt64(
          littleEndian: unsafe bytes.unsafeLoadUnaligned(
            fromUncheckedByteOffset: place, as: UInt64.self))
        if word & 0x8080_8080_8080_8080 == 0 {
          let changes = word & 0x00ff_00ff_00ff_00ff
          let steps = (word &>> 8) & 0x00ff_00ff_00ff_00ff
          let distance = (steps &* 0x0001_0001_0001_0001) &>> 48
          // A change of 0 ends the table; added to 0x7fff any other reaches the high bit.
          let isOpen = (changes &+ 0x7fff_7fff_7fff_7fff) & 0x8000_8000_8000_8000
          if isOpen == 0x8000_8000_8000_8000, pc &+ distance <= target {
            // Zigzag: an even n is n/2, an odd one −(n+1)/2. With 64 added none is negative.
            let odd = changes & 0x0001_0001_0001_0001
            let half = (changes &>> 1) & 0x003f_003f_003f_003f
            let biased = (half | 0x0040_0040_0040_0040) ^ (odd &* 0x7f)
            let sum = (biased &* 0x0001_0001_0001_0001) &>> 48
            value &+= Int32(truncatingIfNeeded: sum) &- 256
            pc &+= distance
            place &+= 8
            continue
          }
          for _ in 0..<4 {
            let change = UInt32(truncatingIfNeeded: word & 0x7f)
            if change == 0, place != start { return nil }
            value &+= Int32(bitPattern: (change &>> 1) ^ (0 &- (change & 1)))
            pc &+= (word &>> 8) & 0x7f
            if target < pc { return value }
            word &>>= 16
            place &+= 2
          }
          continue
        }
      }
      let change = try number(in: bytes, at: &place, of: start)
      if change == 0, place &- start != 1 { return nil }
      value &+= Int32(bitPattern: (change &>> 1) ^ (0 &- (change & 1)))
      pc &+= UInt64(try number(in: bytes, at: &place, of: start))
      if target < pc { return value }
    }
  }

  /// A varint of at most 32 bits.
  @inline(__always)
  static func number(
    in bytes: RawSpan, at place: inout Int, of table: Int
  ) throws(FunctionTableViewError) -> UInt32 {
    guard place < bytes.byteCount else { throw .truncated(.pcValueTable, offset: table) }
    let first = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: place, as: UInt8.self)
    place &+= 1
    if first < 0x80 { return UInt32(first) }
    var value = UInt64(first & 0x7f)
    var shift: UInt64 = 7
    while shift < 35 {
      guard place < bytes.byteCount else { throw .truncated(.pcValueTable, offset: table) }
      let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: place, as: UInt8.self)
      place &+= 1
      value |= UInt64(byte & 0x7f) &<< shift
      if byte < 0x80 {
        guard value <= UInt64(UInt32.max) else { throw .malformed(.pcValueTable, offset: table) }
        return UInt32(truncatingIfNeeded: value)
      }
      shift &+= 7
    }
    throw .malformed(.pcValueTable, offset: table)
  }
}
