/// Reads line programs one unit at a time, in memory that all units share: one for each worker.
///
/// Takes at most 64 times the size of the longest unit, of which only that part is ever touched that
/// its rows and files fill: 16 bytes for a row.
public struct LineUnitReader: Sendable {
  /// A run of code without gaps.
  public struct Sequence: Sendable, Equatable {
    /// The first byte's address and the one after the last's.
    public let start: UInt64
    public let end: UInt64
    /// Its place in the reader's rows.
    public let rowRange: Range<Int>
    /// Its part of the walk's `addressOperands`.
    let addressOperands: Range<Int>
  }

  public let units: LineUnits
  let lowestAddress: UInt64
  private var advances = SpecialOpcodeAdvances()
  private(set) var walk = LineWalk()
  private(set) var table = LineFileTable()
  /// The unit that was read last, and its place in `units`.
  private var current = LineUnits.Unit(offset: 0, end: 0, version: 0)
  private var place = 0
  /// How many more bytes may be read for the unit's paths. Table entries of a few bytes may name
  /// long directories, so that paths could take the square of the input's size.
  private var pathBudget = 0

  /// A reader before the first unit. Sequences that start below `lowestAddress` are left out:
  /// linkers put code that they discard at 0, or a little above it.
  public init(_ units: LineUnits, lowestAddress: UInt64 = 1) {
    self.units = units
    self.lowestAddress = lowestAddress
  }

  /// Reads a unit: an index into `units.units`, which it must be. After an error the reader holds
  /// nothing.
  public mutating func read(_ unit: Int) throws(LineProgramError) {
    let line = units.debug.line
    let bytes = line.bytes
    let program = try begin(unit, bytes)
    advances.set(program.parameters)
    walk.rows.reserveCapacity(units.longest)
    do throws(LineProgramError) {
      try program.run(bytes, lowest: lowestAddress, advances, into: &walk)
      try table.read(program, bytes, definitions: walk.fileDefinitions)
    } catch {
      walk.removeAll()
      table.removeAll()
      throw error
    }
  }

  /// Reads a unit's files alone: it seems to have no rows.
  public mutating func readFiles(of unit: Int) throws(LineProgramError) {
    let line = units.debug.line
    let bytes = line.bytes
    let program = try begin(unit, bytes)
    try table.read(program, bytes, definitions: [])
  }

  private mutating func begin(
    _ unit: Int, _ bytes: RawSpan
  ) throws(LineProgramError) -> LineProgram {
    walk.removeAll()
    table.removeAll()
    current = units.units[unit]
    place = unit
    pathBudget = 4096 &+ 256 &* (current.end &- current.offset)
    return try LineProgram(bytes, at: current.offset)
  }
}

/// What the unit holds that was read last.
extension LineUnitReader {
  /// The sequences with code, in the program's order; none starts at an address that stands for
  /// discarded code.
  public var sequences: [Sequence] { walk.sequences }

  /// How many sequences are not among `sequences`.
  public var omittedSequences: Int { walk.omitted }

  /// The rows of all sequences. A row's `file` is a number of the unit's own table; what stands
  /// between two sequences' rows means nothing.
  public var rows: Span<LineTable.Row> {
    @_lifetime(borrow self)
    get { walk.rows.span }
  }

  /// A sequence's rows, in strictly increasing address order; the last ends the sequence.
  @_lifetime(borrow self)
  public func rows(of sequence: Sequence) -> Span<LineTable.Row> {
    walk.rows.span.extracting(sequence.rowRange.clamped(to: 0..<walk.rows.count))
  }

  /// Of DWARF.
  public var version: UInt16 { current.version }

  /// The number by which rows name the first file of the unit's table: 1 up to DWARF 4, 0 since 5.
  public var firstFile: Int { table.firstFile }

  /// How many files the unit's table has.
  public var fileCount: Int { table.files.count }

  /// Sets `path` to the full path of a file, unless the producer left out the directory: the file's
  /// name if that is absolute; else it follows its directory, which, if relative, follows the unit's
  /// compilation directory. A directory `.` and a leading `./` are dropped; nothing else is
  /// normalised.
  ///
  /// To be asked once for each file that rows name: the paths of a unit may take 256 times its size
  /// and 4096 bytes, after which it throws `tooMuch`.
  public mutating func path(of file: Int, into path: inout [UInt8]) throws(LineProgramError) {
    path.removeAll(keepingCapacity: true)
    let offset = current.offset
    guard let entry = table.file(file) else {
      throw .unknownFile(section: LineProgram.section, offset: offset, file: file)
    }
    var directory: StringReference?
    var needsRoot = !isAbsolute(entry.name)
    // Index 0 is the compilation directory: in the table since version 5, before it left out.
    if needsRoot, entry.directory != 0 {
      guard let named = table.directory(entry.directory) else {
        throw .unknownDirectory(
          section: LineProgram.section, offset: offset, directory: entry.directory)
      }
      directory = named
      needsRoot = !isAbsolute(named)
    }
    let root = needsRoot ? try compilationDirectory() : nil
    if let root { try append(root, to: &path) }
    if let directory { try append(directory, to: &path) }
    try append(entry.name, to: &path)
  }

  private func isAbsolute(_ path: StringReference) -> Bool {
    let section = units.debug.section(of: path)
    return section.bytes.load(at: Int(clamping: path.offset), as: UInt8.self) == UInt8(ascii: "/")
  }

  private func compilationDirectory() throws(LineProgramError) -> StringReference? {
    if version >= 5 { return table.directory(0) }
    let names = try units.directories.get()
    return place < names.count ? names[place] : nil
  }

  /// Makes the path longer by the string, which the budget pays for.
  private mutating func append(
    _ string: StringReference, to path: inout [UInt8]
  ) throws(LineProgramError) {
    let section = units.debug.section(of: string)
    let bytes = section.bytes
    let offset = Int(clamping: string.offset)
    guard let length = bytes.lengthOfString(at: offset) else {
      throw .truncated(section: string.sectionName, offset: min(offset, bytes.byteCount))
    }
    pathBudget &-= length &+ 16
    guard pathBudget > 0 else {
      throw .tooMuch(section: LineProgram.section, what: "the paths of its files are")
    }
    SourcePath.append(bytes.extracting(offset..<offset &+ length), to: &path)
  }
}
