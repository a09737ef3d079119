/// Where the frame pointer register (RBP, X29) points, at one place of a function.
struct FramePointer: Equatable {
  var rawValue: Int32

  /// It still holds what the caller left in it.
  static let caller = FramePointer(rawValue: -1)
  /// Anything.
  static let unknown = FramePointer(rawValue: -2)

  init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// At this distance in bytes below the stack pointer at entry.
  init(distance: Int) {
    self.rawValue = distance < 0 ? Self.unknown.rawValue : Int32(exactly: distance) ?? -2
  }

  var distance: Int? { rawValue >= 0 ? Int(rawValue) : nil }
}

/// What is known of the stack at one place of a function.
struct StackState: Equatable {
  /// How far the stack pointer is below its value at entry, in bytes.
  var delta: Int
  var frame: FramePointer
}

/// What one instruction does, as far as stack pointer tracking needs to know.
struct InstructionStep {
  enum Flow: UInt8 {
    case next
    /// Does nothing: what alignment is made of.
    case padding
    /// To `target`, or through the relocation at `operand`; comes back.
    case call
    case indirectCall
    /// To `target`, or through the relocation at `operand`.
    case jump
    /// As `jump`, or goes on to the next instruction.
    case conditionalJump
    case indirectJump
    /// Through memory that an index picks: only a jump table does so.
    case tableJump
    case functionReturn
    /// Raises a fault, or hands over to a debugger that will not resume.
    case stop
    /// Hands over to a debugger, which may resume.
    case breakpoint
    // Refused.
    case undecodable
    case stackPointerWrite
    /// Leaves the function in a way that no compiler's code does, taking more off the stack.
    case farReturn
  }

  /// In bytes; 0 when nothing could be decoded.
  var length: Int
  /// After the instruction.
  var state: StackState
  var flow = Flow.next
  /// Where a direct call or jump goes, as an offset in the section.
  var target = 0
  /// Where a relocation of the instruction's operand would apply, as an offset in the section.
  var operand = 0
  /// arm64: the caller's x29 is stored at this distance below the stack pointer at entry.
  var framePointerSave: Int?
}
