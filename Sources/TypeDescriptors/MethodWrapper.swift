import GoTypes

/// A function that a descriptor names, but that no one declares: it calls a declared method, or one
/// of an interface, for a receiver in another form (cmd/gc/subr.c, `genwrapper`).
public struct MethodWrapper: Sendable, Hashable {
  /// The function's symbol.
  public var symbol: String
  /// The type of the receiver that it is called with.
  public var receiver: GoType
  /// The method, and the embedded fields that lead to it from the receiver.
  public var entry: MethodSetEntry
  /// How many bytes follow the receiver up to a word: an interface passes its data word whole,
  /// where the receiver may be shorter. 0 for functions that interfaces do not call.
  public var padding: Int

  public init(symbol: String, receiver: GoType, entry: MethodSetEntry, padding: Int = 0) {
    self.symbol = symbol
    self.receiver = receiver
    self.entry = entry
    self.padding = padding
  }
}
