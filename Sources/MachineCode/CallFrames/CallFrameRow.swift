/// What call frame information says of the stack from one instruction of a function on: 8 bytes.
///
/// The canonical frame address (CFA, DWARF 5 §6.4) is the stack pointer before the call: on x86-64
/// eight bytes above the stack pointer at entry, on arm64 the stack pointer at entry itself.
public struct CallFrameRow: Sendable, Equatable {
  /// From the function's start, in bytes.
  public var offset: UInt32
  /// The delta, or `unknown`, or the frame pointer's distance counted from the value after that.
  var value: Int32

  @inline(__always)
  init(offset: UInt32, value: Int32) { (self.offset, self.value) = (offset, value) }

  static let unknown = Int32.min
  /// Half a gigabyte: no stack pointer is as far above its value at entry, no frame pointer as far
  /// below.
  static let limit: Int32 = 1 << 29

  /// The stack pointer tells the CFA.
  @inline(__always)
  static func isDelta(_ value: Int32) -> Bool { value > -limit }

  /// How far below the stack pointer at entry the frame pointer is, where it tells the CFA.
  @inline(__always)
  static func distance(_ value: Int32) -> Int32? {
    isDelta(value) || value == unknown ? nil : value &- (unknown &+ 1)
  }

  /// How far the stack pointer is below its value at entry, in bytes; −1 where the CFA is told by
  /// another register or by an expression. Code that has taken its return address off the stack is
  /// above: −8.
  public var delta: Int32 { Self.isDelta(value) ? value : StackDelta.unknown }

  /// How far below the stack pointer at entry the frame pointer register (RBP, X29) points, in
  /// bytes, where it tells the CFA; else nil.
  public var framePointerDistance: Int32? { Self.distance(value) }
}
