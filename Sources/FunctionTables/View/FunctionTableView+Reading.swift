/// Checked little-endian numbers. Offsets may be anything.
extension RawSpan {
  @inline(__always)
  func number8(
    at offset: Int, _ what: FunctionTableViewError.Fact
  ) throws(FunctionTableViewError) -> UInt8 {
    guard offset >= 0, offset < byteCount else { throw .truncated(what, offset: offset) }
    return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  @inline(__always)
  func number32(
    at offset: Int, _ what: FunctionTableViewError.Fact
  ) throws(FunctionTableViewError) -> UInt32 {
    guard offset >= 0, offset <= byteCount &- 4 else { throw .truncated(what, offset: offset) }
    return UInt32(
      littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
  }

  @inline(__always)
  func number64(
    at offset: Int, _ what: FunctionTableViewError.Fact
  ) throws(FunctionTableViewError) -> UInt64 {
    guard offset >= 0, offset <= byteCount &- 8 else { throw .truncated(what, offset: offset) }
    return UInt64(
      littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
  }
}
