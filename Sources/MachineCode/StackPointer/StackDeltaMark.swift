/// What is known before the instruction at a place of a function: eight bytes.
struct StackDeltaMark: Sendable, Equatable {
  /// The delta, or one of the values below.
  var delta: Int32
  /// The frame pointer's raw value in 31 bits (frames of a gigabyte are not known), and whether the
  /// place was reached by a guess.
  private var bits: UInt32

  private static let guessBit: UInt32 = 1 << 31

  static let unreached = StackDeltaMark(delta: .min, frame: .unknown, isGuess: false)
  static let inside = Int32.min + 1
  static let unknown = Int32.min + 2

  @inline(__always)
  init(delta: Int32, frame: FramePointer, isGuess: Bool) {
    self.delta = delta
    let frame = frame.rawValue < 1 << 30 ? frame : .unknown
    bits = UInt32(bitPattern: frame.rawValue) & ~Self.guessBit | (isGuess ? Self.guessBit : 0)
  }

  var isReached: Bool { delta >= Self.unknown }
  var isKnown: Bool { delta > Self.unknown }
  var isGuess: Bool { bits & Self.guessBit != 0 }
  /// Negative raw values are −1 and −2.
  var frame: FramePointer {
    FramePointer(rawValue: Int32(bitPattern: bits << 1) >> 1)
  }
}
