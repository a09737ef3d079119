/// What following a function's instructions tells about its frame.
public struct StackPointerTrack: Sendable, Equatable {
  /// The stack pointer's distance below its value at entry, in bytes, from `offset` (within the
  /// function) up to the next entry's offset. The first entry is (0, 0); neighbours differ.
  public struct Delta: Sendable, Equatable {
    public var offset: Int
    public var delta: Int

    public init(offset: Int, delta: Int) {
      self.offset = offset
      self.delta = delta
    }
  }

  /// A call instruction, or a jump that leaves the function (a tail call).
  public struct Call: Sendable, Equatable {
    public enum Target: Sendable, Equatable {
      /// To this offset in the section's bytes.
      case direct(Int)
      /// A relocation applies to the operand at this offset in the section's bytes.
      case relocated(Int)
      /// Through a register or memory.
      case indirect
    }

    /// The instruction's offset within the function, and that of the one after it.
    public var offset: Int
    public var returnOffset: Int
    public var target: Target
    public var isTailCall: Bool
    /// The stack pointer delta before the instruction, in bytes.
    public var delta: Int

    public init(offset: Int, returnOffset: Int, target: Target, isTailCall: Bool, delta: Int) {
      self.offset = offset
      self.returnOffset = returnOffset
      self.target = target
      self.isTailCall = isTailCall
      self.delta = delta
    }
  }

  public var deltas: [Delta]
  public var calls: [Call]
  /// arm64: how far below the entry stack pointer the caller's x29 is saved, in bytes; nil when it
  /// is not saved, and on x86-64.
  public var framePointerSave: Int?

  public init(deltas: [Delta], calls: [Call], framePointerSave: Int?) {
    self.deltas = deltas
    self.calls = calls
    self.framePointerSave = framePointerSave
  }

  /// The largest delta: the size of the frame, in bytes.
  public var frameSize: Int { deltas.reduce(0) { max($0, $1.delta) } }
}
