import Symbols

/// One record of the section `.go.pcdata`: a value that a pc-value table has over some code.
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 8 | address of the code, by a relocation: of a call instruction, or the PC of a marker |
/// | 8 | 4 | size of the code in bytes, up to the return address; 0: the one instruction there |
/// | 12 | 4 | index of the table |
/// | 16 | 4 | value |
/// | 20 | 4 | zero |
struct PCDataRecord: Sendable, Equatable {
  static let sectionName = ".go.pcdata"
  static let size = 24

  /// In bytes; 0 for the one instruction at the address.
  var codeSize: UInt32
  var data: PCDataValue

  /// The bytes after the address.
  var encodedTail: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: codeSize)
    bytes.append(littleEndian: UInt32(bitPattern: data.index))
    bytes.append(littleEndian: UInt32(bitPattern: data.value))
    bytes.append(littleEndian: UInt32(0))
    return bytes
  }

  /// A record of the place where the assembly stands, as a template of LLVM's inline assembly: a
  /// copy of it has a label of its own.
  static func assembly(_ data: PCDataValue) -> String {
    """
    .Lgo.pcdata${:uid}:
    .pushsection \(sectionName),"e",@progbits
    .p2align 3
    .quad .Lgo.pcdata${:uid}
    .long 0, \(data.index), \(data.value), 0
    .popsection
    """
  }

  /// The records of a section, each with the offset of its address field.
  static func decode(
    _ bytes: [UInt8]
  ) throws(RecordError) -> [(offset: Int, record: PCDataRecord)] {
    var reader = RecordReader(bytes)
    var records: [(Int, PCDataRecord)] = []
    while !reader.isAtEnd {
      let start = reader.position
      _ = try reader.number(UInt64.self)
      let size = try reader.number(UInt32.self)
      let index = try reader.number(Int32.self)
      let value = try reader.number(Int32.self)
      guard try reader.number(UInt32.self) == 0, index >= 0 else { throw .truncated(offset: start) }
      records.append(
        (start, PCDataRecord(codeSize: size, data: PCDataValue(index: index, value: value))))
    }
    return records
  }
}
