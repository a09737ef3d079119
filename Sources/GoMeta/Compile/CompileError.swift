import GoABI
import GoTypes
import LLVM
import MachineCode
import TypeDescriptors

/// Why a module cannot be compiled for Go. Every case names the place at fault.
public enum CompileError: Error, CustomStringConvertible {
  /// LLVM refused; its own message.
  case llvm(LLVMError)
  /// The module says nothing of a package, or says it in another form.
  case contract(module: String, what: String)
  /// A Go declaration of the package, or of one that it imports.
  case declaration(module: String, DeclarationError)
  /// A file of declarations; line and column, in bytes, from 1.
  case source(file: String, line: Int, column: Int, what: String)
  /// A type that has no descriptor in the release.
  case descriptors(module: String, DescriptorError)
  /// A function or variable that is not as its Go declaration says.
  case mismatch(symbol: String, what: String)
  /// A function whose parameters or results cannot be passed.
  case signature(function: String, CallLayoutError)
  /// What cannot be done on a goroutine's stack, or not yet.
  case unsupported(symbol: String, what: String)
  /// A function without lines, which tracebacks need.
  case noDebugInfo(function: String)
  /// A call of `go.funcdata` or `go.pcdata`, or one that they are bound to.
  case pseudoInstruction(module: String, function: String, call: String, rule: String)
  /// The machine code that was made, of one function or ("") of the module.
  case code(function: String, what: String)

  public var description: String {
    switch self {
    case .llvm(let error): "\(error)"
    case .contract(let module, let what): "\(module): \(what)"
    case .declaration(let module, let error): "\(module): !go.declarations: \(error)"
    case .source(let file, let line, let column, let what): "\(file):\(line):\(column): \(what)"
    case .descriptors(let module, let error): "\(module): \(error)"
    case .mismatch(let symbol, let what): "@\"\(symbol)\": \(what)"
    case .signature(let function, let error): "@\"\(function)\": \(error)"
    case .unsupported(let symbol, let what): "@\"\(symbol)\": \(what)"
    case .noDebugInfo(let function):
      "@\"\(function)\" has no debug info: give it a DISubprogram and its instructions locations "
        + "(emissionKind: LineTablesOnly is enough), tracebacks are made from them"
    case .pseudoInstruction(let module, let function, let call, let rule):
      "\(module): \(function.isEmpty ? "" : "@\"\(function)\": ")\(call): \(rule)"
    case .code(let function, let what): "@\"\(function)\": \(what)"
    }
  }
}
