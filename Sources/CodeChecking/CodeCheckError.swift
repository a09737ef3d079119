/// Why a file's code cannot be checked at all. Nothing was checked then: this is no pass.
public enum CodeCheckError: Error, Equatable, CustomStringConvertible {
  /// The file cannot be read.
  case file(String)
  /// The release has none of this code: before Go 1.21.
  case release(String)
  /// No moduledata refers to a pclntab of the release.
  case noFunctionTable
  /// A table of the pclntab is cut short or leads nowhere.
  case malformedTable(what: String, function: String)
  /// Managed functions, and no section `.llvm_stackmaps`.
  case noStackMaps(function: String)
  case malformedStackMaps(offset: Int)
  /// LLVM has no disassembler.
  case disassembler(String)

  public var description: String {
    switch self {
    case .file(let message): message
    case .release(let name):
      "Go \(name) has no stack maps for compiled code; --code is for plugins of Go 1.21 and later"
    case .noFunctionTable:
      "no moduledata in this file refers to a pclntab; name the release with --go if it is another"
    case .malformedTable(let what, let function):
      "the pclntab's \(what)\(function.isEmpty ? "" : " of \(function)") is malformed"
    case .noStackMaps(let function):
      "\(function) is code that the collector stops, and the file has no section .llvm_stackmaps; "
        + "check it as gometa link writes it, before strip"
    case .malformedStackMaps(let offset):
      "section .llvm_stackmaps+0x\(String(offset, radix: 16)): no stack map of version 3, or one "
        + "that is cut short"
    case .disassembler(let message): "cannot disassemble: \(message)"
    }
  }
}
