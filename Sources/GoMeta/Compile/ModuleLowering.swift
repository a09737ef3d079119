import GoABI
import GoTypes
import LLVM
import Symbols

/// Turns a module of the IR contract into one of Go's world, step by step: each step is an
/// extension in a file of its own, and `Compiler` names them in order.
struct ModuleLowering {
  let target: Target
  let contract: IRContract
  let universe: Universe
  let functions: GoFunctionTable

  /// Facts of the functions that get a record, by their present name in the module.
  var bodies: [String: Body] = [:]

  struct Body {
    /// The name in tracebacks.
    var goName: String
    /// Set where Go can call it.
    var function: GoFunction?
    var startLine: UInt32
    var file: String
    /// Made here, not by the front end.
    var isGenerated: Bool
  }
}

extension ModuleLowering {
  /// LLVM's errors, as this layer's.
  func llvm<Result>(_ body: () throws(LLVMError) -> Result) throws(CompileError) -> Result {
    do { return try body() } catch { throw .llvm(error) }
  }

  /// What the module says beside its metadata that Go's stacks do not allow at all.
  func checkContract(_ module: borrowing Module, name: String) throws(CompileError) {
    for function in module.functions where !function.isDeclaration {
      if function.personality != nil {
        throw .unsupported(
          symbol: function.name,
          what: "has a personality: exceptions do not unwind through goroutine stacks; lower "
            + "invoke to call and return errors")
      }
      if function.subprogram == nil { throw .noDebugInfo(function: function.name) }
    }
    if let flag = module.flag("sign-return-address")?.value.flatMap({ Constant($0) }), !flag.isZero
    {
      throw .contract(
        module: name,
        what: "return addresses are signed (module flag sign-return-address): Go's unwinder reads "
          + "them as they are; compile without -mbranch-protection")
    }
  }
}
