import Symbols

/// One record of the section `.go.calls`: the PCDATA values of all calls whose statepoints have one
/// ID. It is the content's: equal values have the same in every object.
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 8 | ID in `.llvm_stackmaps` |
/// | 8 | 4 | number of values |
/// | 12 | 4 | zero |
/// | 16 | 8 each | index of the table, value |
struct CallValuesRecord: Sendable, Equatable {
  static let sectionName = ".go.calls"

  var id: UInt64
  var values: [PCDataValue]

  /// FNV-1a over indexes and values, four bytes each.
  init(_ values: [PCDataValue]) {
    self.values = values
    id = 0xcbf2_9ce4_8422_2325
    for data in values {
      for number in [data.index, data.value] {
        for shift in [0, 8, 16, 24] {
          let byte = UInt64(UInt32(bitPattern: number) >> UInt32(shift) & 0xff)
          id = (id ^ byte) &* 0x100_0000_01b3
        }
      }
    }
  }

  private init(id: UInt64, values: [PCDataValue]) {
    self.id = id
    self.values = values
  }

  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(littleEndian: id)
    bytes.append(littleEndian: UInt32(truncatingIfNeeded: values.count))
    bytes.append(littleEndian: UInt32(0))
    for data in values {
      bytes.append(littleEndian: UInt32(bitPattern: data.index))
      bytes.append(littleEndian: UInt32(bitPattern: data.value))
    }
    return bytes
  }

  /// The records of a section.
  static func decode(_ bytes: [UInt8]) throws(RecordError) -> [CallValuesRecord] {
    var reader = RecordReader(bytes)
    var records: [CallValuesRecord] = []
    while !reader.isAtEnd {
      let start = reader.position
      let id = try reader.number(UInt64.self)
      let count = try reader.number(UInt32.self)
      guard try reader.number(UInt32.self) == 0, count > 0 else { throw .truncated(offset: start) }
      var values: [PCDataValue] = []
      for _ in 0..<count {
        let index = try reader.number(Int32.self)
        let value = try reader.number(Int32.self)
        guard index >= 0 else { throw .truncated(offset: start) }
        values.append(PCDataValue(index: index, value: value))
      }
      records.append(CallValuesRecord(id: id, values: values))
    }
    return records
  }
}
