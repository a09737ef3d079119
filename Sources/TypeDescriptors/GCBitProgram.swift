import Symbols

/// A writer of GC programs as runtimes from Go 1.5 on read them: bytes that unroll to one bit a
/// word, set where a pointer lies (cmd/internal/gcprog; runtime.runGCProg reads them).
///
/// | code | meaning |
/// |---|---|
/// | `00000000` | the end |
/// | `0nnnnnnn` | n bits follow, in (n + 7) / 8 bytes, the first in the lowest bit |
/// | `1nnnnnnn`, c | the n bits before, c times more; c is a varint |
/// | `10000000`, n, c | the same, n a varint too |
public struct GCBitProgram: Sendable {
  /// What is encoded so far, without the end.
  private var bytes: [UInt8] = []
  /// Bits that no literal holds yet.
  private var literal: [Bool] = []
  /// How many bits the program tells so far: the index of the next word.
  public private(set) var wordCount: Int64 = 0

  /// The most bits that one instruction can hold.
  private static let longestLiteral = 127
  /// Shorter runs are written bit by bit: repeating them would take as many bytes.
  private static let shortestRun: Int64 = 32

  /// More bytes than any written type needs; only structs nested by name can exceed it.
  public static let longest = 1 << 18

  /// Whether the first words of interfaces count as pointers.
  let includesInterfaceTypes: Bool

  /// - Parameter includesInterfaceTypes: whether the first words of interfaces, the types or itabs,
  ///   count as pointers.
  public init(includesInterfaceTypes: Bool) {
    self.includesInterfaceTypes = includesInterfaceTypes
  }

  /// Whether the program has grown beyond `longest`.
  public var isTooLong: Bool { bytes.count > Self.longest }

  /// The whole program, its end included.
  public var encoded: [UInt8] {
    var finished = self
    finished.flush()
    return finished.bytes + [0]
  }

  /// Says that a pointer lies in a word, and none between the last word told and it. Words are told
  /// in ascending order; one that is told already is left as it is.
  public mutating func pointer(at word: Int64) {
    guard word >= wordCount else { return }
    zeros(until: word)
    append(true)
  }

  /// Says that there are no pointers in the words before this one that are not told yet.
  public mutating func zeros(until word: Int64) {
    let count = word - wordCount
    guard count > 0 else { return }
    if count < Self.shortestRun {
      for _ in 0..<count { append(false) }
      return
    }
    append(false)
    `repeat`(1, times: count - 1)
  }

  /// Whether so many equal groups of words are shorter as one group repeated.
  public static func isWorthRepeating(words: Int64, count: Int64) -> Bool {
    guard count > 1 else { return false }
    let (total, overflow) = words.multipliedReportingOverflow(by: count)
    return overflow || total > shortestRun
  }

  /// Says the last `words` bits `times` times more. The program must have told as many.
  public mutating func `repeat`(_ words: Int64, times: Int64) {
    guard words > 0, times > 0, words <= wordCount else { return }
    flush()
    if words < 128 {
      bytes.append(0x80 | UInt8(truncatingIfNeeded: words))
    } else {
      bytes.append(0x80)
      bytes.append(uleb128: UInt64(words))
    }
    bytes.append(uleb128: UInt64(times))
    wordCount = wordCount &+ words &* times
  }

  private mutating func append(_ bit: Bool) {
    if literal.count == Self.longestLiteral { flush() }
    literal.append(bit)
    wordCount += 1
  }

  private mutating func flush() {
    guard !literal.isEmpty else { return }
    bytes.append(UInt8(truncatingIfNeeded: literal.count))
    var packed = [UInt8](repeating: 0, count: (literal.count + 7) / 8)
    for (index, bit) in literal.enumerated() where bit {
      packed[index / 8] |= 1 << UInt8(index % 8)
    }
    bytes += packed
    literal.removeAll(keepingCapacity: true)
  }
}
