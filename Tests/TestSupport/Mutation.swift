import Foundation

/// SplitMix64: the same numbers for the same seed, on every machine.
public struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(seed: UInt64) { state = seed }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var value = state
    value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 31
  }
}

/// Damaged copies of bytes, for readers that must read or refuse whatever they get: each has one to
/// four changes (flipped bits, extreme numbers, zeroed, repeated, inserted or removed runs), or ends
/// early. The same seed gives the same copies.
///
///     for mutant in Mutants(of: bytes, count: 500, seed: 1) { _ = try? Reader(mutant) }
public struct Mutants: Sequence, Sendable {
  private let original: [UInt8]
  private let ranges: [Range<Int>]
  private let count: Int
  private let seed: UInt64

  /// Damages only bytes in `ranges`, and keeps the size; of the whole of `bytes` where there are
  /// none.
  ///
  /// The environment's GOMETA_FUZZ multiplies `count`.
  public init(
    of bytes: [UInt8], within ranges: [Range<Int>] = [], count: Int, seed: UInt64
  ) {
    original = bytes
    self.ranges = ranges.map { $0.clamped(to: 0..<bytes.count) }.filter { !$0.isEmpty }
    let factor = ProcessInfo.processInfo.environment["GOMETA_FUZZ"].flatMap { Int($0) } ?? 1
    self.count = count * Swift.max(1, factor)
    self.seed = seed
  }

  public func makeIterator() -> Iterator {
    Iterator(original: original, ranges: ranges, left: count, random: SeededRandom(seed: seed))
  }

  public struct Iterator: IteratorProtocol {
    let original: [UInt8]
    let ranges: [Range<Int>]
    var left: Int
    var random: SeededRandom

    /// Numbers at the edges of their widths, in which size checks go wrong.
    private static let extremes: [UInt64] = [
      0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fff0, 0xffff_ffff,
      1 << 32, 1 << 60, UInt64(Int64.max), 1 << 63, .max - 1, .max,
    ]

    public mutating func next() -> [UInt8]? {
      guard left > 0, !original.isEmpty else { return nil }
      left -= 1
      var bytes = original
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        change(&bytes)
      }
      return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
      let range = ranges.randomElement(using: &random) ?? 0..<bytes.count
      let place = Int.random(in: range, using: &random)
      let rest = place..<Swift.min(range.upperBound, bytes.count)
      guard !rest.isEmpty else { return }
      let run = rest.prefix(Int.random(in: 1...64, using: &random))
      switch Int.random(in: 0..<(ranges.isEmpty ? 9 : 6), using: &random) {
      case 0, 1: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 2: bytes[place] = UInt8.random(in: 0...255, using: &random)
      case 3, 4:
        let width = 1 << Int.random(in: 0..<4, using: &random)
        let number = Self.extremes.randomElement(using: &random) ?? 0
        for (index, place) in rest.prefix(width).enumerated() {
          bytes[place] = UInt8(truncatingIfNeeded: number >> UInt64(8 * index))
        }
      case 5:
        let source = Int.random(in: range.lowerBound...place, using: &random)
        for (index, place) in run.enumerated() { bytes[place] = bytes[source + index] }
      case 6: bytes.removeSubrange(place...)
      case 7: bytes.removeSubrange(run.lowerBound..<run.upperBound)
      default: bytes.insert(contentsOf: Array(bytes[run]), at: place)
      }
    }
  }
}
