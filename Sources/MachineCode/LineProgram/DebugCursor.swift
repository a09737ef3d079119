/// A `ByteCursor` over a debug section whose errors name the section: for headers and tables.
struct DebugCursor: ~Escapable {
  var cursor: ByteCursor
  let section: String

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, at offset: Int, section: String) {
    cursor = ByteCursor(bytes, at: offset)
    self.section = section
  }

  var offset: Int { cursor.offset }

  mutating func readByte() throws(LineProgramError) -> UInt8 {
    do { return try cursor.readByte() } catch { throw LineProgramError(error, section: section) }
  }

  mutating func read<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type
  ) throws(LineProgramError) -> Value {
    do { return try cursor.read(type) } catch { throw LineProgramError(error, section: section) }
  }

  mutating func readOffset(is64Bit: Bool) throws(LineProgramError) -> UInt64 {
    do { return try cursor.readOffset(is64Bit: is64Bit) } catch {
      throw LineProgramError(error, section: section)
    }
  }

  mutating func readUInt24() throws(LineProgramError) -> UInt64 {
    do { return try cursor.readUInt24() } catch { throw LineProgramError(error, section: section) }
  }

  mutating func readULEB() throws(LineProgramError) -> UInt64 {
    do { return try cursor.readULEB() } catch { throw LineProgramError(error, section: section) }
  }

  mutating func skipLEB() throws(LineProgramError) {
    do { try cursor.skipLEB() } catch { throw LineProgramError(error, section: section) }
  }

  mutating func readForm() throws(LineProgramError) -> DWARFForm {
    do { return try cursor.readForm() } catch { throw LineProgramError(error, section: section) }
  }

  mutating func skip(_ form: DWARFForm, _ encoding: DWARFEncoding) throws(LineProgramError) {
    do { try cursor.skip(form, encoding) } catch {
      throw LineProgramError(error, section: section)
    }
  }

  mutating func skip(_ count: UInt64) throws(LineProgramError) {
    do { try cursor.skip(count) } catch { throw LineProgramError(error, section: section) }
  }

  mutating func skipString() throws(LineProgramError) -> Range<Int> {
    do { return try cursor.skipString() } catch { throw LineProgramError(error, section: section) }
  }

  /// The length that opens a unit (DWARF 5 §7.4): whether it is in the 64-bit format, and where,
  /// after `length` bytes from here, the unit ends; checked to lie within the section.
  mutating func readUnitLength() throws(LineProgramError) -> (is64Bit: Bool, end: Int) {
    let start = offset
    var length = UInt64(try read(UInt32.self))
    let is64Bit = length == 0xffff_ffff
    if is64Bit {
      length = try read(UInt64.self)
    } else if length >= 0xffff_fff0 {
      throw .badLength(section: section, offset: start)
    }
    guard length <= UInt64(cursor.bytes.byteCount &- offset) else {
      throw .truncated(section: section, offset: start)
    }
    return (is64Bit, offset &+ Int(length))
  }
}
