public import FunctionTables

extension FunctionFacts {
  /// The distance of SP below its value at a function's entry, −1 where it is not known; none where
  /// nothing is known of it.
  ///
  /// - Parameter function: a place in the input's `FunctionIndex`, here and below.
  public func stackDeltas(of function: Int) -> [PCValue] {
    guard let (worker, part) = stack(of: function) else { return [] }
    return entries(worker.bytes, part.table, of: function)
  }

  /// Whether the stack pointer is known everywhere in a function.
  public func isStackKnown(of function: Int) -> Bool {
    stack(of: function)?.part.isKnown ?? false
  }

  /// The files, by numbers for `path(ofFile:of:)`, and lines of a function's code; −1 where debug
  /// information says nothing, and none where it says nothing at all.
  public func places(of function: Int) -> (files: [PCValue], lines: [PCValue]) {
    guard let entry = lines.entry(of: function) else { return ([], []) }
    let worker = lines.workers[entry.worker]
    return (
      entries(worker.fileBytes, entry.part.files, of: function),
      entries(worker.lineBytes, entry.part.lines, of: function)
    )
  }

  /// The path of a file that a function's places name.
  public func path(ofFile number: Int32, of function: Int) -> String? {
    guard let entry = lines.entry(of: function) else { return nil }
    var found: String?
    forEachFile(of: Int(entry.part.unit)) { other, paths, range in
      guard other == number else { return }
      found = String(
        decoding: paths[Int(range.lowerBound)..<Int(range.upperBound)], as: UTF8.self)
    }
    return found
  }

  /// Whether the input has line programs.
  public var hasLines: Bool { (lineUnits?.count ?? 0) > 0 }

  /// A table's entries, without the call sites behind the code.
  func entries(
    _ bytes: [UInt8], _ range: Range<UInt32>, of function: Int
  ) -> [PCValue] {
    let size = input.functions.functions[function].size
    var walker = PCValueWalker(
      bytes.span.bytes.extracting(Int(range.lowerBound)..<Int(range.upperBound)),
      quantum: input.architecture.pcQuantum)
    var entries: [PCValue] = []
    while let run = walker.next(), run.start < size {
      entries.append(PCValue(pc: run.start, value: run.value))
    }
    return entries
  }
}
