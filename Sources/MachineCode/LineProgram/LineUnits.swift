/// Where the line programs of an input are: one for each unit of `.debug_line` (DWARF 2 to 5, of 32
/// and 64 bits). Workers share it; each reads units with a `LineUnitReader` of its own.
///
///     let units = try LineUnits(debug)
///     var reader = LineUnitReader(units)
///     for unit in 0..<units.count {
///       try reader.read(unit)
///       for sequence in reader.sequences { encode(reader.rows(of: sequence)) }
///     }
///
/// Takes at most 12 times the size of `.debug_line`, and for a moment 16 times that of
/// `.debug_abbrev`.
public struct LineUnits: Sendable {
  /// Offsets are in `.debug_line`.
  public struct Unit: Sendable, Equatable {
    /// Where the unit starts, and where the next one does.
    public let offset: Int
    public let end: Int
    /// Of DWARF: 2 to 5.
    public let version: UInt16
  }

  /// One reference, as workers copy it.
  private let contents: Contents

  private final class Contents: Sendable {
    let units: [Unit]
    let debug: DebugSections
    let directories: Result<[StringReference?], LineProgramError>
    let longest: Int

    init(
      _ units: [Unit], _ debug: DebugSections,
      _ directories: Result<[StringReference?], LineProgramError>
    ) {
      (self.units, self.debug, self.directories) = (units, debug, directories)
      longest = units.reduce(0) { max($0, $1.end &- $1.offset) }
    }
  }

  /// In the order of their offsets.
  public var units: [Unit] { contents.units }
  public var count: Int { contents.units.count }
  var debug: DebugSections { contents.debug }
  /// By unit. Read from `.debug_info`, which may be at fault where no path needs it: it is an error
  /// once one does.
  var directories: Result<[StringReference?], LineProgramError> { contents.directories }
  /// The size of the longest unit in bytes.
  var longest: Int { contents.longest }

  /// Finds the units, of which it reads no more than their lengths and versions.
  public init(_ debug: DebugSections) throws(LineProgramError) {
    let bytes = debug.line.bytes
    var units: [Unit] = []
    var offset = 0
    while offset < bytes.byteCount {
      var cursor = DebugCursor(bytes, at: offset, section: LineProgram.section)
      let end = try cursor.readUnitLength().end
      var unit = DebugCursor(
        bytes.extracting(0..<end), at: cursor.offset, section: LineProgram.section)
      let version = try unit.read(UInt16.self)
      guard (2...5).contains(version) else {
        throw .unsupportedVersion(
          section: LineProgram.section, offset: offset, version: version)
      }
      units.append(Unit(offset: offset, end: end, version: version))
      offset = end
    }
    do throws(LineProgramError) {
      contents = Contents(
        units, debug, .success(try CompilationDirectories.read(debug, of: units)))
    } catch {
      contents = Contents(units, debug, .failure(error))
    }
  }

  /// The unit that starts at an offset, such as one that DW_AT_stmt_list states.
  public func unit(at offset: UInt64) -> Int? {
    Self.unit(at: offset, in: units)
  }

  static func unit(at offset: UInt64, in units: [Unit]) -> Int? {
    let place = units.partitioningIndex { UInt64($0.offset) >= offset }
    return place < units.count && UInt64(units[place].offset) == offset ? place : nil
  }
}
