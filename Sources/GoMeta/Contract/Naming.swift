import GoABI
import GoRelease
import GoTypes

/// The names that one Go function has on its way through LLVM.
enum Naming {
  /// The code that LLVM compiles from it; the function's own name goes to the thunk that Go calls.
  static func body(_ goName: String) -> String { assemblable(goName) + bodySuffix }
  static let bodySuffix = ".body"

  /// The code between a thunk and the body, in the stack convention.
  static func arguments(_ goName: String) -> String { assemblable(goName) + ".args" }

  /// What managed code calls: a check of the stack before the body, or the way out to Go.
  static func call(_ goName: String) -> String { assemblable(goName) + callSuffix }
  static let callSuffix = ".call"

  /// The Go name of a function, given that or the name of its code.
  static func goName(_ symbol: String) -> String {
    for suffix in [bodySuffix, ".args", callSuffix] where symbol.hasSuffix(suffix) {
      return String(symbol.dropLast(suffix.count))
    }
    return symbol
  }

  /// A name that assemblers take between quotes and that linkers do not take for a versioned one:
  /// the characters that they stumble over are written as in a URL, and then the percent sign, too.
  /// Type names have struct tags in them.
  static func assemblable(_ name: String) -> String {
    guard name.utf8.contains(where: isSpecial) else { return name }
    var text: [UInt8] = []
    for byte in name.utf8 {
      if isSpecial(byte) || byte == 0x25 {
        text.append(0x25)
        text += (byte < 0x10 ? "0" : "").utf8
        text += String(byte, radix: 16).utf8
      } else {
        text.append(byte)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Control characters, quotes, backslashes, and at-signs.
  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x22 || byte == 0x5c || byte == 0x40
  }

  /// The code that calls a C function when the thread's stack is there.
  static func trampoline(_ callee: String) -> String { callee + trampolineSuffix }
  private static let trampolineSuffix = ".trampoline"

  static func trampolineCallee(_ symbol: String) -> String? {
    symbol.hasSuffix(trampolineSuffix) ? String(symbol.dropLast(trampolineSuffix.count)) : nil
  }

  /// The thunk by which compiled code calls a function of Go's runtime.
  static func exit(_ goName: String) -> String { goName + ".exit" }

  /// What tables call it: the runtime's own panics look at the name of their caller, and take one of
  /// package runtime for a fault of the runtime's (runtime/panic.go, `panicCheck1`).
  static func exitInTables(_ goName: String) -> String { "go:exit." + goName }

  /// What tables call a trampoline. It runs on the thread's stack, which nothing unwinds.
  static func trampolineInTables(_ callee: String) -> String { "go:system." + callee }

  /// A word of read-only data: the bytes of stack that the thunk and all below it need.
  static func stackNeed(_ goName: String) -> String { assemblable(goName) + ".stack" }

  /// The thunk that stores a GC pointer with a write barrier.
  static let barrieredStore = "go:store"

  /// Code of ours that compiled code calls, and at which nothing can happen to its goroutine.
  static let leaves: Set = [barrieredStore, ARM64ReturnAddress.leafCallee]

  /// What a panic says when a value cannot be hashed.
  static let unhashable = "go:unhashable"

  /// Names without a dot are left out of tracebacks by releases that mark no wrappers
  /// (runtime/traceback.go of Go 1.8, `showframe`).
  static let hiddenInTracebacks = "go:arguments"

  /// Where the goroutine's descriptor is among the thread's variables.
  static let goroutineSlot = "runtime.tlsg"

  /// What thunks ask of the host.
  static let hostSymbols =
    GoRelease.supported.compactMap(\.code.moreStack) + [
      goroutineSlot, Thunk.systemStackEntry, ProtectThunk.deferReturn, RecoverThunk.recover,
    ]

  static let textStart = "go:text"
  static let dataStart = "go:data"
  static let dataSection = ".go.data"
  /// Variables that are zero when the program starts. LLVM knows such sections by this prefix.
  static let zeroSection = ".bss.go"
}
