internal import CLLVM

/// Collects what LLVM reports through a context while one operation runs.
///
/// Without a handler LLVM prints each diagnostic to standard error and, for an error, ends the
/// process (`LLVMContext::diagnose`).
final class DiagnosticSink {
  private(set) var errors: [String] = []
  private(set) var warnings: [String] = []

  func record(_ diagnostic: LLVMDiagnosticInfoRef) {
    switch LLVMGetDiagInfoSeverity(diagnostic) {
    case LLVMDSError: errors.append(oneLine(takeMessage(LLVMGetDiagInfoDescription(diagnostic))))
    case LLVMDSWarning:
      warnings.append(oneLine(takeMessage(LLVMGetDiagInfoDescription(diagnostic))))
    default: break
    }
  }
}

/// The handler of every context while an operation runs; a context of our own has it always, with
/// no sink between operations.
private func handleDiagnostic(
  _ diagnostic: LLVMDiagnosticInfoRef?, _ sink: UnsafeMutableRawPointer?
) {
  guard let diagnostic, let sink else { return }
  Unmanaged<DiagnosticSink>.fromOpaque(sink).takeUnretainedValue().record(diagnostic)
}

func silenceDiagnostics(of context: LLVMContextRef) {
  LLVMContextSetDiagnosticHandler(context, handleDiagnostic, nil)
}

/// Runs `body` with the context's diagnostics collected, and gives the handler back afterwards to
/// whoever had it: a borrowed context keeps its own.
func collectingDiagnostics<Result>(
  of context: LLVMContextRef, _ body: () -> Result
) -> (result: Result, diagnostics: DiagnosticSink) {
  let sink = DiagnosticSink()
  let handler = LLVMContextGetDiagnosticHandler(context)
  let handlerContext = LLVMContextGetDiagnosticContext(context)
  LLVMContextSetDiagnosticHandler(
    context, handleDiagnostic, Unmanaged.passUnretained(sink).toOpaque())
  let result = body()
  LLVMContextSetDiagnosticHandler(context, handler, handlerContext)
  return (result, sink)
}
