/// Which inlined call each instruction of one function belongs to: nested ranges made flat.
///
/// A value keeps its memory from function to function.
public struct InlineMap: Sendable {
  public struct Transition: Sendable, Equatable {
    /// In bytes from the function's start.
    public var offset: UInt32
    /// The innermost call from here on, counted in the subprogram's slice; -1: none.
    public var call: Int32

    public init(offset: UInt32, call: Int32) { (self.offset, self.call) = (offset, call) }
  }

  /// In order of offset, the first at 0; neighbours have different calls.
  public private(set) var transitions: [Transition] = []

  /// A call's bytes, within the function.
  private struct Piece {
    var start: UInt32
    var end: UInt32
    var call: Int32
  }

  private var pieces: [Piece] = []
  /// The pieces that have begun, as a heap with the latest call on top. Those that have ended stay
  /// until they come to the top.
  private var open: [Piece] = []

  public init() {}

  /// Maps the `size` bytes at `start`, which belong to a subprogram that the reader has read: all
  /// of it, or its hot or its cold piece.
  ///
  /// Where calls overlap that are not nested, the later one counts, as with LLVM's readers.
  public mutating func build(
    _ reader: borrowing DebugUnitReader, _ subprogram: Int, from start: UInt64, size: UInt32
  ) {
    build(
      reader.inlined, reader.subprograms[subprogram].inlined, reader.ranges, from: start, size: size
    )
  }

  private mutating func build(
    _ inlined: [InlinedSubroutine], _ calls: Range<Int>, _ ranges: [AddressRange],
    from start: UInt64,
    size: UInt32
  ) {
    transitions.removeAll(keepingCapacity: true)
    transitions.append(Transition(offset: 0, call: -1))
    if calls.isEmpty { return }
    pieces.removeAll(keepingCapacity: true)
    let end = start.addingReportingOverflow(UInt64(size))
    let limit = end.overflow ? UInt64.max : end.partialValue
    var isSorted = true
    for place in calls {
      for range in inlined[place].ranges {
        let from = max(ranges[range].start, start)
        let to = min(ranges[range].end, limit)
        guard from < to else { continue }
        let piece = Piece(
          start: UInt32(truncatingIfNeeded: from &- start),
          end: UInt32(truncatingIfNeeded: to &- start),
          call: Int32(truncatingIfNeeded: place &- calls.lowerBound))
        if let last = pieces.last, last.start > piece.start { isSorted = false }
        pieces.append(piece)
      }
    }
    if !isSorted { sort() }
    sweep(size)
  }

  /// By where they start. Most are in order already, or nearly.
  private mutating func sort() {
    guard pieces.count <= 32 else { return pieces.sort { $0.start < $1.start } }
    for place in 1..<pieces.count {
      let piece = pieces[place]
      var to = place
      while to > 0, pieces[to &- 1].start > piece.start {
        pieces[to] = pieces[to &- 1]
        to &-= 1
      }
      pieces[to] = piece
    }
  }

  private mutating func sweep(_ size: UInt32) {
    open.removeAll(keepingCapacity: true)
    for piece in pieces {
      close(until: piece.start)
      push(piece)
      append(piece.start, open[0].call)
    }
    close(until: size)
    // What ends with the function is followed by nothing.
    if transitions[transitions.count &- 1].offset >= size, transitions.count > 1 {
      transitions.removeLast()
    }
  }

  /// Ends the calls that end up to `offset`.
  @inline(__always)
  private mutating func close(until offset: UInt32) {
    while let top = open.first, top.end <= offset {
      pop()
      // Below the top there may be what ended before it.
      while let next = open.first, next.end <= top.end { pop() }
      append(top.end, open.first?.call ?? -1)
    }
  }

  @inline(__always)
  private mutating func append(_ offset: UInt32, _ call: Int32) {
    let last = transitions[transitions.count &- 1]
    if last.call == call { return }
    if last.offset == offset {
      transitions[transitions.count &- 1].call = call
      // It may now be as the one before.
      if transitions.count > 1, transitions[transitions.count &- 2].call == call {
        transitions.removeLast()
      }
      return
    }
    transitions.append(Transition(offset: offset, call: call))
  }

  @inline(__always)
  private mutating func push(_ piece: Piece) {
    open.append(piece)
    var place = open.count &- 1
    while place > 0 {
      let parent = (place &- 1) / 2
      if open[parent].call >= open[place].call { break }
      open.swapAt(parent, place)
      place = parent
    }
  }

  private mutating func pop() {
    let last = open.removeLast()
    if open.isEmpty { return }
    var place = 0
    while true {
      var child = 2 &* place &+ 1
      if child >= open.count { break }
      if child &+ 1 < open.count, open[child &+ 1].call > open[child].call { child &+= 1 }
      if open[child].call <= last.call { break }
      open[place] = open[child]
      place = child
    }
    open[place] = last
  }
}
