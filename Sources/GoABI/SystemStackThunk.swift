import Symbols

extension Thunk {
  /// The runtime's function that runs C code on the thread's stack.
  public static let systemStackEntry = "runtime.cgocall"

  /// The two pieces of code by which compiled code on a goroutine's stack calls a foreign C function
  /// on the thread's stack.
  ///
  /// What the C function takes is packed into a block in the outer thunk's frame, and
  /// `runtime.cgocall(trampoline, block)` has the inner one, `trampoline`, called on the other stack:
  /// that unpacks it as C's convention says and calls `.callee`. The results come back in the block.
  /// Meanwhile the goroutine is in a system call, as in cgo: others run, and its stack neither moves
  /// nor shrinks (runtime/cgocall.go; runtime/stack.go, `isShrinkStackSafe`). Pointers in the block
  /// are roots.
  ///
  /// - Parameters:
  ///   - parameters: what the C function takes; extended by the caller, where C's convention says so.
  ///   - results: as many as C returns in registers.
  ///   - trampoline: the symbol of the inner thunk, which is not exported.
  /// - Returns: nil when registers do not hold the results.
  public static func systemStack(
    parameters: [ScalarLeaf.Kind], results: [ScalarLeaf.Kind], trampoline: String,
    architecture: Architecture
  ) -> (outer: Thunk, inner: Thunk)? {
    let block = SystemStackBlock(parameters, results, architecture)
    guard !block.form.returnsThroughMemory else { return nil }
    switch architecture {
    case .x86_64:
      let code = X86SystemStackThunk(block: block, trampoline: trampoline)
      return (code.outer, code.inner)
    case .arm64:
      let code = ARM64SystemStackThunk(block: block, trampoline: trampoline)
      return (code.outer, code.inner)
    }
  }
}

/// What the two thunks pass to each other: a word for each parameter in order, then, in the same
/// words, one for each result.
struct SystemStackBlock {
  let form: NativeForm
  let parameters: [ScalarLeaf.Kind]
  let results: [ScalarLeaf.Kind]

  init(
    _ parameters: [ScalarLeaf.Kind], _ results: [ScalarLeaf.Kind], _ architecture: Architecture
  ) {
    form = NativeForm(parameters: parameters, results: results, architecture: architecture)
    self.parameters = parameters
    self.results = results
  }

  /// Bytes at the bottom of a real C function's caller's frame: the native form's, but for the word
  /// that stays free there.
  var stackSize: Int { max(form.stackSize - Self.freeSize, 0) }
  private static let freeSize = 8

  /// In bytes.
  var size: Int { 8 * max(parameters.count, results.count) }

  /// Words that hold pointers before the call. (Results are no roots: nothing runs between.)
  var pointerWords: [Int] { parameters.indices.filter { parameters[$0] == .pointer } }

  /// Where a real C function has a parameter that its form has at an offset.
  func cOffset(_ offset: Int) -> Int { offset - Self.freeSize }
}
