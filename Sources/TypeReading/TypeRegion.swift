/// What 32-bit references in type data count from.
public struct TypeRegion: Sendable, Equatable {
  /// Names and types: distances from `start`, which lead to less than `end`.
  public var start, end: UInt64
  /// Code: distances from here; nil in objects, whose code is laid out later.
  public var text: UInt64?

  public init(start: UInt64, end: UInt64, text: UInt64? = nil) {
    self.start = start
    self.end = end
    self.text = text
  }
}
