/// A place in a section of call frame information: a `ByteCursor` whose errors name the section.
struct CallFrameCursor: ~Escapable {
  private var cursor: ByteCursor
  let section: CallFrameError.Section

  @inline(__always)
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, _ section: CallFrameError.Section, at offset: Int = 0) {
    cursor = ByteCursor(bytes, at: offset)
    self.section = section
  }

  var offset: Int { @inline(__always) get { cursor.offset } }

  func error(_ problem: CallFrameError.Problem, at offset: Int) -> CallFrameError {
    CallFrameError(section: section, offset: offset, problem: problem)
  }

  @inline(__always)
  mutating func readByte() throws(CallFrameError) -> UInt8 {
    do throws(ReadError) { return try cursor.readByte() } catch {
      throw CallFrameError(error, section)
    }
  }

  @inline(__always)
  mutating func read<Value: FixedWidthInteger & BitwiseCopyable>(
    _ type: Value.Type
  ) throws(CallFrameError) -> Value {
    do throws(ReadError) { return try cursor.read(type) } catch {
      throw CallFrameError(error, section)
    }
  }

  @inline(__always)
  mutating func readULEB() throws(CallFrameError) -> UInt64 {
    do throws(ReadError) { return try cursor.readULEB() } catch {
      throw CallFrameError(error, section)
    }
  }

  @inline(__always)
  mutating func readSLEB() throws(CallFrameError) -> Int64 {
    do throws(ReadError) { return try cursor.readSLEB() } catch {
      throw CallFrameError(error, section)
    }
  }

  @inline(__always)
  mutating func skip(_ count: UInt64) throws(CallFrameError) {
    do throws(ReadError) { try cursor.skip(count) } catch { throw CallFrameError(error, section) }
  }

  @inline(__always)
  mutating func skipLEB() throws(CallFrameError) {
    do throws(ReadError) { try cursor.skipLEB() } catch { throw CallFrameError(error, section) }
  }

  /// Passes over a block: its length, then its bytes.
  mutating func skipBlock() throws(CallFrameError) {
    try skip(try readULEB())
  }

  mutating func seek(to target: Int) throws(CallFrameError) {
    do throws(ReadError) { try cursor.seek(to: target) } catch {
      throw CallFrameError(error, section)
    }
  }

  mutating func skipString() throws(CallFrameError) -> Range<Int> {
    do throws(ReadError) { return try cursor.skipString() } catch {
      throw CallFrameError(error, section)
    }
  }

  /// Reads a value in an encoding's format.
  @inline(__always)
  mutating func readValue(
    _ encoding: CallFramePointer, addressSize: UInt8
  ) throws(CallFrameError) -> UInt64 {
    switch encoding.rawValue & 0x0f {
    case 0x00, 0x08:
      return addressSize == 8 ? try read(UInt64.self) : UInt64(try read(UInt32.self))
    case 0x01: return try readULEB()
    case 0x02: return UInt64(try read(UInt16.self))
    case 0x03: return UInt64(try read(UInt32.self))
    case 0x04, 0x0c: return try read(UInt64.self)
    case 0x09: return UInt64(bitPattern: try readSLEB())
    case 0x0a: return UInt64(bitPattern: Int64(try read(Int16.self)))
    case 0x0b: return UInt64(bitPattern: Int64(try read(Int32.self)))
    default: throw error(.unknownEncoding(encoding.rawValue), at: offset)
    }
  }

  /// Reads an address.
  ///
  /// - Parameter base: where the section is loaded.
  @inline(__always)
  mutating func readPointer(
    _ encoding: CallFramePointer, addressSize: UInt8, base: UInt64
  ) throws(CallFrameError) -> UInt64 {
    let place = offset
    guard !encoding.isUnknown else {
      throw error(.unknownEncoding(encoding.rawValue), at: place)
    }
    let value = try readValue(encoding, addressSize: addressSize)
    let origin = encoding.isRelativeToPlace ? base &+ UInt64(truncatingIfNeeded: place) : 0
    let address = origin &+ value
    return addressSize == 8 ? address : address & 0xffff_ffff
  }
}
