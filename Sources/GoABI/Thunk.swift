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
    /// `runtime.gcWriteBarrier2`: gives room for two pointers in the collector's buffer.
    case writeBarrier
  }

  public var lines: [Line]

  /// One instruction or label; `operand` fills the `{}` in its text.
  public struct Line: Sendable {
    public var text: String
    public var operand: Operand?

    init(_ text: String, _ operand: Operand? = nil) {
      self.text = text
      self.operand = operand
    }
  }

  /// The code that Go calls: from registers of Go's convention to the C function `callee`.
  public static func entry(_ layout: CallLayout, architecture: Architecture) -> Thunk {
    switch architecture {
    case .x86_64: X86EntryThunk(layout: layout).thunk
    case .arm64: ARM64EntryThunk(layout: layout).thunk
    }
  }

  /// The code by which compiled code stores a GC pointer, its second argument, where the first one
  /// points: while the collector marks it is told of the new pointer and of the old one.
  public static func barrieredStore(architecture: Architecture) -> Thunk {
    switch architecture {
    case .x86_64: X86EntryThunk.barrieredStore
    case .arm64: ARM64EntryThunk.barrieredStore
    }
  }

  /// A function that only returns.
  public static func leaf(architecture: Architecture) -> Thunk {
    Thunk(lines: [Line(architecture == .x86_64 ? "retq" : "ret")])
  }

  /// The code that a C function calls to enter a Go function which takes nothing and never returns.
  public static func exitWithoutReturn(architecture: Architecture) -> Thunk {
    switch architecture {
    case .x86_64: X86EntryThunk.exitWithoutReturn
    case .arm64: ARM64EntryThunk.exitWithoutReturn
    }
  }
}
