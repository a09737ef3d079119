import Symbols

/// One record of the section `.go.func`: what machine code does not say of a function.
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 8 | the function's address, by a relocation |
/// | 8 | 4 | size of the record, a multiple of 8 |
/// | 12 | 4 | role |
/// | 16 | 4 | size of arguments on the caller's stack, in bytes |
/// | 20 | 4 | start line |
/// | 24 | 4 | number of argument words that hold pointers |
/// | 28 | 4 | length of the Go name |
/// | 32 | 4 | length of the file's path |
/// | 36 | | the words' indexes (4 bytes each), the name, the path, zeros |
struct FunctionSectionRecord: Sendable, Equatable {
  enum Role: UInt32, Sendable {
    /// Code that LLVM compiled from a function of the front end.
    case body = 0
    /// Code that LLVM compiled from a function that GoMeta made: tracebacks leave it out.
    case generatedBody = 1
    /// A thunk between Go's convention and C's: tracebacks leave it out.
    case thunk = 2
  }

  static let sectionName = ".go.func"
  static let fixedSize = 36

  var role: Role
  var name: String
  var file: String
  var startLine: UInt32
  var argumentSize: UInt32
  var argumentPointerWords: [UInt32]

  /// The bytes after the address.
  var encodedTail: [UInt8] {
    var bytes: [UInt8] = []
    let strings = name.utf8.count + file.utf8.count
    let size = (Self.fixedSize + 4 * argumentPointerWords.count + strings + 7) / 8 * 8
    for number in [
      UInt32(truncatingIfNeeded: size), role.rawValue, argumentSize, startLine,
      UInt32(truncatingIfNeeded: argumentPointerWords.count),
      UInt32(truncatingIfNeeded: name.utf8.count), UInt32(truncatingIfNeeded: file.utf8.count),
    ] + argumentPointerWords {
      bytes.append(littleEndian: number)
    }
    bytes += name.utf8
    bytes += file.utf8
    while bytes.count < size - 8 { bytes.append(0) }
    return bytes
  }

  /// The records of a section, each with the offset of its address field.
  static func decode(
    _ bytes: [UInt8]
  ) throws(RecordError) -> [(offset: Int, record: FunctionSectionRecord)] {
    var records: [(Int, FunctionSectionRecord)] = []
    var reader = RecordReader(bytes)
    while !reader.isAtEnd {
      let start = reader.position
      _ = try reader.number(UInt64.self)
      let size = Int(try reader.number(UInt32.self))
      guard let role = Role(rawValue: try reader.number(UInt32.self)), size >= fixedSize else {
        throw .truncated(offset: start)
      }
      let argumentSize = try reader.number(UInt32.self)
      let startLine = try reader.number(UInt32.self)
      let words = Int(try reader.number(UInt32.self))
      let nameLength = Int(try reader.number(UInt32.self))
      let fileLength = Int(try reader.number(UInt32.self))
      guard words <= size / 4 else { throw .truncated(offset: start) }
      var pointerWords: [UInt32] = []
      for _ in 0..<words { pointerWords.append(try reader.number(UInt32.self)) }
      let name = try reader.string(count: nameLength)
      let file = try reader.string(count: fileLength)
      reader.skip(to: 8)
      guard reader.position == start + size else { throw .truncated(offset: start) }
      records.append(
        (
          start,
          FunctionSectionRecord(
            role: role, name: name, file: file, startLine: startLine, argumentSize: argumentSize,
            argumentPointerWords: pointerWords)
        ))
    }
    return records
  }
}
