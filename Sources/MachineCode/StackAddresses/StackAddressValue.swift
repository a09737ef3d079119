/// What a register or a word of the frame may hold: nothing of interest, an address in the frame, or
/// one that was made before a call that may have moved the stack since.
struct StackAddressValue: Equatable {
  /// Where the address was made: an offset within the function. Negative when there is none.
  var origin: Int32
  /// The index of the track's call since; negative when there is none.
  var call: Int32
  /// How many bytes below the stack pointer at entry the address is.
  var distance: Int32

  static let unknown = Int32.min
  static let none = StackAddressValue(origin: -1, call: -1, distance: unknown)

  var isAddress: Bool { origin >= 0 }
  var isStale: Bool { call >= 0 }

  /// Takes in another value that the place may hold instead. Values only ever rise, from none to
  /// address to stale, and distances to unknown: the flow settles.
  mutating func join(_ other: StackAddressValue) {
    if self == other { return }
    if other.isStale && !isStale || other.isAddress && !isAddress {
      origin = other.origin
      call = other.call
    }
    if distance != other.distance { distance = Self.unknown }
  }

  /// The same address `bytes` higher.
  func moved(by bytes: Int32) -> StackAddressValue {
    var result = self
    if distance != Self.unknown {
      let (sum, overflows) = distance.subtractingReportingOverflow(bytes)
      result.distance = overflows ? Self.unknown : sum
    }
    return result
  }

  var withoutDistance: StackAddressValue {
    StackAddressValue(origin: origin, call: call, distance: Self.unknown)
  }
}
