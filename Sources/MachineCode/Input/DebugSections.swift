/// The debug sections of one input: decompressed, and relocated to the addresses of its
/// `CodeInput`. Empty where the input has no such section.
public struct DebugSections: Sendable {
  public var line = InputBytes()
  public var lineStr = InputBytes()
  public var str = InputBytes()
  public var strOffsets = InputBytes()
  public var info = InputBytes()
  public var abbrev = InputBytes()
  public var addr = InputBytes()
  public var ranges = InputBytes()
  public var rnglists = InputBytes()
  /// `.debug_frame`.
  public var frame = InputBytes()
  /// `.eh_frame`, whose addresses count from where they stand.
  public var ehFrame = InputBytes()
  /// Where `.eh_frame` is loaded.
  public var ehFrameAddress: UInt64 = 0

  public init() {}

  /// Whether there is nothing that tells of lines, functions or frames: a file built without debug
  /// information, or whose debug information is in another file (.gnu_debuglink).
  public var isEmpty: Bool { line.isEmpty && info.isEmpty && frame.isEmpty }
}
