import MachineCode

/// Finds, for each inlined call of a function, a PC whose place is that of the call: its innermost
/// function is the caller, its file and line are the call's. Go's runtime shows that PC's place for
/// the caller's frame (runtime/symtabinl.go, parentPc).
struct CallPlaces {
  enum Precision {
    /// Caller, file and line are the call's.
    case exact
    /// The caller is the call's.
    case caller
    case none
  }

  private var calls: ArraySlice<InlineParts.Call> = []
  /// What calls are found by: the line in the high half, the file in the low one.
  private var keys: [Int64] = []
  /// The calls of a caller, callers in order, the function itself first: places in `calls` counted
  /// from its start. `starts` has where each caller's begin, one more than there are callers.
  private var byCaller: [Int32] = []
  private var starts: [Int32] = []
  private var results: [(pc: Int32, precision: Precision)] = []
  /// By caller, the last PC of its own that was met; −1 before.
  private var lastPCs: [Int32] = []
  /// By caller, a bit for each of its calls' lines, by the line's lowest six bits: most of a
  /// caller's code is at no call's place.
  private var lineBits: [UInt64] = []
  /// How many calls have no exact place yet.
  private var unsettled = 0

  func found(_ call: Int) -> (pc: Int32, precision: Precision) { results[call] }

  /// Lets go of the calls, so that they can change.
  mutating func end() { calls = [] }

  mutating func begin(_ calls: ArraySlice<InlineParts.Call>) {
    self.calls = calls
    let count = calls.count
    unsettled = count
    starts.removeAll(keepingCapacity: true)
    starts.append(contentsOf: repeatElement(0, count: count &+ 2))
    for call in calls { starts[Int(call.parent) &+ 2] &+= 1 }
    for index in 1..<starts.count { starts[index] &+= starts[index &- 1] }
    byCaller.removeAll(keepingCapacity: true)
    byCaller.append(contentsOf: repeatElement(0, count: count))
    // Each caller's place moves on to the next one's start while its calls are put down.
    for (place, call) in calls.enumerated() {
      let slot = Int(call.parent) &+ 1
      byCaller[Int(starts[slot])] = Int32(truncatingIfNeeded: place)
      starts[slot] &+= 1
    }
    results.removeAll(keepingCapacity: true)
    results.append(contentsOf: repeatElement((-1, .none), count: count))
    lastPCs.removeAll(keepingCapacity: true)
    lastPCs.append(contentsOf: repeatElement(-1, count: count &+ 1))
    lineBits.removeAll(keepingCapacity: true)
    lineBits.append(contentsOf: repeatElement(0, count: count &+ 1))
    for call in calls { lineBits[Int(call.parent) &+ 1] |= Self.bit(call.line) }
  }

  /// Walks over the function's code by the transitions of its innermost calls and by its pcfile and
  /// pcln tables.
  ///
  /// - Parameter comparesFiles: whether the calls' files are counted as the table's are.
  mutating func walk(
    indexes: [InlineMap.Transition], numbers: [Int32], files: RawSpan, lines: RawSpan,
    quantum: Int, comparesFiles: Bool
  ) {
    sortCalls(comparesFiles: comparesFiles)
    var fileWalker = PCValueWalker(files, quantum: quantum)
    var lineWalker = PCValueWalker(lines, quantum: quantum)
    var file = fileWalker.next()
    var line = lineWalker.next()
    for (place, transition) in indexes.enumerated() {
      let end = place &+ 1 < indexes.count ? indexes[place &+ 1].offset : .max
      let number = Int(transition.call)
      let caller = numbers.indices.contains(number) ? numbers[number] : -1
      var pc = transition.offset
      let slot = Int(caller) &+ 1
      let first = Int(slot == 0 ? 0 : starts[slot &- 1])
      let children = first..<Int(starts[slot])
      if children.isEmpty { continue }
      let bits = lineBits[slot]
      while pc < end {
        while let run = line, run.end <= pc { line = lineWalker.next() }
        guard let run = line else { break }
        lastPCs[slot] = Int32(truncatingIfNeeded: pc)
        let stop = min(run.end, end)
        // The file counts only where the line may be a call's.
        while bits & Self.bit(run.value) != 0, pc < stop {
          while let run = file, run.end <= pc { file = fileWalker.next() }
          guard let fileRun = file else { break }
          settle(
            children, line: run.value, file: comparesFiles ? fileRun.value : 0,
            at: Int32(truncatingIfNeeded: pc))
          if unsettled == 0 { return }
          pc = min(fileRun.end, stop)
        }
        pc = stop
      }
    }
    settle()
  }

  private static func bit(_ line: Int32) -> UInt64 { 1 &<< UInt64(UInt32(bitPattern: line) & 63) }

  private static func key(line: Int32, file: Int32) -> Int64 {
    Int64(line) << 32 | Int64(UInt32(bitPattern: file))
  }

  /// Puts each caller's calls in the order of their keys.
  private mutating func sortCalls(comparesFiles: Bool) {
    keys.removeAll(keepingCapacity: true)
    for call in calls {
      keys.append(Self.key(line: call.line, file: comparesFiles ? call.file : 0))
    }
    var start = 0
    for end in starts where Int(end) > start {
      if Int(end) &- start > 1 {
        byCaller[start..<Int(end)].sort { keys[Int($0)] < keys[Int($1)] }
      }
      start = Int(end)
    }
  }

  /// Gives a PC to those of a caller's calls that are at its place and have none.
  @inline(__always)
  private mutating func settle(_ children: Range<Int>, line: Int32, file: Int32, at pc: Int32) {
    let key = Self.key(line: line, file: file)
    var (low, high) = (children.lowerBound, children.upperBound)
    while low < high {
      let middle = (low &+ high) / 2
      if keys[Int(byCaller[middle])] < key { low = middle &+ 1 } else { high = middle }
    }
    // Calls of one key get theirs together.
    while low < children.upperBound {
      let place = Int(byCaller[low])
      guard keys[place] == key, results[place].precision != .exact else { return }
      results[place] = (pc, .exact)
      unsettled &-= 1
      low &+= 1
    }
  }

  /// Gives calls without a PC of their own one of their caller's, or of the next caller outward that
  /// has one.
  private mutating func settle() {
    for place in results.indices where results[place].precision != .exact {
      var caller = calls[calls.startIndex &+ place].parent
      var precision = Precision.caller
      while caller >= 0, lastPCs[Int(caller) &+ 1] < 0 {
        caller = calls[calls.startIndex &+ Int(caller)].parent
        precision = .none
      }
      let pc = lastPCs[Int(caller) &+ 1]
      results[place] = (max(pc, 0), pc < 0 ? .none : precision)
    }
  }
}
