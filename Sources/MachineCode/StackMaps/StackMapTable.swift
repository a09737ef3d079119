/// LLVM's stack maps (llvm/docs/StackMaps.rst, "Stack Map Format", version 3): where in the code
/// the statepoints of an object have come to lie. What a record says of values is passed over.
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 1 | version |
/// | 4 | 4, 4, 4 | numbers of functions, constants and records |
/// | 16 | 24 each | functions: address, stack size, number of records |
/// | | 8 each | constants |
/// | | | records |
///
/// | offset in a record | size | |
/// |---|---|---|
/// | 0 | 8 | ID |
/// | 8 | 4 | offset in the function |
/// | 14 | 2 | number of locations |
/// | 16 | 12 each | locations; up to the next multiple of 8 |
/// | 2 on | 2 | number of live-outs |
/// | | 4 each | live-outs; up to the next multiple of 8 |
public struct StackMapTable: Sendable, Equatable {
  /// A place in the code; a statepoint's is its return address.
  public struct Record: Sendable, Equatable {
    /// The number that the IR gave it.
    public var id: UInt64
    /// Where the function starts, in bytes from the start of `.text`.
    public var function: Int
    /// In bytes from there.
    public var offset: Int
  }

  public static let sectionName = ".llvm_stackmaps"
  static let version: UInt8 = 3

  /// Function by function, in the order of their code.
  public private(set) var records: [Record] = []

  /// Reads a relocatable object's stack maps; none where it has no such section. All its code lies
  /// in `.text`.
  public init(_ object: ObjectFile) throws(StackMapError) {
    for section in object.sections(named: Self.sectionName) {
      let bytes: [UInt8]
      do throws(ObjectFileError) { bytes = try object.relocatedContents(of: section) } catch {
        throw .object("\(error)")
      }
      do throws(ReadError) {
        try read(bytes.span.bytes)
      } catch {
        switch error {
        case .truncated(let offset), .numberTooLarge(let offset), .badLength(let offset),
          .unknownForm(let offset, _):
          throw .malformed(offset: offset)
        }
      }
    }
  }

  private mutating func read(_ bytes: RawSpan) throws(ReadError) {
    var cursor = ByteCursor(bytes)
    // Joined objects have one table after another.
    while !cursor.isAtEnd {
      let start = cursor.offset
      guard try cursor.readByte() == Self.version else { throw .badLength(start) }
      try cursor.skip(3)
      let functionCount = try cursor.read(UInt32.self)
      let constantCount = try cursor.read(UInt32.self)
      let recordCount = try cursor.read(UInt32.self)
      var functions: [(start: Int, count: UInt64)] = []
      for _ in 0..<functionCount {
        let address = try cursor.read(UInt64.self)
        try cursor.skip(8)
        functions.append((Int(clamping: address), try cursor.read(UInt64.self)))
      }
      try cursor.skip(8 &* UInt64(constantCount))
      var read: UInt64 = 0
      for function in functions {
        for _ in 0..<function.count {
          records.append(try Self.record(&cursor, function: function.start))
          read &+= 1
        }
      }
      guard read == UInt64(recordCount) else { throw .badLength(start) }
    }
  }

  private static func record(
    _ cursor: inout ByteCursor, function: Int
  ) throws(ReadError) -> Record {
    let id = try cursor.read(UInt64.self)
    let offset = try cursor.read(UInt32.self)
    try cursor.skip(2)
    try cursor.skip(12 &* UInt64(try cursor.read(UInt16.self)))
    try align(&cursor)
    try cursor.skip(2)
    try cursor.skip(4 &* UInt64(try cursor.read(UInt16.self)))
    try align(&cursor)
    return Record(id: id, function: function, offset: Int(offset))
  }

  private static func align(_ cursor: inout ByteCursor) throws(ReadError) {
    try cursor.skip(UInt64(truncatingIfNeeded: (0 &- cursor.offset) & 7))
  }
}

/// Why an object's stack maps could not be read.
public enum StackMapError: Error, Equatable, CustomStringConvertible {
  case object(String)
  /// Not of version 3, or ends before what it announces.
  case malformed(offset: Int)

  public var description: String {
    switch self {
    case .object(let message): message
    case .malformed(let offset):
      "section \(StackMapTable.sectionName)+\(hex(offset)): no stack map of version "
        + "\(StackMapTable.version), or one that is cut short"
    }
  }
}
