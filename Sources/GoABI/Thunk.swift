import Symbols

/// Machine code, as assembly text, that goes between Go's convention and C's.
///
/// In the text, `{name}` stands for a symbol that the code refers to; whoever assembles it puts the
/// operand there. Labels are local numbers.
public struct Thunk: Sendable {
  public enum Operand: Sendable, Hashable {
    /// The function to call.
    case callee
    /// A 32-bit word: the bytes of stack that the callee and all that it calls use.
    case stackNeed
    /// `runtime.morestack_noctxt` in the assembly convention.
    case moreStack
    /// `runtime.tlsg`: where the goroutine's descriptor is among the thread's variables.
    case goroutineSlot
    /// `runtime.writeBarrier`: not 0 while the collector marks.
    case writeBarrierFlag
    /// `runtime.gcWriteBarrier2`: gives room for two pointers in the collector's buffer. In the
    /// stack convention `runtime.writebarrierptr`, which stores as well.
    case writeBarrier
    /// A function by its symbol.
    case function(String)
    /// The address of data by its symbol.
    case data(String)
  }

  public var lines: [Line]
  /// What of its frame and its arguments holds pointers.
  public var frame = ThunkFrame()

  /// One instruction or label; `operand` fills the `{}` in its text.
  public struct Line: Sendable {
    public var text: String
    public var operand: Operand?

    init(_ text: String, _ operand: Operand? = nil) {
      self.text = text
      self.operand = operand
    }
  }

  /// The code that Go calls, before the C function `callee`. In the register convention that is
  /// the compiled function itself, its arguments moved to C's registers; in the stack convention a
  /// function `void (ptr)` that gets the address of arguments and results.
  ///
  /// - Parameter checksStack: whether the stack grows when it is too small. (In the register
  ///   convention it always does.)
  public static func entry(
    _ layout: CallLayout, architecture: Architecture, checksStack: Bool = true
  ) -> Thunk {
    switch (layout.convention, architecture) {
    case (.registers, .x86_64): X86EntryThunk(layout: layout).thunk
    case (.registers, .arm64): ARM64EntryThunk(layout: layout).thunk
    case (.stack, .x86_64): X86StackThunk.entry(checksStack: checksStack)
    case (.stack, .arm64): ARM64StackThunk.entry(checksStack: checksStack)
    }
  }

  /// The code by which compiled code stores a GC pointer, its second argument, where the first one
  /// points: while the collector marks it is told of the new pointer and of the old one.
  public static func barrieredStore(
    architecture: Architecture, convention: GoConvention = .registers
  ) -> Thunk {
    switch (convention, architecture) {
    case (.registers, .x86_64): X86EntryThunk.barrieredStore
    case (.registers, .arm64): ARM64EntryThunk.barrieredStore
    case (.stack, .x86_64): X86StackThunk.barrieredStore
    case (.stack, .arm64): ARM64StackThunk.barrieredStore
    }
  }

  /// A function that only returns.
  public static func leaf(architecture: Architecture) -> Thunk {
    Thunk(lines: [Line(architecture == .x86_64 ? "retq" : "ret")])
  }

  /// The code that a C function calls to enter a Go function which takes nothing and never returns.
  public static func exitWithoutReturn(
    architecture: Architecture, convention: GoConvention = .registers
  ) -> Thunk {
    switch (convention, architecture) {
    case (.registers, .x86_64): X86EntryThunk.exitWithoutReturn
    case (.stack, .x86_64): X86StackThunk.exitWithoutReturn
    // Nothing is passed, and R28 is the goroutine in both.
    case (_, .arm64): ARM64EntryThunk.exitWithoutReturn
    }
  }
}
