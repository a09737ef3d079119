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
  public private(set) var files: [String] = []
  /// How many sequences of all units so far were left out.
  public private(set) var omittedSequences = 0

  /// The last unit's rows.
  private(set) var rows: [LineTable.Row] = []
  private var reader: LineUnitReader
  /// The unit that is read next.
  private var unit = 0
  private let sections: SequenceSections
  /// By path.
  private var indices: [SourcePath: UInt32] = [:]
  private var path = SourcePath()

  /// A reader before the first unit; an object without `.debug_line` has no units.
  public init(object: ObjectFile) throws(LineProgramError) {
    let section = try Self.lineSection(of: object)
    // In relocatable objects code starts at 0, and tells by its relocation whether it is there.
    reader = LineUnitReader(
      try LineUnits(DebugSections(lines: object)), lowestAddress: 0)
    do throws(ObjectFileError) {
      sections = try SequenceSections(object, lines: section)
    } catch {
      throw .object(error)
    }
  }

  /// Reads the next unit; returns false when there is none.
  public mutating func readUnit() throws(LineProgramError) -> Bool {
    rows.removeAll(keepingCapacity: true)
    sequences.removeAll(keepingCapacity: true)
    guard unit < reader.units.count else { return false }
    try reader.read(unit)
    unit &+= 1
    omittedSequences &+= reader.omittedSequences
    try takeSequences()
    return true
  }

  /// The rows of one of the last unit's sequences, in strictly increasing address order; the last
  /// ends the sequence.
  public func rows(of sequence: LineTable.Sequence) -> ArraySlice<LineTable.Row> {
    guard sequence.rowRange.upperBound <= rows.count else { return [] }
    return rows[sequence.rowRange]
  }

  /// How many bytes the line programs take: no unit makes more rows than it has bytes.
  var size: Int { reader.units.debug.line.count }
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

  /// Takes over the unit's sequences that are in the file, and turns the unit's file numbers into
  /// places in `files`.
  private mutating func takeSequences() throws(LineProgramError) {
    let line = reader.units.debug.line
    var unitIndices = [UInt32?](repeating: nil, count: reader.firstFile &+ reader.fileCount)
    for sequence in reader.sequences {
      guard let section = try section(of: sequence, line.bytes) else {
        omittedSequences &+= 1
        continue
      }
      let start = rows.count
      // Runs of rows name the same file.
      var number = -1
      var file: UInt32 = 0
      for place in sequence.rowRange {
        var row = reader.walk.rows[place]
        if !row.endsSequence {
          if row.file != number {
            number = row.file
            if number < unitIndices.count, let known = unitIndices[number] {
              file = known
            } else {
              file = try index(of: number)
              unitIndices[number] = file
            }
          }
          row = row.with(file: file)
        }
        rows.append(row)
      }
      sequences.append(
        LineTable.Sequence(
          sectionIndex: section, start: sequence.start, end: sequence.end,
          rowRange: start..<rows.count))
    }
  }

  /// The section that all the sequence's addresses are in; nil when it is not in the file.
  private func section(
    of sequence: LineUnitReader.Sequence, _ bytes: RawSpan
  ) throws(LineProgramError) -> Int? {
    var result: Int?
    for place in sequence.addressOperands {
      let operand = reader.walk.addressOperands[place]
      let section = sections.section(operand: operand, address: bytes.load(at: operand) ?? 0)
      guard place == sequence.addressOperands.lowerBound || section == result else {
        throw .severalSectionsInSequence(section: LineProgram.section, offset: operand)
      }
      result = section
    }
    return result
  }

  /// The place in `files` of a file of the unit.
  private mutating func index(of file: Int) throws(LineProgramError) -> UInt32 {
    try reader.path(of: file, into: &path.bytes)
    if let known = indices[path] { return known }
    let index = UInt32(truncatingIfNeeded: files.count)
    files.append(String(decoding: path.bytes, as: UTF8.self))
    indices[path] = index
    return index
  }
}
