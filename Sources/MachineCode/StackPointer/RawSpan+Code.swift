/// Reads of code bytes. The caller has checked the bounds; a wrong offset would still trap rather
/// than read elsewhere, because these loads are checked too.
extension RawSpan {
  @inline(__always)
  func codeByte(at offset: Int) -> UInt8 {
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  @inline(__always)
  func codeWord(at offset: Int) -> UInt32 {
    UInt32(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// The signed number in the last 1, 2 or 4 bytes before `end`.
  @inline(__always)
  func codeInteger(endingAt end: Int, size: Int) -> Int {
    switch size {
    case 1: Int(Int8(bitPattern: codeByte(at: end &- 1)))
    case 2: Int(codeByte(at: end &- 2)) | Int(Int8(bitPattern: codeByte(at: end &- 1))) << 8
    default: Int(Int32(bitPattern: codeWord(at: end &- 4)))
    }
  }

  /// A copy of the bytes in `range`, cut to those that exist: for error messages.
  func codeBytes(_ range: Range<Int>) -> [UInt8] {
    range.clamped(to: 0..<byteCount).map { codeByte(at: $0) }
  }
}
