import FunctionTables
import MachineCode

/// Turns stack pointer deltas into pcsp tables, a run of functions at a time.
struct StackWorker {
  /// How many functions make a piece of work.
  static let run = 128

  private static let coldSuffix = Array(".cold".utf8)

  private(set) var result = StackParts()
  private var reader: StackDeltaReader
  private let input: CodeInput
  private let quantum: Int
  private let unknownFrames, disagreements: TableRebuilder.UnknownFrames

  init(_ rebuilder: TableRebuilder, _ input: CodeInput, _ frames: CallFrameIndex) {
    self.input = input
    unknownFrames = rebuilder.unknownFrames
    disagreements = rebuilder.disagreements
    quantum = input.architecture.pcQuantum
    reader = StackDeltaReader(
      architecture: input.architecture, callFrames: frames,
      source: rebuilder.stackSource)
  }

  /// Takes room for a share of all work: tables are of a few tens of bytes.
  mutating func reserve(oneOf jobs: Int) {
    result.parts.reserveCapacity(input.functions.count / jobs)
    result.bytes.reserveCapacity(input.functions.count / jobs &* 24)
  }

  mutating func read(run: Int, input number: Int) throws(TableRebuildError) {
    let functions = input.functions.functions
    let start = run &* Self.run
    for index in start..<min(start &+ Self.run, functions.count) {
      try read(index, functions[index], number)
    }
  }

  private mutating func read(
    _ index: Int, _ function: FunctionIndex.Function, _ number: Int
  ) throws(TableRebuildError) {
    let section = input.sections[Int(function.section)]
    let offset = Int(truncatingIfNeeded: function.address &- section.address)
    let start = result.bytes.count
    var isKnown = false
    var isOmitted = false
    do throws(StackDeltaError) {
      try reader.read(
        section.bytes.bytes, function: offset..<offset &+ Int(function.size),
        address: function.address, relocatedOffsets: section.relocatedOffsets,
        isPart: isMovedPart(function))
      isKnown = Self.encode(reader, size: function.size, quantum: quantum, to: &result.bytes)
    } catch {
      if case .callFrames(let error) = error { throw .frames(error, input: number) }
      guard disagreements == .omit else {
        throw fault(
          function, "\(error), or choose with --disagreements or --stack whom to believe", number)
      }
      result.bytes.removeLast(result.bytes.count &- start)
      isOmitted = true
      result.disagreements.append(
        StackParts.Disagreement(function: Int32(truncatingIfNeeded: index), what: "\(error)"))
    }
    if !isKnown, !isOmitted, unknownFrames == .refuse {
      throw fault(
        function,
        "its stack pointer cannot be followed, and no call frame information (CFI) tells it: compile "
          + "with -fasynchronous-unwind-tables and without frame pointers", number)
    }
    result.parts.append(
      StackParts.Part(
        function: Int32(truncatingIfNeeded: index),
        table: UInt32(truncatingIfNeeded: start)..<UInt32(truncatingIfNeeded: result.bytes.count),
        isKnown: isKnown))
  }

  /// Returns whether all of it is known.
  private static func encode(
    _ reader: borrowing StackDeltaReader, size: UInt32, quantum: Int, to bytes: inout [UInt8]
  ) -> Bool {
    let deltas = reader.deltas
    let mask = ~UInt32(truncatingIfNeeded: quantum &- 1)
    let room = deltas.count &* PCValueEncoder.longestEntry &+ PCValueEncoder.longestEnd
    var isKnown = true
    bytes.append(addingCapacity: room) { (bytes: inout OutputSpan<UInt8>) in
      var encoder = PCValueEncoder(quantum: quantum)
      for index in deltas.indices {
        let entry = deltas[index]
        if entry.delta == StackDelta.unknown { isKnown = false }
        encoder.append(at: entry.offset & mask, value: entry.delta, to: &bytes)
      }
      encoder.finish(end: size, to: &bytes)
    }
    return isKnown
  }

  /// Whether the function is a part that the compiler moved away from another, which nothing calls.
  private func isMovedPart(_ function: FunctionIndex.Function) -> Bool {
    let name = input.name(of: function)
    return name.bytes.contains(Self.coldSuffix.span)
  }

  private func fault(_ function: FunctionIndex.Function, _ what: String, _ number: Int)
    -> TableRebuildError
  {
    .function(
      name: String(decoding: input.name(of: function), as: UTF8.self), what: what, input: number)
  }
}

extension RawSpan {
  /// Whether the characters occur in it.
  fileprivate func contains(_ text: Span<UInt8>) -> Bool {
    let count = text.count
    guard byteCount >= count else { return false }
    for start in 0...byteCount &- count {
      var matched = 0
      while matched < count, self[start &+ matched] == text[matched] { matched &+= 1 }
      if matched == count { return true }
    }
    return false
  }

  private subscript(_ offset: Int) -> UInt8 { unsafeLoad(fromByteOffset: offset, as: UInt8.self) }
}
