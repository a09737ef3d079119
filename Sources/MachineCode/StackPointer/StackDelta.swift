/// How far the stack pointer is below its value at a function's entry, from one instruction on:
/// what Go's pcsp table states. The return address on x86-64 is not counted.
public struct StackDelta: Sendable, Equatable {
  /// From the function's start, in bytes.
  public var offset: UInt32
  /// In bytes; −1 where nothing tells it.
  public var delta: Int32

  public static let unknown: Int32 = -1

  @inline(__always)
  public init(offset: UInt32, delta: Int32) { (self.offset, self.delta) = (offset, delta) }
}

/// Why a function's stack deltas cannot be told.
public enum StackDeltaError: Error, Equatable, Sendable, CustomStringConvertible {
  case callFrames(CallFrameError)
  /// The function's range does not lie in the section's bytes, is of 2 GiB or more, or on arm64
  /// starts between instructions.
  case badFunction(Range<Int>, sectionSize: Int)
  /// The instructions that lead to an offset of the function leave another delta there than its
  /// call frame information states.
  case disagreement(offset: Int, instructions: Int, callFrames: Int)

  public var description: String {
    switch self {
    case .callFrames(let error): "\(error)"
    case .badFunction(let range, let size):
      "function at \(range) of a section of \(size) bytes: correct its symbol's value and size"
    case .disagreement(let offset, let instructions, let callFrames):
      "+0x\(String(offset, radix: 16)): the stack pointer is \(instructions) bytes below entry by"
        + " the instructions, \(callFrames) by the call frame information: correct its directives"
        + " (.cfi_…), or leave them out"
    }
  }
}
