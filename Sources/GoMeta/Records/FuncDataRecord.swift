import Symbols

/// One record of the section `.go.funcdata`: a symbol of a function's funcdata list.
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 8 | address of the function, by a relocation |
/// | 8 | 8 | address of the symbol, by a relocation |
/// | 16 | 4 | index in the list |
/// | 20 | 4 | alignment of the symbol, in bytes |
/// | 24 | 8 | size of the symbol, in bytes |
struct FuncDataRecord: Sendable, Equatable {
  static let sectionName = ".go.funcdata"
  static let symbolOffset = 8

  var index: Int32
  var alignment: UInt32
  var size: UInt64

  /// The bytes after the two addresses.
  var encodedTail: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: UInt32(bitPattern: index))
    bytes.append(littleEndian: alignment)
    bytes.append(littleEndian: size)
    return bytes
  }

  /// The records of a section, each with the offset of its first field.
  static func decode(
    _ bytes: [UInt8]
  ) throws(RecordError) -> [(offset: Int, record: FuncDataRecord)] {
    var reader = RecordReader(bytes)
    var records: [(Int, FuncDataRecord)] = []
    while !reader.isAtEnd {
      let start = reader.position
      _ = try reader.number(UInt64.self)
      _ = try reader.number(UInt64.self)
      let index = try reader.number(Int32.self)
      let alignment = try reader.number(UInt32.self)
      let size = try reader.number(UInt64.self)
      guard index >= 0, alignment > 0, alignment & (alignment &- 1) == 0 else {
        throw .truncated(offset: start)
      }
      records.append((start, FuncDataRecord(index: index, alignment: alignment, size: size)))
    }
    return records
  }
}
