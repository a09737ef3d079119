/// The compilation directory of each line program up to version 4, which do not state it themselves.
///
/// Reads the first entry of each unit in `.debug_info`, no more of it: DW_AT_stmt_list and
/// DW_AT_comp_dir (DWARF 5 §3.1.1).
enum CompilationDirectories {
  static let section = ".debug_info"
  private static let stringOffsetsSection = ".debug_str_offsets"

  /// The directories' names, by unit of `.debug_line`; nothing when no unit needs one.
  static func read(
    _ debug: DebugSections, of units: [LineUnits.Unit]
  ) throws(LineProgramError) -> [StringReference?] {
    guard units.contains(where: { $0.version < 5 }) else { return [] }
    var names = [StringReference?](repeating: nil, count: units.count)
    let info = debug.info
    let bytes = info.bytes
    var abbreviations = AbbreviationTable(
      debug.abbrev, workFor: info.count.addingReportingOverflow(debug.abbrev.count).partialValue)
    var offset = 0
    while offset < bytes.byteCount {
      let unit = try UnitHeader(bytes, at: offset, section: section)
      offset = unit.end
      guard unit.mayHaveLines, unit.firstEntry < unit.end else { continue }
      var cursor = DebugCursor(
        bytes.extracting(0..<unit.end), at: unit.firstEntry, section: section)
      let code = try cursor.readULEB()
      guard code != 0 else { continue }
      guard let attributes = try abbreviations.attributes(of: code, at: unit.abbreviations) else {
        throw .unknownAbbreviation(section: section, offset: unit.firstEntry, code: code)
      }
      let entry = try DirectoryEntry(&cursor, attributes, unit.encoding)
      guard let program = entry.lineProgram, let index = LineUnits.unit(at: program, in: units)
      else {
        continue
      }
      switch entry.directory {
      case .none:
        break
      case .inline(let range):
        names[index] = StringReference(section: .info, offset: UInt64(range.lowerBound))
      case .reference(let reference):
        names[index] = reference
      case .index(let number):
        names[index] = try string(
          number, debug.strOffsets, entry.stringOffsetsBase, unit.encoding)
      }
    }
    return names
  }

  /// The string that the unit's part of `.debug_str_offsets` names `index` (DWARF 5 §7.26).
  private static func string(
    _ index: UInt64, _ table: InputBytes, _ base: UInt64, _ encoding: DWARFEncoding
  ) throws(LineProgramError) -> StringReference {
    let distance = index.multipliedReportingOverflow(by: encoding.is64Bit ? 8 : 4)
    let position = base.addingReportingOverflow(distance.partialValue)
    guard !distance.overflow, !position.overflow else {
      throw .truncated(section: stringOffsetsSection, offset: Int(clamping: base))
    }
    var cursor = DebugCursor(
      table.bytes, at: Int(clamping: position.partialValue), section: stringOffsetsSection)
    return StringReference(
      section: .str, offset: try cursor.readOffset(is64Bit: encoding.is64Bit))
  }
}

/// The header of a unit in `.debug_info` (DWARF 5 §7.5.1).
private struct UnitHeader {
  var end: Int
  var encoding: DWARFEncoding
  /// It is no type unit and no part of a split file.
  var mayHaveLines: Bool
  /// Where the unit's table starts in `.debug_abbrev`.
  var abbreviations: UInt64
  /// Where the unit's own entry starts.
  var firstEntry: Int

  init(_ bytes: RawSpan, at offset: Int, section: String) throws(LineProgramError) {
    var whole = DebugCursor(bytes, at: offset, section: section)
    let unit = try whole.readUnitLength()
    end = unit.end
    var cursor = DebugCursor(bytes.extracting(0..<unit.end), at: whole.offset, section: section)
    let version = try cursor.read(UInt16.self)
    guard (2...5).contains(version) else {
      throw .unsupportedVersion(section: section, offset: offset, version: version)
    }
    let addressSize: UInt8
    if version >= 5 {
      let type = try cursor.readByte()
      addressSize = try cursor.readByte()
      abbreviations = try cursor.readOffset(is64Bit: unit.is64Bit)
      // DW_UT_compile, DW_UT_partial, and DW_UT_skeleton with its dwo_id.
      mayHaveLines = type == 1 || type == 3 || type == 4
      if type == 4 { try cursor.skip(8) }
    } else {
      abbreviations = try cursor.readOffset(is64Bit: unit.is64Bit)
      addressSize = try cursor.readByte()
      mayHaveLines = true
    }
    encoding = DWARFEncoding(version: version, addressSize: addressSize, is64Bit: unit.is64Bit)
    firstEntry = cursor.offset
  }
}

/// What the first entry of a unit says about its line program.
private struct DirectoryEntry {
  enum Directory {
    case none
    case inline(Range<Int>)
    case reference(StringReference)
    /// Of the unit's part of `.debug_str_offsets`.
    case index(UInt64)
  }

  var lineProgram: UInt64?
  var directory = Directory.none
  var stringOffsetsBase: UInt64 = 0

  init(
    _ cursor: inout DebugCursor, _ attributes: [AbbreviationTable.Attribute],
    _ encoding: DWARFEncoding
  ) throws(LineProgramError) {
    for attribute in attributes {
      switch attribute.name {
      case 0x10: lineProgram = try Self.readOffset(&cursor, attribute.form, encoding)
      case 0x1b: directory = try Self.readDirectory(&cursor, attribute.form, encoding)
      case 0x72: stringOffsetsBase = try Self.readOffset(&cursor, attribute.form, encoding)
      default: try cursor.skip(attribute.form, encoding)
      }
    }
  }

  /// A value of class lineptr or stroffsetsptr; up to version 3 of the data forms.
  private static func readOffset(
    _ cursor: inout DebugCursor, _ form: DWARFForm, _ encoding: DWARFEncoding
  ) throws(LineProgramError) -> UInt64 {
    switch form {
    case .secOffset: return try cursor.readOffset(is64Bit: encoding.is64Bit)
    case .data4: return UInt64(try cursor.read(UInt32.self))
    case .data8: return try cursor.read(UInt64.self)
    default:
      throw .unknownForm(section: cursor.section, offset: cursor.offset, form: form.rawValue)
    }
  }

  private static func readDirectory(
    _ cursor: inout DebugCursor, _ form: DWARFForm, _ encoding: DWARFEncoding
  ) throws(LineProgramError) -> Directory {
    switch form {
    case .string: return .inline(try cursor.skipString())
    case .strp:
      let offset = try cursor.readOffset(is64Bit: encoding.is64Bit)
      return .reference(StringReference(section: .str, offset: offset))
    case .lineStrp:
      let offset = try cursor.readOffset(is64Bit: encoding.is64Bit)
      return .reference(StringReference(section: .lineStr, offset: offset))
    case .strx, .gnuStrIndex: return .index(try cursor.readULEB())
    case .strx1: return .index(UInt64(try cursor.readByte()))
    case .strx2: return .index(UInt64(try cursor.read(UInt16.self)))
    case .strx3: return .index(try cursor.readUInt24())
    case .strx4: return .index(UInt64(try cursor.read(UInt32.self)))
    default:
      throw .unknownForm(section: cursor.section, offset: cursor.offset, form: form.rawValue)
    }
  }
}
