/// The entries of one pc-value table, decoded as they are asked for.
///
///     var deltas = view.cursor(fields.pcsp)
///     while let span = try deltas.next() { print(span.start, span.end, span.value) }
public struct PCValueCursor: ~Escapable {
  /// A value, and the PCs in bytes from the function's entry that have it: from `start` up to
  /// `end`, which is not among them.
  public struct Entry: Sendable, Equatable {
    public var start, end: UInt32
    public var value: Int32
  }

  private let bytes: RawSpan
  private let start, shift: Int
  private var place: Int
  private var pc: UInt64 = 0
  private var value: Int32 = -1
  private var isFinished: Bool

  /// An empty cursor when there is no table.
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, at start: Int?, shift: Int) {
    self.bytes = bytes
    self.start = start ?? 0
    self.shift = shift
    place = start ?? 0
    isFinished = start == nil
  }

  /// The next entry; nil once the table has ended. An entry of no PCs is possible in theory.
  public mutating func next() throws(FunctionTableViewError) -> Entry? {
    if isFinished { return nil }
    // Whoever goes on after an error finds the end.
    isFinished = true
    guard place >= 0 else { throw .truncated(.pcValueTable, offset: place) }
    let isFirst = place == start
    let change = try PCValueWalk.number(in: bytes, at: &place, of: start)
    if change == 0, !isFirst { return nil }
    let step = try PCValueWalk.number(in: bytes, at: &place, of: start)
    value &+= Int32(bitPattern: (change &>> 1) ^ (0 &- (change & 1)))
    let first = pc
    pc &+= UInt64(step) &<< UInt64(truncatingIfNeeded: shift)
    guard pc <= UInt64(UInt32.max) else { throw .malformed(.pcValueTable, offset: start) }
    isFinished = false
    return Entry(
      start: UInt32(truncatingIfNeeded: first), end: UInt32(truncatingIfNeeded: pc), value: value)
  }
}

extension FunctionTableView {
  /// The entries of the table at an offset as function records have it; none for offset 0.
  @_lifetime(copy self)
  public func cursor(_ offset: UInt32) -> PCValueCursor {
    PCValueCursor(
      table, at: offset == 0 ? nil : parts.pcTable.lowerBound &+ Int(offset), shift: quantumShift)
  }
}
