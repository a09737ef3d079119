/// The words of a thunk's frame, and of its arguments on the caller's stack, that hold pointers, by
/// their indexes. They differ between the two kinds of calls that a thunk makes: those that grow the
/// stack, before it does its work, and the others.
public struct ThunkFrame: Sendable, Equatable {
  /// Bytes of the caller's stack that belong to the call; word 0 is the first one there.
  public var argumentSize = 0
  /// While the stack grows.
  public var growingArguments: [Int] = []
  /// Word 0 is the frame's lowest, at SP when the frame is whole.
  public var growingLocals: [Int] = []
  /// At all other calls.
  public var callingArguments: [Int] = []
  public var callingLocals: [Int] = []

  public init() {}
}
