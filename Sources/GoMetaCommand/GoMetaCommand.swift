import ArgumentParser
import GoMeta
import LLVM
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Go's runtime tables for code that LLVM compiles.
@main
struct GoMetaCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gometa",
    abstract: "Gives code that LLVM compiles the tables that Go's runtime lives on.",
    discussion: """
      A front end makes LLVM IR with Go declarations. compile makes an object of it, and link a \
      plugin of objects, which a stock Go program opens. check verifies a plugin; pclntab and dump \
      also take what other compilers made.

      Exit codes: 0 done; 1 the input is at fault, one line says where and what to do; 2 the command \
      was called in a wrong way.

      Example:
        gometa compile geometry.ll -o geometry.o --go 1.27 --target x86_64-linux-gnu
        gometa link --plugin example.com/geometry -o geometry.so geometry.o
      """,
    version: """
      gometa \(Version.text)
      LLVM \(LLVMVersion.linked)
      Go \(supportedReleases)
      """,
    subcommands: [Compile.self, Link.self, Pclntab.self, Dump.self, Check.self])

  static func main() async {
    Compiler.exitOnFatalErrors()
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      printError("gometa: \(failure.message)")
      terminate(1)
    } catch {
      let isHelp = exitCode(for: error) == .success
      let message = fullMessage(for: error)
      if isHelp {
        print(message)
      } else if !message.isEmpty {
        printError(message)
      }
      terminate(isHelp ? 0 : 2)
    }
  }
}

/// The input is at fault.
struct Failure: Error {
  let message: String

  init(_ error: some Error) { message = "\(error)" }
  init(_ message: String) { self.message = message }
}

/// Ends the program. (Inside a command `exit` is the parser's.)
private func terminate(_ code: Int32) -> Never { exit(code) }

/// Takes back what a failing command has written.
func removeFile(_ path: String) { unlink(path) }

/// Writes a line to standard error.
func printError(_ line: String) {
  _ = try? FileDescriptor.standardError.writeAll((line + "\n").utf8)
}
