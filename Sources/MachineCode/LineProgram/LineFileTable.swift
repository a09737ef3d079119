/// The directories and files that one unit's rows refer to, as references to their names: in
/// memory that units share.
///
/// Takes at most 48 bytes for each byte of the header.
struct LineFileTable: Sendable {
  struct File: Sendable {
    var name: StringReference
    var directory: UInt64
  }

  /// In versions 2 to 4 the compilation directory, index 0, is not among them.
  private(set) var directories: [StringReference] = []
  private(set) var files: [File] = []
  /// What rows call `files[0]`, and files `directories[0]`: 1 up to version 4, 0 since 5.
  private(set) var firstFile = 0
  /// The format of a table's entries.
  private var format: [Field] = []

  private struct Field {
    var content: UInt64
    var form: DWARFForm
    /// Where the form stands.
    var offset: Int
  }

  /// The entry that rows name by this number.
  func file(_ number: Int) -> File? {
    guard number >= firstFile, number &- firstFile < files.count else { return nil }
    return files[number &- firstFile]
  }

  /// The directory that files name by this number.
  func directory(_ number: UInt64) -> StringReference? {
    guard number >= UInt64(firstFile), number &- UInt64(firstFile) < directories.count else {
      return nil
    }
    return directories[Int(number) &- firstFile]
  }
}

extension LineFileTable {
  mutating func removeAll() {
    directories.removeAll(keepingCapacity: true)
    files.removeAll(keepingCapacity: true)
  }

  /// Reads the tables in a unit's header, and what DW_LNE_define_file adds to them.
  mutating func read(
    _ header: LineProgram, _ bytes: RawSpan, definitions: [Int]
  ) throws(LineProgramError) {
    removeAll()
    firstFile = header.version >= 5 ? 0 : 1
    var cursor = DebugCursor(
      bytes.extracting(0..<header.program), at: header.tables, section: LineProgram.section)
    guard header.version < 5 else {
      let encoding = DWARFEncoding(version: header.version, addressSize: 8, is64Bit: header.is64Bit)
      let directoryCount = try readFormat(&cursor)
      directories.reserveCapacity(directoryCount)
      for _ in 0..<directoryCount { directories.append(try readEntry(&cursor, encoding).name) }
      let fileCount = try readFormat(&cursor)
      files.reserveCapacity(fileCount)
      for _ in 0..<fileCount { files.append(try readEntry(&cursor, encoding)) }
      return
    }
    while true {
      let name = try cursor.skipString()
      guard !name.isEmpty else { break }
      directories.append(StringReference(section: .line, offset: UInt64(name.lowerBound)))
    }
    while let file = try Self.readFile(&cursor) { files.append(file) }
    for definition in definitions {
      var cursor = DebugCursor(
        bytes.extracting(0..<header.end), at: definition, section: LineProgram.section)
      guard let file = try Self.readFile(&cursor) else {
        throw .truncated(section: LineProgram.section, offset: definition)
      }
      files.append(file)
    }
  }

  /// An entry of the file table up to version 4 (DWARF 4 §6.2.4 item 12); nil for the one that ends
  /// it.
  private static func readFile(_ cursor: inout DebugCursor) throws(LineProgramError) -> File? {
    let name = try cursor.skipString()
    guard !name.isEmpty else { return nil }
    let directory = try cursor.readULEB()
    _ = try cursor.readULEB()  // time of modification
    _ = try cursor.readULEB()  // length
    return File(
      name: StringReference(section: .line, offset: UInt64(name.lowerBound)), directory: directory)
  }

  /// Reads the format of a table since version 5, and returns the number of its entries (DWARF 5
  /// §6.2.4 items 10 to 17).
  private mutating func readFormat(
    _ cursor: inout DebugCursor
  ) throws(LineProgramError) -> Int {
    format.removeAll(keepingCapacity: true)
    var hasName = false
    for _ in 0..<(try cursor.readByte()) {
      let content = try cursor.readULEB()
      let offset = cursor.offset
      let form = try cursor.readForm()
      // A value without bytes would make entries free: their number would bound nothing.
      guard form != .flagPresent, form != .implicitConst, form != .indirect else {
        throw .unknownForm(section: cursor.section, offset: offset, form: form.rawValue)
      }
      format.append(Field(content: content, form: form, offset: offset))
      hasName = hasName || content == 1
    }
    let countOffset = cursor.offset
    let count = try cursor.readULEB()
    let remaining = cursor.cursor.bytes.byteCount &- cursor.offset
    guard count <= UInt64(remaining / max(1, format.count)), count == 0 || hasName else {
      throw .badLength(section: cursor.section, offset: countOffset)
    }
    return Int(count)
  }

  private func readEntry(
    _ cursor: inout DebugCursor, _ encoding: DWARFEncoding
  ) throws(LineProgramError) -> File {
    var entry = File(name: StringReference(section: .line, offset: 0), directory: 0)
    for field in format {
      switch field.content {
      case 1:  // DW_LNCT_path
        entry.name = try Self.readPath(&cursor, field.form, field.offset, encoding)
      case 2:  // DW_LNCT_directory_index
        entry.directory = try Self.readIndex(&cursor, field.form, field.offset)
      default:  // timestamp, size, MD5 and what vendors add
        try cursor.skip(field.form, encoding)
      }
    }
    return entry
  }

  private static func readPath(
    _ cursor: inout DebugCursor, _ form: DWARFForm, _ formOffset: Int, _ encoding: DWARFEncoding
  ) throws(LineProgramError) -> StringReference {
    switch form {
    case .string:
      return StringReference(section: .line, offset: UInt64(try cursor.skipString().lowerBound))
    case .lineStrp:
      return StringReference(
        section: .lineStr, offset: try cursor.readOffset(is64Bit: encoding.is64Bit))
    case .strp:
      return StringReference(
        section: .str, offset: try cursor.readOffset(is64Bit: encoding.is64Bit))
    default:
      // Among them those of DW_FORM_strx: a line program does not say where its part of
      // .debug_str_offsets is.
      throw .unknownForm(section: cursor.section, offset: formOffset, form: form.rawValue)
    }
  }

  private static func readIndex(
    _ cursor: inout DebugCursor, _ form: DWARFForm, _ formOffset: Int
  ) throws(LineProgramError) -> UInt64 {
    switch form {
    case .data1: return UInt64(try cursor.readByte())
    case .data2: return UInt64(try cursor.read(UInt16.self))
    case .data4: return UInt64(try cursor.read(UInt32.self))
    case .data8: return try cursor.read(UInt64.self)
    case .udata: return try cursor.readULEB()
    default:
      throw .unknownForm(section: cursor.section, offset: formOffset, form: form.rawValue)
    }
  }
}
