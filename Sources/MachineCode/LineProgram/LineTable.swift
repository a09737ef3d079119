/// Which source file and line each piece of an object's code comes from, read from `.debug_line`
/// (DWARF 2 to 5).
///
///     let table = try LineTable(object: object)
///     for row in table.rows(inSection: text.index, range: start..<end) {
///       print(row.address, row.endsSequence ? "?" : "\(table.files[row.file]):\(row.line)")
///     }
///
/// Takes at most 128 times the size of the debug sections it reads, paths aside: see `files`.
public struct LineTable: Sendable {
  /// A run of code without gaps.
  public struct Sequence: Sendable, Equatable {
    /// The section the code is in: a place in `ObjectFile.sections`.
    public let sectionIndex: Int
    /// The first byte's address and the one after the last's: offsets in the section in relocatable
    /// objects, else virtual addresses.
    public let start: UInt64
    public let end: UInt64
    /// Its place in the rows of the table or reader that it is from.
    let rowRange: Range<Int>
  }

  /// Sorted by section index, then by address; they do not overlap.
  public let sequences: [Sequence]
  /// The source files that rows name, each once: full paths, unless the producer left out the
  /// directory. A path is the file's name if that is absolute; else it follows its directory,
  /// which, if relative, follows the unit's compilation directory. A directory `.` and a leading
  /// `./` are dropped; nothing else is normalised.
  ///
  /// The paths take at most 1024 times the size of the debug sections read.
  public let files: [String]
  /// How many sequences are not among `sequences`: because their code is not in the file (a linker
  /// discarded it), is empty, or overlaps a sequence that starts before it or, starting together,
  /// comes before it in the file (a linker folded identical code).
  public let omittedSequences: Int
  /// The rows of all sequences, one sequence's after another's.
  let rows: [Row]

  /// The sequence's rows, in strictly increasing address order; the last ends the sequence.
  public func rows(of sequence: Sequence) -> ArraySlice<Row> {
    guard sequence.rowRange.upperBound <= rows.count else { return [] }
    return rows[sequence.rowRange]
  }

  /// The rows that hold for the addresses in `range`, in address order, such as those of one
  /// function.
  ///
  /// The first may start before the range. A row holds up to the next one's address, the last up to
  /// the end of the range; from one that `endsSequence` on nothing is known, nor before the first.
  /// Takes a copy of the rows only when several sequences meet in the range.
  public func rows(inSection section: Int, range: Range<UInt64>) -> ArraySlice<Row> {
    guard !range.isEmpty else { return [] }
    let first = sequences.partitioningIndex {
      ($0.sectionIndex, $0.end) > (section, range.lowerBound)
    }
    var result: ArraySlice<Row> = []
    var isFirst = true
    for sequence in sequences[first...] {
      guard sequence.sectionIndex == section, sequence.start < range.upperBound else { break }
      let slice = rows(of: sequence, in: range)
      if isFirst {
        result = slice
        isFirst = false
      } else {
        // Where one sequence ends another may start: the end says nothing then.
        if result.last?.address == sequence.start { result.removeLast() }
        result.append(contentsOf: slice)
      }
    }
    return result
  }

  private func rows(of sequence: Sequence, in range: Range<UInt64>) -> ArraySlice<Row> {
    let all = rows(of: sequence)
    let next = all.partitioningIndex { $0.address > range.lowerBound }
    let end = all.partitioningIndex { $0.address >= range.upperBound }
    return all[max(all.startIndex, next &- 1)..<max(end, next)]
  }
}
