/// A `ByteCursor` over a section of debug information whose errors name the section.
struct EntryCursor: ~Escapable {
  private var cursor: ByteCursor
  let section: DebugInfoSection

  @inline(__always)
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, at offset: Int, _ section: DebugInfoSection) {
    cursor = ByteCursor(bytes, at: offset)
    self.section = section
  }

  var offset: Int {
    @inline(__always) get { cursor.offset }
  }
  var isAtEnd: Bool {
    @inline(__always) get { cursor.isAtEnd }
  }

  @inline(__always)
  mutating func readByte() throws(DebugInfoError) -> UInt8 {
    do { return try cursor.readByte() } catch { throw DebugInfoError(error, section) }
  }

  @inline(__always)
  mutating func read<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type
  ) throws(DebugInfoError) -> Value {
    do { return try cursor.read(type) } catch { throw DebugInfoError(error, section) }
  }

  @inline(__always)
  mutating func readOffset(is64Bit: Bool) throws(DebugInfoError) -> UInt64 {
    do { return try cursor.readOffset(is64Bit: is64Bit) } catch {
      throw DebugInfoError(error, section)
    }
  }

  mutating func readUInt24() throws(DebugInfoError) -> UInt64 {
    do { return try cursor.readUInt24() } catch { throw DebugInfoError(error, section) }
  }

  @inline(__always)
  mutating func readULEB() throws(DebugInfoError) -> UInt64 {
    do { return try cursor.readULEB() } catch { throw DebugInfoError(error, section) }
  }

  mutating func readSLEB() throws(DebugInfoError) -> Int64 {
    do { return try cursor.readSLEB() } catch { throw DebugInfoError(error, section) }
  }

  @inline(__always)
  mutating func skipLEB() throws(DebugInfoError) {
    do { try cursor.skipLEB() } catch { throw DebugInfoError(error, section) }
  }

  @inline(__always)
  mutating func skip(_ count: UInt64) throws(DebugInfoError) {
    do { try cursor.skip(count) } catch { throw DebugInfoError(error, section) }
  }

  @inline(__always)
  mutating func seek(to offset: Int) throws(DebugInfoError) {
    do { try cursor.seek(to: offset) } catch { throw DebugInfoError(error, section) }
  }

  mutating func skip(_ form: DWARFForm, _ encoding: DWARFEncoding) throws(DebugInfoError) {
    do { try cursor.skip(form, encoding) } catch { throw DebugInfoError(error, section) }
  }

  mutating func readForm() throws(DebugInfoError) -> DWARFForm {
    do { return try cursor.readForm() } catch { throw DebugInfoError(error, section) }
  }

  mutating func skipString() throws(DebugInfoError) {
    do { try cursor.skipCharacters() } catch { throw DebugInfoError(error, section) }
  }

  mutating func readValue(
    _ form: UInt16, _ encoding: DWARFEncoding
  ) throws(DebugInfoError) -> EntryValue {
    do { return try cursor.readValue(form, encoding) } catch {
      throw DebugInfoError(error, section)
    }
  }

  /// The length that opens a unit (DWARF 5 §7.4): its format and where the unit ends, within the
  /// section.
  mutating func readUnitLength() throws(DebugInfoError) -> (is64Bit: Bool, end: Int) {
    let start = offset
    var length = UInt64(try read(UInt32.self))
    let is64Bit = length == 0xffff_ffff
    if is64Bit {
      length = try read(UInt64.self)
    } else if length >= 0xffff_fff0 {
      throw .badLength(section: section.name, offset: start)
    }
    guard length <= UInt64(cursor.bytes.byteCount &- offset) else {
      throw .truncated(section: section.name, offset: start)
    }
    return (is64Bit, offset &+ Int(length))
  }
}

extension ByteCursor {
  /// Passes over a NUL-terminated string, eight bytes at a time: names are most of what is skipped.
  @inline(__always)
  mutating func skipCharacters() throws(ReadError) {
    var end = offset
    while bytes.byteCount &- end >= 8 {
      let word = UInt64(
        littleEndian: unsafe bytes.unsafeLoadUnaligned(
          fromUncheckedByteOffset: end, as: UInt64.self))
      let zeros = Self.zeros(word)
      if zeros != 0 { return try seek(to: end &+ (zeros.trailingZeroBitCount &>> 3) &+ 1) }
      end &+= 8
    }
    try skipLastCharacters(from: end)
  }

  /// Of eight bytes those that are 0: the lowest bit that is set is the first one's highest.
  @inline(__always)
  static func zeros(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  /// Passes over a string that may end within the last eight bytes.
  @inline(never)
  private mutating func skipLastCharacters(from start: Int) throws(ReadError) {
    for end in start..<bytes.byteCount
    where unsafe bytes.unsafeLoad(fromUncheckedByteOffset: end, as: UInt8.self) == 0 {
      return try seek(to: end &+ 1)
    }
    throw .truncated(offset)
  }
}
