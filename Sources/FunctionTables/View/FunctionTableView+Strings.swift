/// Names of functions and files: their places, and their bytes when asked for.
extension FunctionTableView {
  /// Where a NUL-terminated string of the table starts. Equal offsets are equal strings.
  public struct TableString: Sendable, Hashable {
    /// In bytes from the start of the table.
    public var offset: Int
  }

  @inline(__always)
  public func name(of function: Function) throws(FunctionTableViewError) -> TableString {
    try name(at: word(places.name, of: function.record), from: function.record)
  }

  /// Of an offset in the names.
  @inline(__always)
  func name(at offset: UInt32, from place: Int) throws(FunctionTableViewError) -> TableString {
    guard Int(offset) < parts.names.count else { throw .truncated(.string, offset: place) }
    return TableString(offset: parts.names.lowerBound &+ Int(offset))
  }

  /// The file that a function's table of files means by a number; nil for a number that stands for
  /// none.
  @inline(__always)
  public func file(
    _ number: Int32, of function: Function
  ) throws(FunctionTableViewError) -> TableString? {
    if places.unit < 0 { return try numberedFile(number) }
    guard number >= 0 else { return nil }
    let unit = try word(places.unit, of: function.record)
    if unit == .max { return nil }
    let slot = (Int(unit) &+ Int(number)) &* 4
    guard slot < parts.units.count else { throw .truncated(.units, offset: function.record) }
    let offset = try table.number32(at: parts.units.lowerBound &+ slot, .units)
    // The linker leaves out the files of a unit that nothing in the program is from.
    if offset == .max { return nil }
    guard Int(offset) < parts.files.count else {
      throw .truncated(.files, offset: parts.units.lowerBound &+ slot)
    }
    return TableString(offset: parts.files.lowerBound &+ Int(offset))
  }

  /// Up to Go 1.15 the file table has an offset for each number from 1 on.
  private func numberedFile(_ number: Int32) throws(FunctionTableViewError) -> TableString? {
    guard number > 0, Int(number) <= parts.fileCount else { return nil }
    let slot = parts.files.lowerBound &+ 4 &* Int(number)
    let offset = Int(try table.number32(at: slot, .files))
    guard offset < table.byteCount else { throw .truncated(.files, offset: slot) }
    return TableString(offset: offset)
  }

  /// Where a string's bytes are in the table, without the NUL that ends it.
  public func range(of string: TableString) throws(FunctionTableViewError) -> Range<Int> {
    let start = string.offset
    guard start >= 0, start < table.byteCount else { throw .truncated(.string, offset: start) }
    var end = start
    while end <= table.byteCount &- 8 {
      let word = UInt64(
        littleEndian: unsafe table.unsafeLoadUnaligned(
          fromUncheckedByteOffset: end, as: UInt64.self))
      // The high bit of each byte that is 0, and perhaps of some behind the first.
      let zeros = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
      if zeros != 0 { return start..<end &+ zeros.trailingZeroBitCount / 8 }
      end &+= 8
    }
    while end < table.byteCount {
      if unsafe table.unsafeLoad(fromUncheckedByteOffset: end, as: UInt8.self) == 0 {
        return start..<end
      }
      end &+= 1
    }
    throw .truncated(.string, offset: start)
  }

  /// A string's bytes, in place.
  @_lifetime(copy self)
  public func bytes(of string: TableString) throws(FunctionTableViewError) -> RawSpan {
    table.extracting(try range(of: string))
  }

  /// A copy of a string; bytes that are no UTF-8 are replaced.
  public func string(_ string: TableString) throws(FunctionTableViewError) -> String {
    let range = try range(of: string)
    return String(unsafeUninitializedCapacity: range.count) { buffer in
      for offset in 0..<range.count {
        buffer[offset] = unsafe table.unsafeLoad(
          fromUncheckedByteOffset: range.lowerBound &+ offset, as: UInt8.self)
      }
      return range.count
    }
  }
}
