/// What can go wrong in LLVM, one case a cause. `message` is LLVM's own, folded into one line.
public enum LLVMError: Error, Hashable, Sendable {
  /// The library loaded is of another major release than the headers compiled with.
  case versionMismatch(headers: LLVMVersion, linked: LLVMVersion)
  /// A file could not be read.
  case unreadableFile(path: String, message: String)
  /// Text or bitcode is no module; for text the message holds `name:line:column`.
  case malformedModule(name: String, message: String)
  /// A module breaks a rule of the IR (the verifier's message).
  case invalidModule(name: String, message: String)
  /// A data layout string has a mistake in it.
  case invalidDataLayout(layout: String, message: String)
  /// No compiled-in target has this triple.
  case unknownTarget(triple: String, message: String)
  /// The target has no such code model or processor setting.
  case unsupportedTargetOption(triple: String, option: String)
  /// A pass pipeline could not be parsed or reported an error.
  case passesFailed(pipeline: String, message: String)
  /// Code generation reported an error, in inline assembly for example.
  case emissionFailed(module: String, message: String)
  /// Two modules could not be linked.
  case linkFailed(module: String, message: String)
  /// The module already has a symbol of this name.
  case nameTaken(symbol: String)
  /// A name holds a zero byte, which LLVM's C API cannot carry.
  case invalidName(symbol: String)
  /// What was to be deleted still has uses.
  case stillUsed(symbol: String)
  /// LLVM has no intrinsic of this name, or none with so many overloaded types.
  case unknownIntrinsic(name: String)
  /// LLVM has no attribute of this name.
  case unknownAttribute(name: String)
  /// A value of one type stands where another is needed.
  case typeMismatch(expected: String, found: String)
  /// An alignment that is no power of two.
  case invalidAlignment(bytes: UInt32)
  /// An index past the end.
  case indexOutOfRange(what: String, index: Int, count: Int)
  /// The parts belong to different contexts.
  case differentContexts(module: String)
}

extension LLVMError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .versionMismatch(let headers, let linked):
      "LLVM \(linked) is loaded, but \(headers) was compiled against: rebuild, or load \(headers)"
    case .unreadableFile(let path, let message): "cannot read \(path): \(message)"
    case .malformedModule(let name, let message): "cannot parse \(name): \(message)"
    case .invalidModule(let name, let message): "invalid module \(name): \(message)"
    case .invalidDataLayout(let layout, let message): "data layout '\(layout)': \(message)"
    case .unknownTarget(let triple, let message): "target '\(triple)': \(message)"
    case .unsupportedTargetOption(let triple, let option): "target '\(triple)' has no \(option)"
    case .passesFailed(let pipeline, let message): "passes '\(pipeline)': \(message)"
    case .emissionFailed(let module, let message): "cannot emit \(module): \(message)"
    case .linkFailed(let module, let message): "cannot link into \(module): \(message)"
    case .nameTaken(let symbol): "the module already has a symbol '\(symbol)'"
    case .invalidName(let symbol): "the name '\(oneLine(symbol))' holds a zero byte"
    case .stillUsed(let symbol): "'\(symbol)' still has uses: replace them before deleting it"
    case .unknownIntrinsic(let name): "LLVM has no intrinsic '\(name)' with these types"
    case .unknownAttribute(let name): "LLVM has no attribute '\(name)'"
    case .typeMismatch(let expected, let found): "type \(found) where \(expected) is needed"
    case .invalidAlignment(let bytes): "alignment \(bytes) is no power of two"
    case .indexOutOfRange(let what, let index, let count):
      "\(what) \(index) is out of range: there are \(count)"
    case .differentContexts(let module): "\(module) lives in another LLVM context"
    }
  }
}

/// LLVM's messages run over several lines: the verifier's, for one, list the instructions at fault.
func oneLine(_ message: String) -> String {
  message.split(whereSeparator: { $0.isNewline || $0 == "\0" })
    .map { line in
      let start = line.firstIndex { $0 != " " && $0 != "\t" } ?? line.endIndex
      return String(line[start...])
    }
    .filter { !$0.isEmpty }
    .joined(separator: "; ")
}
