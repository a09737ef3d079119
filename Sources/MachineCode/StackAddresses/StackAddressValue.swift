/// What a register or a word of the frame may hold: nothing of interest, an address in the frame, or
/// one that was made before a call that may have moved the stack since.
struct StackAddressValue: Equatable {
  /// Where the address was made: an offset within the function. Negative when there is none.
  var origin: Int32
  /// The index of the track's first call since; negative when there is none.
  var call: Int32
  /// What held it over that call.
  var holder: StackAddressHolder
  /// How many bytes below the stack pointer at entry the address is.
  var distance: Int32
  /// When a stale address was valid, as a number that means something in one state only: addresses
  /// of the same number were valid at the same time, on whatever way. 0 when it is not stale;
  /// `unknown` when it is made of several.
  var time: Int32
  /// 1 for an address, -1 for a negated one, which is subtracted from something; 0 when that is not
  /// known.
  var sign: Int8

  static let unknown = Int32.min
  static let none = StackAddressValue(
    origin: -1, call: -1, holder: .register(0), distance: unknown, time: 0, sign: 0)

  /// A new address.
  init(origin: Int32, distance: Int32) {
    self.init(
      origin: origin, call: -1, holder: .register(0), distance: distance, time: 0, sign: 1)
  }

  private init(
    origin: Int32, call: Int32, holder: StackAddressHolder, distance: Int32, time: Int32,
    sign: Int8
  ) {
    self.origin = origin
    self.call = call
    self.holder = holder
    self.distance = distance
    self.time = time
    self.sign = sign
  }

  var isAddress: Bool { origin >= 0 }
  var isStale: Bool { call >= 0 }

  /// Takes in another value that the place may hold instead. Values only ever rise, from none to
  /// address to stale, and distances to unknown: the flow settles.
  ///
  /// - Parameter times: those of the values that meet.
  mutating func join(_ other: StackAddressValue, _ times: inout StackAddressTimes) {
    let pair = SIMD2(isAddress ? time : -1, other.isAddress ? other.time : -1)
    let isKnown = pair[0] != Self.unknown && pair[1] != Self.unknown
    if other.isAddress, sign != other.sign { sign = isAddress ? 0 : other.sign }
    if other.isStale && !isStale || other.isAddress && !isAddress {
      origin = other.origin
      call = other.call
      holder = other.holder
    }
    if distance != other.distance { distance = Self.unknown }
    if isStale { time = isKnown ? times.number(of: pair) : Self.unknown }
  }

  /// Whether the sum with another value is the distance of two addresses that are, or were, valid
  /// at the same time: no address, and right at all times.
  func cancels(_ other: StackAddressValue) -> Bool {
    isAddress && other.isAddress && time == other.time && time != Self.unknown
      && sign != 0 && sign == -other.sign
  }

  /// Takes in another value that the result of an instruction is made of, too.
  mutating func mix(_ other: StackAddressValue) {
    guard other.isAddress else { return }
    guard isAddress else {
      self = other
      return
    }
    if other.isStale && !isStale {
      origin = other.origin
      call = other.call
      holder = other.holder
    }
    distance = Self.unknown
    if time != other.time { time = Self.unknown }
    if sign != other.sign { sign = 0 }
  }

  /// A call is passed in which the stack may move.
  mutating func expire(_ index: Int32, time: Int32, in holder: StackAddressHolder) {
    guard isAddress, !isStale else { return }
    call = index
    self.time = time
    self.holder = holder
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
    var result = self
    result.distance = Self.unknown
    return result
  }

  var negated: StackAddressValue {
    var result = withoutDistance
    result.sign = -sign
    return result
  }
}

/// Numbers the times of stale addresses where two ways meet: addresses were valid at the same time
/// if they were so on either way.
struct StackAddressTimes {
  private var pairs: [SIMD2<Int32>] = []

  var count: Int32 { Int32(truncatingIfNeeded: pairs.count) }

  mutating func number(of pair: SIMD2<Int32>) -> Int32 {
    if let index = pairs.firstIndex(of: pair) { return Int32(truncatingIfNeeded: index) &+ 1 }
    pairs.append(pair)
    return count
  }
}

/// What holds an address.
enum StackAddressHolder: Equatable {
  case register(UInt8)
  /// A word of the frame, in bytes above the stack pointer.
  case word(Int32)

  func description(_ convention: RegisterConvention) -> String {
    switch self {
    case .register(let number): convention.names(number)
    case .word(let offset): "the word at sp+0x\(String(offset, radix: 16))"
    }
  }
}
