/// LLVM's stack maps (llvm/docs/StackMaps.rst, "Stack Map Format", version 3): where in the code
/// the statepoints of an object have come to lie, and where their values are.
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
/// | offset in a location | size | |
/// |---|---|---|
/// | 0 | 1 | kind |
/// | 2 | 2 | size of the value |
/// | 4 | 2 | DWARF's number of a register |
/// | 8 | 4 | offset, or a small constant |
///
/// | offset behind the locations | size | |
/// |---|---|---|
/// | 2 | 2 | number of live-outs |
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
    /// Of the table's locations.
    public var locations: Range<Int>
  }

  /// Where a value is.
  public struct Location: Sendable, Equatable {
    public enum Kind: UInt8, Sendable {
      case register = 1
      /// The value is the address: register + offset.
      case direct = 2
      /// The value is stored there.
      case indirect = 3
      case constant = 4
      /// The offset is an index of a table of constants.
      case constantIndex = 5
    }

    public var kind: Kind
    /// In bytes.
    public var size: UInt16
    /// DWARF's number.
    public var register: UInt16
    public var offset: Int32
  }

  public struct Function: Sendable, Equatable {
    /// In bytes from the start of `.text`.
    public var start: Int
    /// Of the frame, in bytes; `.max` when it changes while the function runs.
    public var frameSize: UInt64
  }

  public static let sectionName = ".llvm_stackmaps"
  static let version: UInt8 = 3

  /// Function by function, in the order of their code.
  public private(set) var records: [Record] = []
  /// Those that have records.
  public private(set) var functions: [Function] = []
  /// Of all records, in their order.
  public private(set) var locations: [Location] = []

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
        let frameSize = try cursor.read(UInt64.self)
        functions.append((Int(clamping: address), try cursor.read(UInt64.self)))
        self.functions.append(
          Function(
            start: Int(clamping: address),
            frameSize: frameSize))
      }
      try cursor.skip(8 &* UInt64(constantCount))
      var read: UInt64 = 0
      for function in functions {
        for _ in 0..<function.count {
          records.append(try record(&cursor, function: function.start))
          read &+= 1
        }
      }
      guard read == UInt64(recordCount) else { throw .badLength(start) }
    }
  }

  private mutating func record(
    _ cursor: inout ByteCursor, function: Int
  ) throws(ReadError) -> Record {
    let id = try cursor.read(UInt64.self)
    let offset = try cursor.read(UInt32.self)
    try cursor.skip(2)
    let first = locations.count
    for _ in 0..<(try cursor.read(UInt16.self)) {
      let start = cursor.offset
      guard let kind = Location.Kind(rawValue: try cursor.readByte()) else {
        throw .badLength(start)
      }
      try cursor.skip(1)
      let size = try cursor.read(UInt16.self)
      let register = try cursor.read(UInt16.self)
      try cursor.skip(2)
      let offset = Int32(bitPattern: try cursor.read(UInt32.self))
      locations.append(Location(kind: kind, size: size, register: register, offset: offset))
    }
    try Self.align(&cursor)
    try cursor.skip(2)
    try cursor.skip(4 &* UInt64(try cursor.read(UInt16.self)))
    try Self.align(&cursor)
    return Record(
      id: id, function: function, offset: Int(offset), locations: first..<locations.count)
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
