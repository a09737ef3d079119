import FunctionTables
import MachineCode

/// Turns line programs into pcfile and pcln tables, unit by unit.
struct LineWorker {
  private(set) var result = LineParts()
  private var reader: LineUnitReader
  private let functions: FunctionIndex
  private let quantum: Int
  /// By number: whether the unit at hand names the file.
  private var isNamed: [Bool] = []
  /// Where the next sequence's function is looked for first: compilers write them in order.
  private var hint = 0
  private var path: [UInt8] = []
  private var generated = GeneratedFile.unknown

  /// Whether a unit names the file that stands for code from no source line.
  private enum GeneratedFile {
    case unknown, none
    case number(Int)
  }

  init(_ units: LineUnits, _ input: CodeInput) {
    reader = LineUnitReader(units, lowestAddress: input.sections.first?.address ?? 1)
    functions = input.functions
    quantum = input.architecture.pcQuantum
  }

  /// Takes room for a share of all work: tables take a good third of the line programs.
  mutating func reserve(oneOf jobs: Int, _ input: CodeInput) {
    let size = input.debug.line.count / jobs
    result.parts.reserveCapacity(functions.count / jobs)
    result.fileBytes.reserveCapacity(size / 8)
    result.lineBytes.reserveCapacity(size / 2)
  }

  mutating func read(_ unit: Int, input: Int) throws(TableRebuildError) {
    do throws(LineProgramError) { try read(unit) } catch { throw .lines(error, input: input) }
  }

  private mutating func read(_ unit: Int) throws(LineProgramError) {
    try reader.read(unit)
    generated = .unknown
    result.omittedSequences &+= reader.omittedSequences
    isNamed.removeAll(keepingCapacity: true)
    isNamed.append(contentsOf: repeatElement(false, count: reader.fileCount))
    // A copy, since its rows are read while other parts of this value change.
    let reader = reader
    for sequence in reader.sequences {
      try add(sequence, reader.rows(of: sequence), of: unit)
    }
    for number in isNamed.indices where isNamed[number] { try addFile(number, of: unit) }
  }

  /// Adds tables of functions of a Go unit that have no rows at all: no source line made them.
  mutating func addGenerated(
    _ indexes: [Int32], of unit: Int, input: Int
  ) throws(TableRebuildError) {
    do throws(LineProgramError) {
      try reader.read(unit)
      generated = .unknown
      guard let number = try generatedFile() else { return }
      for index in indexes {
        let (fileStart, lineStart) = (result.fileBytes.count, result.lineBytes.count)
        let size = functions.functions[Int(index)].size
        var files = PCValueEncoder(quantum: quantum)
        files.append(at: 0, value: Int32(truncatingIfNeeded: number), to: &result.fileBytes)
        files.finish(end: size, to: &result.fileBytes)
        var lines = PCValueEncoder(quantum: quantum)
        lines.append(at: 0, value: 1, to: &result.lineBytes)
        lines.finish(end: size, to: &result.lineBytes)
        result.parts.append(
          LineParts.Part(
            function: index, unit: Int32(truncatingIfNeeded: unit),
            files: Self.range(from: fileStart, result.fileBytes),
            lines: Self.range(from: lineStart, result.lineBytes), isComplete: true))
      }
      try addFile(number, of: unit)
    } catch { throw .lines(error, input: input) }
  }

  /// The tables of the functions that a sequence speaks of.
  private mutating func add(
    _ sequence: LineUnitReader.Sequence, _ rows: Span<LineTable.Row>, of unit: Int
  ) throws(LineProgramError) {
    var function = first(endingAfter: sequence.start)
    guard function < functions.count, functions.functions[function].address < sequence.end else {
      return
    }
    var row = 0
    while function < functions.count, functions.functions[function].address < sequence.end {
      row = try add(function, sequence, rows, from: row, of: unit)
      function &+= 1
    }
    hint = function
  }

  private func first(endingAfter address: UInt64) -> Int {
    if hint < functions.count, functions.functions[hint].end > address,
      hint == 0 || functions.functions[hint &- 1].end <= address
    {
      return hint
    }
    return functions.firstIndex(endingAfter: address)
  }

  /// Encodes one function's tables from a sequence's rows; returns the row that holds at its end.
  private mutating func add(
    _ index: Int, _ sequence: LineUnitReader.Sequence, _ rows: Span<LineTable.Row>,
    from start: Int, of unit: Int
  ) throws(LineProgramError) -> Int {
    let function = functions.functions[index]
    let (address, end) = (function.address, function.end)
    let isComplete = sequence.start <= address && sequence.end >= end
    let (fileStart, lineStart) = (result.fileBytes.count, result.lineBytes.count)
    let generated = sequence.start > address ? try generatedFile() : nil
    if let generated { isNamed[generated] = true }
    var first = start
    while first &+ 1 < rows.count, rows[first &+ 1].address <= address { first &+= 1 }
    var last = first
    while last < rows.count, rows[last].address < end { last &+= 1 }
    let run = RowRun(
      address: address, size: function.size, firstFile: reader.firstFile, quantum: quantum,
      generatedFile: generated)
    run.encode(
      rows.extracting(first..<last), &isNamed, files: &result.fileBytes, lines: &result.lineBytes)
    result.parts.append(
      LineParts.Part(
        function: Int32(truncatingIfNeeded: index), unit: Int32(truncatingIfNeeded: unit),
        files: Self.range(from: fileStart, result.fileBytes),
        lines: Self.range(from: lineStart, result.lineBytes), isComplete: isComplete))
    return max(last &- 1, 0)
  }

  private static func range(from start: Int, _ bytes: [UInt8]) -> Range<UInt32> {
    UInt32(truncatingIfNeeded: start)..<UInt32(truncatingIfNeeded: bytes.count)
  }

  /// Adds a file that the unit names to the result.
  private mutating func addFile(_ number: Int, of unit: Int) throws(LineProgramError) {
    try reader.path(of: number &+ reader.firstFile, into: &path)
    let start = result.paths.count
    result.paths.append(contentsOf: path)
    result.files.append(
      LineParts.File(
        unit: Int32(truncatingIfNeeded: unit), number: Int32(truncatingIfNeeded: number),
        path: Self.range(from: start, result.paths)))
  }

  /// The number of the file that Go's compiler gives code which no source line made. Its line
  /// programs leave such code out where it starts a function.
  private mutating func generatedFile() throws(LineProgramError) -> Int? {
    if case .unknown = generated { generated = try findGeneratedFile() }
    if case .number(let number) = generated { return number }
    return nil
  }

  private mutating func findGeneratedFile() throws(LineProgramError) -> GeneratedFile {
    for number in 0..<reader.fileCount {
      try reader.path(of: number &+ reader.firstFile, into: &path)
      if path.elementsEqual("<autogenerated>".utf8) { return .number(number) }
    }
    return .none
  }
}
