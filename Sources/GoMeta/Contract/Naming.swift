import GoTypes

/// The names that one Go function has on its way through LLVM.
enum Naming {
  /// The code that LLVM compiles from it; the function's own name goes to the thunk that Go calls.
  static func body(_ goName: String) -> String { goName + ".body" }

  /// The Go name of a function, given that or the name of its code.
  static func goName(_ symbol: String) -> String {
    symbol.hasSuffix(".body") ? String(symbol.dropLast(".body".count)) : symbol
  }

  /// The thunk by which compiled code calls a function of Go's runtime.
  static func exit(_ goName: String) -> String { goName + ".exit" }

  /// A word of read-only data: the bytes of stack that the thunk and all below it need.
  static func stackNeed(_ goName: String) -> String { goName + ".stack" }

  /// What thunks call when the stack is too small.
  static let moreStack = "runtime.morestack_noctxt.abi0"

  /// The thunk that stores a GC pointer with a write barrier.
  static let barrieredStore = "go:store"

  static let textStart = "go:text"
  static let dataStart = "go:data"
  static let dataSection = ".go.data"

  /// Functions of Go's runtime that compiled code may call: they take nothing and never return, so
  /// no frame of compiled code is ever resumed after Go has run on its stack.
  static let callableRuntimeFunctions: Set<String> = ["runtime.panicdivide", "runtime.panicshift"]
}
