internal import CLLVM

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What LLVM only lets a whole process choose.
public enum ProcessOptions {
  /// Where LLVM would abort the process, for an instruction that the target lacks for example, it
  /// writes one line to standard error, `gometa: LLVM: ` and the message, and exits with code 1.
  public static func exitOnFatalErrors() {
    LLVMInstallFatalErrorHandler { reason in
      let text = copyString(reason)
      let first = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "fatal error"
      let line = Array("gometa: LLVM: \(first)\n".utf8)
      line.withUnsafeBytes { _ = write(2, $0.baseAddress, $0.count) }
      _exit(1)
    }
  }
}
