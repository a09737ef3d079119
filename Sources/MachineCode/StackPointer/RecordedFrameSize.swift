/// LLVM's own word on a frame (`.llvm_stackmaps`, the stack size of a function), against what
/// following the instructions tells: two derivations that must agree.
public enum RecordedFrameSize {
  /// Why a frame is not what its maps take it for.
  public enum Problem: Error, Equatable, CustomStringConvertible {
    /// LLVM states none: the frame's size is known at run time only.
    case dynamic
    case different(recorded: UInt64, tracked: Int)

    public var description: String {
      switch self {
      case .dynamic:
        "its frame has no fixed size; use no dynamic allocas, and no locals aligned to more than "
          + "the stack is"
      case .different(let recorded, let tracked):
        "its frame has \(recorded) bytes in \(StackMapTable.sectionName), but the instructions "
          + "take \(tracked); compile without a red zone, and not for size (optsize, minsize)"
      }
    }
  }

  /// The problem with a function of that recorded size, in bytes; nil if there is none. On x86-64 it
  /// counts all that the function pushes, but not the return address.
  public static func problem(recorded: UInt64, track: StackPointerTrack) -> Problem? {
    if recorded == .max { return .dynamic }
    let tracked = track.frameSize
    return recorded == UInt64(clamping: tracked)
      ? nil : .different(recorded: recorded, tracked: tracked)
  }
}
