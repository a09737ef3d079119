import FunctionTables

/// The pcfile and pcln tables of all functions, as the workers left them: which of them counts for
/// each function.
struct LineTables: Sendable {
  /// The last one holds what was put together here.
  private(set) var workers: [LineParts]
  /// By function: the worker and its part; −1 where no line program speaks of it.
  private var choices: [Choice]

  private struct Choice {
    var worker: Int32 = -1
    var part: Int32 = -1
  }

  /// The tables that count for a function.
  struct Entry {
    var worker: Int
    var part: LineParts.Part
  }

  /// Of several parts for one function the first complete one in the order of units counts: linkers
  /// that fold identical functions leave one copy of the code and the lines of all. Where none is
  /// complete, the first unit's pieces do, together.
  init(_ workers: [LineParts], functionCount: Int, quantum: Int, sizes: (Int) -> UInt32) {
    self.workers = workers
    choices = Array(repeating: Choice(), count: functionCount)
    var pieced: Set<Int32> = []
    for (number, worker) in workers.enumerated() {
      for (place, part) in worker.parts.enumerated() {
        let function = Int(part.function)
        let choice = choices[function]
        let new = Choice(
          worker: Int32(truncatingIfNeeded: number), part: Int32(truncatingIfNeeded: place))
        guard let old = entry(of: function)?.part else {
          choices[function] = new
          continue
        }
        if !old.isComplete || !part.isComplete { pieced.insert(part.function) }
        let isBetter =
          part.isComplete == old.isComplete ? part.unit < old.unit : part.isComplete
        choices[function] = isBetter ? new : choice
      }
    }
    var joined = LineParts()
    for function in pieced.sorted() {
      guard let chosen = entry(of: Int(function))?.part, !chosen.isComplete else { continue }
      join(function, of: chosen.unit, quantum: quantum, size: sizes(Int(function)), into: &joined)
    }
    self.workers.append(joined)
    for (place, part) in joined.parts.enumerated() {
      choices[Int(part.function)] = Choice(
        worker: Int32(truncatingIfNeeded: self.workers.count - 1),
        part: Int32(truncatingIfNeeded: place))
    }
  }

  /// Adds the tables of functions that no line program speaks of.
  mutating func add(_ parts: LineParts) {
    for (place, part) in parts.parts.enumerated() where choices[Int(part.function)].worker < 0 {
      choices[Int(part.function)] = Choice(
        worker: Int32(truncatingIfNeeded: workers.count), part: Int32(truncatingIfNeeded: place))
    }
    workers.append(parts)
  }

  /// Adds tables that count for functions when `choose` says so.
  mutating func append(_ parts: LineParts) -> Int {
    workers.append(parts)
    return workers.count - 1
  }

  /// Makes a part of a worker's that which counts for its function.
  mutating func choose(_ part: Int32, of worker: Int) {
    let function = Int(workers[worker].parts[Int(part)].function)
    choices[function] = Choice(worker: Int32(truncatingIfNeeded: worker), part: part)
  }

  func entry(of function: Int) -> Entry? {
    let choice = choices[function]
    guard choice.worker >= 0 else { return nil }
    let worker = Int(choice.worker)
    return Entry(worker: worker, part: workers[worker].parts[Int(choice.part)])
  }

  /// Puts the pieces of one function together: each says −1 where it says nothing.
  private func join(
    _ function: Int32, of unit: Int32, quantum: Int, size: UInt32, into joined: inout LineParts
  ) {
    var files: [PieceRow] = []
    var lines: [PieceRow] = []
    for worker in workers {
      for part in worker.parts where part.function == function && part.unit == unit {
        PieceRow.append(worker.fileBytes, part.files, quantum, to: &files)
        PieceRow.append(worker.lineBytes, part.lines, quantum, to: &lines)
      }
    }
    let (fileStart, lineStart) = (joined.fileBytes.count, joined.lineBytes.count)
    PieceRow.encode(files, quantum, size, to: &joined.fileBytes)
    PieceRow.encode(lines, quantum, size, to: &joined.lineBytes)
    joined.parts.append(
      LineParts.Part(
        function: function, unit: unit,
        files: UInt32(fileStart)..<UInt32(joined.fileBytes.count),
        lines: UInt32(lineStart)..<UInt32(joined.lineBytes.count), isComplete: true))
  }
}

/// A run of one piece's table that says something.
private struct PieceRow {
  var start, end: UInt32
  var value: Int32

  static func append(
    _ bytes: [UInt8], _ range: Range<UInt32>, _ quantum: Int, to rows: inout [PieceRow]
  ) {
    var walker = PCValueWalker(
      bytes.span.bytes.extracting(Int(range.lowerBound)..<Int(range.upperBound)), quantum: quantum)
    while let run = walker.next() {
      guard run.value != -1 else { continue }
      rows.append(PieceRow(start: run.start, end: run.end, value: run.value))
    }
  }

  /// Where two pieces speak of one place, the one that starts first counts.
  static func encode(
    _ rows: [PieceRow], _ quantum: Int, _ size: UInt32, to bytes: inout [UInt8]
  ) {
    var encoder = PCValueEncoder(quantum: quantum)
    var end: UInt32 = 0
    for row in rows.sorted(by: { ($0.start, $0.end, $0.value) < ($1.start, $1.end, $1.value) })
    where row.end > end {
      if row.start > end { encoder.append(at: end, value: -1, to: &bytes) }
      encoder.append(at: max(row.start, end), value: row.value, to: &bytes)
      end = row.end
    }
    if end < size { encoder.append(at: end, value: -1, to: &bytes) }
    encoder.finish(end: size, to: &bytes)
  }
}
