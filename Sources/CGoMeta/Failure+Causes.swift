import GoMeta
import GoMetaHeader
import GoRelease
import GoTypes
import LLVM

// The library's errors as the header's statuses, with their places and, without those, their reasons.
// Messages are the library's own. Each switch names every case, so that a new one is not forgotten
// here.

extension Failure {
  init(_ error: LLVMError) {
    let message = "\(error)"
    switch error {
    case .versionMismatch: self.init(GOMETA_ERROR_LLVM_MISMATCH, message)
    case .unreadableFile(let path, let reason):
      self.init(GOMETA_ERROR_FILE, message, reason: reason, Place(file: path))
    case .malformedModule(let name, _): self.init(GOMETA_ERROR_LLVM, message, Place(file: name))
    case .invalidModule(let name, let reason):
      self.init(GOMETA_ERROR_LLVM, message, reason: reason, Place(file: name))
    case .emissionFailed(let module, let reason), .linkFailed(let module, let reason):
      self.init(GOMETA_ERROR_LLVM, message, reason: reason, Place(file: module))
    case .differentContexts(let module):
      self.init(GOMETA_ERROR_LLVM, message, Place(file: module))
    case .nameTaken(let symbol), .invalidName(let symbol), .stillUsed(let symbol):
      self.init(GOMETA_ERROR_LLVM, message, Place(symbol: symbol))
    case .invalidDataLayout, .unknownTarget, .unsupportedTargetOption, .passesFailed,
      .unknownIntrinsic, .unknownAttribute, .typeMismatch, .invalidAlignment, .indexOutOfRange:
      self.init(GOMETA_ERROR_LLVM, message)
    }
  }

  init(_ error: CompileError) {
    let message = "\(error)"
    switch error {
    case .llvm(let cause): self.init(cause)
    case .contract(let module, let what):
      self.init(GOMETA_ERROR_CONTRACT, message, reason: what, Place(file: module))
    case .declaration(let module, let cause):
      self.init(
        GOMETA_ERROR_DECLARATION, message, reason: cause.message,
        Place(
          file: module, declaration: cause.index.map { $0 + 1 } ?? 0, line: cause.line,
          column: cause.column))
    case .source(let file, let line, let column, let what):
      self.init(
        GOMETA_ERROR_DECLARATION, message, reason: what,
        Place(file: file, line: line, column: column))
    case .descriptors(let module, let cause):
      self.init(GOMETA_ERROR_DECLARATION, message, reason: "\(cause)", Place(file: module))
    case .mismatch(let symbol, let what), .unsupported(let symbol, let what):
      self.init(GOMETA_ERROR_CONTRACT, message, reason: what, Place(symbol: symbol))
    case .signature(let function, let cause):
      self.init(GOMETA_ERROR_DECLARATION, message, reason: "\(cause)", Place(symbol: function))
    case .noDebugInfo(let function):
      self.init(
        GOMETA_ERROR_CONTRACT, message,
        reason: String(message.dropFirst("@\"\(function)\" ".count)), Place(symbol: function))
    case .pseudoInstruction(let module, let function, let call, let rule):
      self.init(
        GOMETA_ERROR_CONTRACT, message, reason: "\(call): \(rule)",
        Place(file: module, symbol: function))
    case .code(let function, let what):
      self.init(GOMETA_ERROR_CODE, message, reason: what, Place(symbol: function))
    }
  }

  init(_ error: LinkError) {
    let message = "\(error)"
    switch error {
    case .file(let cause): self.init(cause)
    case .object(let path, let what), .declarations(let path, let what),
      .plugin(let path, let what):
      self.init(GOMETA_ERROR_LINK, message, reason: what, Place(file: path))
    case .code(let function, let what):
      self.init(GOMETA_ERROR_CODE, message, reason: what, Place(symbol: function))
    case .compile(let cause): self.init(cause)
    case .tables, .linker: self.init(GOMETA_ERROR_LINK, message)
    case .check(let path, _): self.init(GOMETA_ERROR_LINK, message, Place(file: path))
    }
  }

  init(_ error: RebuildError) {
    let message = "\(error)"
    switch error {
    case .file(let cause): self.init(cause)
    case .input(let path, let what), .declarations(let path, let what):
      self.init(GOMETA_ERROR_REBUILD, message, reason: what, Place(file: path))
    case .function(let path, let name, let what):
      self.init(GOMETA_ERROR_REBUILD, message, reason: what, Place(file: path, symbol: name))
    case .table, .rawOfSeveral, .object, .rebuild: self.init(GOMETA_ERROR_REBUILD, message)
    }
  }

  init(_ error: FileError) {
    self.init(
      GOMETA_ERROR_FILE, "\(error)", reason: "cannot \(error.action) it: \(error.reason)",
      Place(file: error.path))
  }

  init(_ error: TargetError) {
    switch error {
    case .release, .triple: self.init(GOMETA_ERROR_OPTION, "\(error)")
    }
  }

  init(_ error: UnsupportedRelease) { self.init(GOMETA_ERROR_OPTION, "\(error)") }
}
