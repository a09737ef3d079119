/// The units of `.debug_info` (DWARF 5 §7.5.1; versions 2 to 5 in the 32- and 64-bit formats): what
/// their headers and their own entries say.
///
///     let units = try DebugUnits(debug)
///     var reader = DebugUnitReader(units)
///     for unit in units.units.indices {
///       try reader.read(unit)
///       for function in reader.subprograms { … }
///     }
public struct DebugUnits: Sendable {
  public struct Unit: Sendable {
    /// Where its header starts in `.debug_info`, and where the unit ends.
    public let offset: Int
    public let end: Int
    /// It describes a type, and no code (DW_UT_type).
    public let isType: Bool
    let encoding: DWARFEncoding
    /// Where its table starts in `.debug_abbrev`.
    let abbreviations: UInt64
    /// Where its own entry starts.
    let firstEntry: Int
    let entry: UnitEntry

    /// The version of DWARF: 2 to 5.
    public var version: UInt16 { encoding.version }
    /// Where its line program starts in `.debug_line` (DW_AT_stmt_list).
    public var lineProgram: UInt64? { entry.lineProgram }
    /// The primary source file (DW_AT_name), and the directory it was compiled in.
    public var name: DebugString? { entry.name }
    public var directory: DebugString? { entry.directory }
  }

  /// In one object, so that a copy of the value costs one reference.
  private final class Storage: Sendable {
    let units: [Unit]
    let debug: DebugSections

    init(_ units: [Unit], _ debug: DebugSections) { (self.units, self.debug) = (units, debug) }
  }

  private let storage: Storage

  /// In the order of `.debug_info`.
  public var units: [Unit] { storage.units }
  public var debug: DebugSections { storage.debug }

  /// Reads the headers and the units' own entries, no more.
  ///
  /// - Throws: also `splitUnit` for a unit whose information stands in another file.
  public init(_ debug: DebugSections) throws(DebugInfoError) {
    let bytes = debug.info.bytes
    var units: [Unit] = []
    var finder = AbbreviationFinder(debug.abbrev, workFor: debug.info.count)
    var offset = 0
    while offset < bytes.byteCount {
      let unit = try Unit(bytes, at: offset, debug, &finder)
      offset = unit.end
      units.append(unit)
    }
    storage = Storage(units, debug)
  }

  /// The unit whose entries include an offset.
  func unit(containing offset: UInt64) -> Int? {
    let units = storage.units
    var low = 0
    var high = units.count
    while low < high {
      let middle = (low &+ high) / 2
      if UInt64(truncatingIfNeeded: units[middle].end) > offset {
        high = middle
      } else {
        low = middle &+ 1
      }
    }
    guard low < units.count, UInt64(truncatingIfNeeded: units[low].firstEntry) <= offset else {
      return nil
    }
    return low
  }
}

extension DebugUnits.Unit {
  fileprivate init(
    _ bytes: RawSpan, at offset: Int, _ debug: DebugSections, _ finder: inout AbbreviationFinder
  ) throws(DebugInfoError) {
    let section = DebugInfoSection.info.name
    self.offset = offset
    var whole = EntryCursor(bytes, at: offset, .info)
    let length = try whole.readUnitLength()
    end = length.end
    let unit = bytes.extracting(0..<length.end)
    var cursor = EntryCursor(unit, at: whole.offset, .info)
    let version = try cursor.read(UInt16.self)
    guard (2...5).contains(version) else {
      throw .unsupportedVersion(section: section, offset: offset, version: version)
    }
    let addressSize: UInt8
    // DW_UT_compile, as all units are up to version 4.
    var type: UInt8 = 1
    if version >= 5 {
      type = try cursor.readByte()
      addressSize = try cursor.readByte()
      abbreviations = try cursor.readOffset(is64Bit: length.is64Bit)
    } else {
      abbreviations = try cursor.readOffset(is64Bit: length.is64Bit)
      addressSize = try cursor.readByte()
    }
    guard addressSize == 8 else {
      throw .unsupportedAddressSize(section: section, offset: offset, size: addressSize)
    }
    encoding = DWARFEncoding(
      version: version, addressSize: addressSize, is64Bit: length.is64Bit)
    isType = type == 2
    switch type {
    case 1, 2, 3: break
    case 4: try cursor.skip(8)  // dwo_id; the entry names the file
    case 5, 6:
      throw .splitUnit(section: section, offset: offset, name: "this file, which is a .dwo")
    default: throw .unsupportedUnitType(section: section, offset: offset, type: type)
    }
    firstEntry = cursor.offset
    entry =
      isType || cursor.isAtEnd
      ? UnitEntry() : try UnitEntry(&cursor, abbreviations, encoding, debug, &finder)
  }
}
