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
/// | 36 | 4, 4, 4 | numbers of local words while the stack grows, and of argument and of local words at other calls |
/// | 48 | 4 | length of the argument info |
/// | 52 | | the words' indexes (4 bytes each) in this order, the name, the path, the info, zeros |
struct FunctionSectionRecord: Sendable, Equatable {
  enum Role: UInt32, Sendable {
    /// Code that LLVM compiled from a function of the front end.
    case body = 0
    /// Code that LLVM compiled from a function that GoMeta made: tracebacks leave it out.
    case generatedBody = 1
    /// A thunk between Go's convention and C's: tracebacks leave it out.
    case thunk = 2
    /// As `body`, and as `generatedBody`, of a function whose frames the collector scans.
    case managedBody = 3
    case generatedManagedBody = 4
    /// What managed code calls: sees to it that there is stack, and jumps to the body.
    case stackCheck = 5
    /// What managed code calls to reach a function of Go's.
    case exit = 6
    /// What managed code calls to have a function called in any case (`ProtectThunk`).
    case protect = 7

    var isManaged: Bool { self == .managedBody || self == .generatedManagedBody }
    /// Shown in tracebacks.
    var isShown: Bool { self == .body || self == .managedBody }
  }

  static let sectionName = ".go.func"
  static let fixedSize = 52

  var role: Role
  var name: String
  var file: String
  var startLine: UInt32
  var argumentSize: UInt32
  /// While the stack grows, where that differs from other calls.
  var argumentPointerWords: [UInt32]
  /// `ThunkFrame`'s other words.
  var growingLocals: [UInt32] = []
  var callingArguments: [UInt32] = []
  var callingLocals: [UInt32] = []
  /// FUNCDATA_ArgInfo; empty for none.
  var argumentInfo: [UInt8] = []

  /// Of code whose arguments hold the same pointers at all calls.
  init(
    role: Role, name: String, file: String, startLine: UInt32, argumentSize: UInt32,
    argumentPointerWords: [UInt32]
  ) {
    self.role = role
    self.name = name
    self.file = file
    self.startLine = startLine
    self.argumentSize = argumentSize
    self.argumentPointerWords = argumentPointerWords
    callingArguments = argumentPointerWords
  }

  /// The bytes after the address.
  var encodedTail: [UInt8] {
    var bytes: [UInt8] = []
    let words = argumentPointerWords + growingLocals + callingArguments + callingLocals
    let strings = name.utf8.count + file.utf8.count + argumentInfo.count
    let size = (Self.fixedSize + 4 * words.count + strings + 7) / 8 * 8
    for number in [
      UInt32(truncatingIfNeeded: size), role.rawValue, argumentSize, startLine,
      UInt32(truncatingIfNeeded: argumentPointerWords.count),
      UInt32(truncatingIfNeeded: name.utf8.count), UInt32(truncatingIfNeeded: file.utf8.count),
      UInt32(truncatingIfNeeded: growingLocals.count),
      UInt32(truncatingIfNeeded: callingArguments.count),
      UInt32(truncatingIfNeeded: callingLocals.count),
      UInt32(truncatingIfNeeded: argumentInfo.count),
    ] + words {
      bytes.append(littleEndian: number)
    }
    bytes += name.utf8
    bytes += file.utf8
    bytes += argumentInfo
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
      let words = try reader.number(UInt32.self)
      let nameLength = Int(try reader.number(UInt32.self))
      let fileLength = Int(try reader.number(UInt32.self))
      let otherWords = [
        try reader.number(UInt32.self), try reader.number(UInt32.self),
        try reader.number(UInt32.self),
      ]
      let infoLength = Int(try reader.number(UInt32.self))
      func read(_ count: UInt32) throws(RecordError) -> [UInt32] {
        guard Int(count) <= size / 4 else { throw .truncated(offset: start) }
        var words: [UInt32] = []
        for _ in 0..<count { words.append(try reader.number(UInt32.self)) }
        return words
      }
      var record = FunctionSectionRecord(
        role: role, name: "", file: "", startLine: startLine, argumentSize: argumentSize,
        argumentPointerWords: try read(words))
      record.growingLocals = try read(otherWords[0])
      record.callingArguments = try read(otherWords[1])
      record.callingLocals = try read(otherWords[2])
      record.name = try reader.string(count: nameLength)
      record.file = try reader.string(count: fileLength)
      record.argumentInfo = try reader.bytes(count: infoLength)
      reader.skip(to: 8)
      guard reader.position == start + size else { throw .truncated(offset: start) }
      records.append((start, record))
    }
    return records
  }
}
