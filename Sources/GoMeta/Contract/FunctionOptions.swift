import LLVM

/// What `!go.func` on a function adds: pairs of a key and a value in one node, such as
/// `!go.func !{!"name", !"main.f", !"startLine", i32 7}`.
struct FunctionOptions {
  /// The name in tracebacks; the linker name when nil.
  var name: String?
  /// When debug info does not say.
  var startLine: UInt32?
  /// Made by a compiler, not written by a user: tracebacks leave the function out.
  var isWrapper = false
  /// The Go type of the func values that the function is the code of.
  var closure: String?

  init(_ function: Function, _ context: ContextHandle) throws(CompileError) {
    let kind = context.metadataKind(IRContract.functionKey)
    guard let node = function.metadata(kind) else { return }
    var operands = (node.operands ?? [])[...]
    while let key = operands.popFirst() {
      let value = operands.popFirst() ?? nil
      switch key?.string {
      case "name":
        guard let string = value?.string else {
          throw .mismatch(symbol: function.name, what: "!go.func: name wants a string")
        }
        name = string
      case "closure":
        guard let string = value?.string else {
          throw .mismatch(symbol: function.name, what: "!go.func: closure wants a string")
        }
        closure = string
      case "startLine":
        guard let number = value?.value.flatMap({ Constant($0) })?.unsignedInteger,
          let line = UInt32(exactly: number)
        else { throw .mismatch(symbol: function.name, what: "!go.func: startLine wants an i32") }
        startLine = line
      case "wrapper":
        isWrapper = value?.value.flatMap { Constant($0) }?.isZero == false
      case let key:
        throw .mismatch(
          symbol: function.name,
          what:
            "!go.func: unknown key \(key ?? "(no string)"); known: name, startLine, wrapper, closure"
        )
      }
    }
  }
}
