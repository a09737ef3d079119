import MachineCode

/// Where names of inlined functions stand in the table: many calls are of few functions.
struct NameCache {
  private struct Entry {
    var string: DebugString
    var offset: UInt32
  }

  private static let bits: UInt64 = 12
  private var entries: [Entry?] = Array(repeating: nil, count: 1 << Int(bits))
  /// The input whose strings they are.
  private var input = 0

  /// The place of a string of an input; nil where it is not kept.
  @inline(__always)
  mutating func offset(of string: DebugString, in input: Int) -> UInt32? {
    guard input == self.input else {
      self = NameCache()
      self.input = input
      return nil
    }
    guard let entry = entries[Self.slot(string)], entry.string == string else { return nil }
    return entry.offset
  }

  @inline(__always)
  mutating func keep(_ offset: UInt32, of string: DebugString) {
    entries[Self.slot(string)] = Entry(string: string, offset: offset)
  }

  /// Fibonacci hashing: the high bits of the product depend on all bits of the string's place.
  @inline(__always)
  private static func slot(_ string: DebugString) -> Int {
    Int(truncatingIfNeeded: (string.rawValue &* 0x9e37_79b9_7f4a_7c15) &>> (64 &- bits))
  }
}
