/// Reads pc-value tables that were written here.
struct PCValueWalker: ~Escapable {
  struct Run {
    /// In bytes from the function's entry.
    var start, end: UInt32
    var value: Int32
  }

  private let bytes: RawSpan
  private let shift: UInt32
  private var position = 0
  private var pc: UInt32 = 0
  private var value: Int32 = -1

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, quantum: Int) {
    self.bytes = bytes
    shift = UInt32(truncatingIfNeeded: max(quantum, 1).trailingZeroBitCount)
  }

  /// The next run; nil at the table's end.
  @inline(__always)
  mutating func next() -> Run? {
    let first = position == 0
    let zigzag = number()
    if zigzag == 0, !first || bytes.byteCount == 0 { return nil }
    let start = pc
    pc &+= number() &<< shift
    value &+= Int32(bitPattern: (zigzag &>> 1) ^ (0 &- (zigzag & 1)))
    return Run(start: start, end: pc, value: value)
  }

  @inline(__always)
  private mutating func number() -> UInt32 {
    var result: UInt32 = 0
    var shift: UInt32 = 0
    while position < bytes.byteCount {
      let byte = bytes.unsafeLoad(fromByteOffset: position, as: UInt8.self)
      position &+= 1
      result |= UInt32(byte & 0x7f) &<< shift
      if byte < 0x80 { break }
      shift &+= 7
    }
    return result
  }
}
