/// A place in a little-endian byte sequence, moved on by reading. It cannot outlive the bytes.
///
/// Reading never goes outside the bytes: what does not fit throws, and leaves the offset where the
/// value would have started. The readers are inlined into the loops that use them.
struct ByteCursor: ~Escapable {
  let bytes: RawSpan
  /// Where the next value starts; invariant: `0 ... bytes.byteCount`.
  private(set) var offset: Int

  /// An offset outside the bytes becomes their end, so that the first reading throws.
  @inline(__always)
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, at offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset >= 0 && offset <= bytes.byteCount ? offset : bytes.byteCount
  }

  var isAtEnd: Bool {
    @inline(__always) get { offset == bytes.byteCount }
  }

  @inline(__always)
  mutating func readByte() throws(ReadError) -> UInt8 {
    guard offset < bytes.byteCount else { throw .truncated(offset) }
    let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    offset &+= 1
    return byte
  }

  @inline(__always)
  mutating func read<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type
  ) throws(ReadError) -> Value {
    guard bytes.byteCount &- offset >= MemoryLayout<Value>.size else { throw .truncated(offset) }
    let value = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: type)
    offset &+= MemoryLayout<Value>.size
    return Value(littleEndian: value)
  }

  /// An unsigned number of three bytes (DW_FORM_strx3, DW_FORM_addrx3).
  mutating func readUInt24() throws(ReadError) -> UInt64 {
    guard bytes.byteCount &- offset >= 3 else { throw .truncated(offset) }
    let low = try read(UInt16.self)
    return UInt64(low) | UInt64(try readByte()) << 16
  }

  /// A section offset or length: four bytes, or eight in 64-bit DWARF (DWARF 5 §7.4).
  @inline(__always)
  mutating func readOffset(is64Bit: Bool) throws(ReadError) -> UInt64 {
    is64Bit ? try read(UInt64.self) : UInt64(try read(UInt32.self))
  }

  @inline(__always)
  mutating func skip(_ count: UInt64) throws(ReadError) {
    guard count <= UInt64(truncatingIfNeeded: bytes.byteCount &- offset) else {
      throw .truncated(offset)
    }
    offset &+= Int(truncatingIfNeeded: count)
  }

  @inline(__always)
  mutating func seek(to target: Int) throws(ReadError) {
    guard target >= 0, target <= bytes.byteCount else { throw .truncated(offset) }
    offset = target
  }

  /// Passes over a NUL-terminated string; returns where its characters stand.
  mutating func skipString() throws(ReadError) -> Range<Int> {
    let start = offset
    var end = start
    while end < bytes.byteCount {
      if unsafe bytes.unsafeLoad(fromUncheckedByteOffset: end, as: UInt8.self) == 0 {
        offset = end &+ 1
        return start..<end
      }
      end &+= 1
    }
    throw .truncated(start)
  }
}
