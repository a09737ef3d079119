/// What a table said of PCs that were looked up before, for callers that meet the same ones again
/// and again. It belongs to one table: with another it gives wrong answers.
public struct FunctionTableCache: Sendable {
  private struct Entry {
    var pc: UInt64
    var location: FunctionTableView.Location
  }

  private var entries: [Entry?]
  private let shift: UInt64

  /// - Parameter capacity: of how many PCs it keeps the location, at least; 128 bytes each.
  public init(capacity: Int = 1024) {
    let bits = max(Int.bitWidth &- max(capacity &- 1, 1).leadingZeroBitCount, 1)
    entries = Array(repeating: nil, count: 1 << min(bits, 24))
    shift = UInt64(64 &- min(bits, 24))
  }

  @inline(__always)
  private func slot(_ pc: UInt64) -> Int {
    // Fibonacci hashing: the high bits of the product depend on all bits of the PC.
    Int(truncatingIfNeeded: (pc &* 0x9e37_79b9_7f4a_7c15) &>> shift)
  }

  @inline(__always)
  subscript(pc: UInt64) -> FunctionTableView.Location? {
    get {
      guard let entry = entries[slot(pc)], entry.pc == pc else { return nil }
      return entry.location
    }
    set {
      guard let newValue else { return }
      entries[slot(pc)] = Entry(pc: pc, location: newValue)
    }
  }
}

extension FunctionTableView {
  /// Function, file and line; nil outside the text. What the cache knows is not looked up.
  public func location(
    of pc: UInt64, cache: inout FunctionTableCache
  ) throws(FunctionTableViewError) -> Location? {
    if let known = cache[pc] { return known }
    let found = try location(of: pc)
    cache[pc] = found
    return found
  }
}
