extension LineTable {
  /// Reads all line programs of an object; an object without `.debug_line` gives an empty table.
  ///
  /// Rows of line 0 are kept; of several rows with one address the last counts. In relocatable
  /// objects the relocation at a sequence's address tells its section, in linked files the address
  /// itself. What is malformed or not supported throws, with its place.
  public init(object: ObjectFile) throws(LineProgramError) {
    var reader = try LineReader(object: object)
    var rows: [Row] = []
    var sequences: [Sequence] = []
    // Rows take 3 to 4 bytes in most programs: the array is seldom copied to grow.
    rows.reserveCapacity(reader.size / 3)
    while try reader.readUnit() {
      for sequence in reader.sequences {
        sequences.append(sequence.moved(by: rows.count))
      }
      rows.append(contentsOf: reader.rows)
    }
    self.rows = rows
    self.sequences = Self.sorted(sequences)
    omittedSequences = reader.omittedSequences &+ (sequences.count &- self.sequences.count)
    files = reader.files
  }

  /// By section, then address, without those that overlap the one before.
  private static func sorted(_ sequences: [Sequence]) -> [Sequence] {
    let sorted = sequences.sorted { ($0.sectionIndex, $0.start) < ($1.sectionIndex, $1.start) }
    var kept: [Sequence] = []
    kept.reserveCapacity(sorted.count)
    for sequence in sorted {
      if let last = kept.last, last.sectionIndex == sequence.sectionIndex,
        last.end > sequence.start
      {
        continue
      }
      kept.append(sequence)
    }
    return kept
  }
}

extension LineTable.Sequence {
  /// The same with its rows `count` places on.
  fileprivate func moved(by count: Int) -> LineTable.Sequence {
    LineTable.Sequence(
      sectionIndex: sectionIndex, start: start, end: end,
      rowRange: rowRange.lowerBound &+ count..<rowRange.upperBound &+ count)
  }
}
