/// The pcsp tables that one worker made.
struct StackParts: Sendable {
  struct Part: Sendable {
    /// A place in the input's `FunctionIndex`.
    var function: Int32
    /// A place in `bytes`.
    var table: Range<UInt32>
    /// Whether the stack pointer is known at every PC.
    var isKnown: Bool
  }

  var parts: [Part] = []
  var bytes: [UInt8] = []
  /// Functions for which the two sources disagree, and where.
  var disagreements: [Disagreement] = []

  struct Disagreement: Sendable {
    var function: Int32
    var what: String
  }
}
