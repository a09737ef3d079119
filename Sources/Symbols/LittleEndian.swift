extension [UInt8] {
  /// Appends an integer in little-endian order.
  @inlinable
  public mutating func append<T: FixedWidthInteger>(littleEndian value: T) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }

  /// Replaces bytes by an integer in little-endian order. The array must reach that far.
  @inlinable
  public mutating func store<T: FixedWidthInteger>(_ value: T, at offset: Int) {
    Swift.withUnsafeBytes(of: value.littleEndian) { source in
      for (index, byte) in source.enumerated() { self[offset + index] = byte }
    }
  }

  /// Appends zeros up to the next multiple of `alignment`, a power of two.
  @inlinable
  public mutating func pad(to alignment: Int) {
    while count & (alignment - 1) != 0 { append(0) }
  }

  /// Appends an unsigned LEB128 number (Go's uvarint is the same).
  @inlinable
  public mutating func append(uleb128 number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }
}
