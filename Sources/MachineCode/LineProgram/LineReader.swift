/// Reads an object's line programs one unit at a time, in memory that all units share: for one pass
/// over the rows. `LineTable` keeps them all, sorted.
///
///     var reader = try LineReader(object: object)
///     while try reader.readUnit() {
///       for sequence in reader.sequences { encode(reader.rows(of: sequence), reader.files) }
///     }
public struct LineReader: Sendable {
  /// The last unit's sequences whose code is in the file and not empty, in the program's order.
  public private(set) var sequences: [LineTable.Sequence] = []
  /// The source files that the rows of all units so far name; see `LineTable.files`.
  public var files: [String] { sourceFiles.paths }
  /// How many sequences of all units so far were left out.
  public private(set) var omittedSequences = 0

  /// The last unit's rows.
  private(set) var rows: [LineTable.Row] = []
  private var marks = LineMarks()
  /// Where the next unit starts in `.debug_line`.
  private var offset = 0
  private var sourceFiles: SourceFiles
  private let object: ObjectFile
  private let strings: DebugSections
  private let sections: SequenceSections
  /// Read when the first file needs them.
  private var compilationDirectories: CompilationDirectories?

  /// A reader before the first unit; an object without `.debug_line` has no units.
  public init(object: ObjectFile) throws(LineProgramError) {
    self.object = object
    let section = try Self.lineSection(of: object)
    strings = try DebugSections(object)
    do throws(ObjectFileError) {
      sections = try SequenceSections(object, lines: section)
    } catch {
      throw .object(error)
    }
    sourceFiles = SourceFiles(
      budgetFor: strings.line.count &+ strings.lineStr.count &+ strings.str.count)
  }

  /// Reads the next unit; returns false when there is none.
  public mutating func readUnit() throws(LineProgramError) -> Bool {
    let line = strings.line
    let bytes = line.span.bytes
    rows.removeAll(keepingCapacity: true)
    sequences.removeAll(keepingCapacity: true)
    guard offset < bytes.byteCount else { return false }
    let program = try LineProgram(bytes, at: offset)
    try program.walk(bytes, into: &rows, &marks)
    try settle(program, bytes)
    offset = program.end
    return true
  }

  /// The rows of one of the last unit's sequences, in strictly increasing address order; the last
  /// ends the sequence.
  public func rows(of sequence: LineTable.Sequence) -> ArraySlice<LineTable.Row> {
    guard sequence.rowRange.upperBound <= rows.count else { return [] }
    return rows[sequence.rowRange]
  }

  /// How many bytes the line programs take: no unit makes more rows than it has bytes.
  var size: Int { strings.line.count }
}

extension LineReader {
  /// The only section with line programs.
  private static func lineSection(
    of object: ObjectFile
  ) throws(LineProgramError) -> ObjectFile.Section? {
    var found: ObjectFile.Section?
    for section in object.sections where section.name.hasPrefix(LineProgram.section) {
      if section.name == LineProgram.section {
        guard found == nil else { throw .severalLineSections(section.name) }
        found = section
      } else if section.name.hasPrefix(LineProgram.section + "."),
        section.name != LineProgram.section + ".dwo"
      {
        // The assembler's --gdwarf-sections: pieces that only a linker puts together.
        throw .severalLineSections(section.name)
      }
    }
    return found
  }

  /// Turns the rows that walking left behind into the table's: without what is not in the file, and
  /// of rows with one address only the last.
  private mutating func settle(
    _ program: LineProgram, _ bytes: RawSpan
  ) throws(LineProgramError) {
    guard !marks.sequences.isEmpty else { return }
    var unit = UnitFiles(
      program, try LineFileTable(program, bytes, definitions: marks.fileDefinitions))
    // Taken out of the reader for as long as it changes them and itself.
    var rows: [LineTable.Row] = []
    swap(&rows, &self.rows)
    var end = 0
    do {
      var span = rows.mutableSpan
      for mark in marks.sequences {
        guard let section = try section(of: mark, bytes) else {
          omittedSequences &+= 1
          continue
        }
        let start = end
        end = try settle(mark.rows, program, &unit, &span, to: start)
        let first = span[start].address
        let last = span[end &- 1].address
        if first < last {
          sequences.append(
            LineTable.Sequence(
              sectionIndex: section, start: first, end: last, rowRange: start..<end))
        } else {
          end = start
          omittedSequences &+= 1
        }
      }
    }
    rows.removeLast(rows.count &- end)
    self.rows = rows
  }

  /// The section that all the sequence's addresses are in; nil when it is not in the file.
  private func section(
    of sequence: LineMarks.Sequence, _ bytes: RawSpan
  ) throws(LineProgramError) -> Int? {
    var result: Int?
    for place in sequence.addressOperands {
      let operand = marks.addressOperands[place]
      let section = sections.section(operand: operand, address: bytes.load(at: operand) ?? 0)
      guard place == sequence.addressOperands.lowerBound || section == result else {
        throw .severalSectionsInSequence(section: LineProgram.section, offset: operand)
      }
      result = section
    }
    return result
  }

  /// Moves a sequence's rows to `start`, which is not after them, keeping of those with one address
  /// the last, and turns the unit's file numbers into the table's. Returns where the rows end.
  private mutating func settle(
    _ sequence: Range<Int>, _ program: LineProgram, _ unit: inout UnitFiles,
    _ rows: inout MutableSpan<LineTable.Row>, to start: Int
  ) throws(LineProgramError) -> Int {
    var end = start
    var previous: UInt64 = 0
    // Runs of rows name the same file.
    var number = -1
    var file: UInt32 = 0
    for place in sequence {
      var row = rows[place]
      guard row.address >= previous else {
        throw .addressDecreases(
          section: LineProgram.section, offset: program.offset, address: row.address)
      }
      if !row.endsSequence {
        if row.file != number {
          number = row.file
          file = try index(of: number, program, &unit)
        }
        row = row.with(file: file)
      }
      if row.address == previous, end > start { end &-= 1 }
      rows[end] = row
      end &+= 1
      previous = row.address
    }
    return end
  }

  /// The table's index of a unit's file; its path is made when it is met for the first time.
  private mutating func index(
    of file: Int, _ program: LineProgram, _ unit: inout UnitFiles
  ) throws(LineProgramError) -> UInt32 {
    if let known = unit.index(of: file) { return known }
    guard let entry = unit.table.file(file) else {
      throw .unknownFile(section: LineProgram.section, offset: program.offset, file: file)
    }
    let name = try strings.characters(entry.name)
    var parts: [ArraySlice<UInt8>] = [name]
    if name.first != UInt8(ascii: "/") {
      // Index 0 is the compilation directory: in the table since version 5, before it left out.
      if entry.directory != 0 {
        guard let directory = unit.table.directory(entry.directory) else {
          throw .unknownDirectory(
            section: LineProgram.section, offset: program.offset, directory: entry.directory)
        }
        parts.insert(try strings.characters(directory), at: 0)
      }
      if parts[0].first != UInt8(ascii: "/") {
        parts.insert(try compilationDirectory(program, unit.table), at: 0)
      }
    }
    let index = try sourceFiles.index(of: parts)
    unit.setIndex(of: file, index)
    return index
  }

  /// Empty when it is not known.
  private mutating func compilationDirectory(
    _ program: LineProgram, _ table: LineFileTable
  ) throws(LineProgramError) -> ArraySlice<UInt8> {
    if program.version >= 5 {
      guard let directory = table.directory(0) else { return [] }
      return try strings.characters(directory)
    }
    let directories: CompilationDirectories
    if let known = compilationDirectories {
      directories = known
    } else {
      directories = try CompilationDirectories(object)
      compilationDirectories = directories
    }
    switch directories.byProgramOffset[UInt64(program.offset)] {
    case .none: return []
    case .characters(let characters): return characters
    case .reference(let reference): return try strings.characters(reference)
    }
  }
}

/// The file table of one unit, with the table's index of each file that a row has named.
private struct UnitFiles {
  let table: LineFileTable
  /// By the unit's file number.
  private var indices: [UInt32]

  private static let unknown = UInt32.max

  init(_ program: LineProgram, _ table: LineFileTable) {
    self.table = table
    indices = [UInt32](repeating: Self.unknown, count: table.files.count &+ table.firstFile)
  }

  @inline(__always)
  func index(of file: Int) -> UInt32? {
    guard file < indices.count, indices[file] != Self.unknown else { return nil }
    return indices[file]
  }

  mutating func setIndex(of file: Int, _ index: UInt32) {
    if file < indices.count { indices[file] = index }
  }
}
