import Subprocess
import Symbols
import SystemPackage

/// The linker program that joins objects: lld, or another with the same options.
public struct SystemLinker: Sendable {
  /// A path, or a name to look for in PATH.
  public let program: String

  /// - Parameter program: a path, or a name to look for in PATH.
  public init(program: String) { self.program = program }

  /// The first of LLVM's and GNU's linkers that is there.
  public static func find(for target: Target) async -> SystemLinker? {
    let gnu = target.architecture == .x86_64 ? "x86_64-linux-gnu-ld" : "aarch64-linux-gnu-ld"
    for name in ["ld.lld", "ld.lld-22", "ld.lld-19", gnu] {
      if (try? await Executable.name(name).resolveExecutablePath(in: .inherit)) != nil {
        return SystemLinker(program: name)
      }
    }
    return nil
  }

  /// Joins objects into one, in their order, keeping all sections: distances within a section are
  /// then what they will be in the image.
  func merge(_ objects: [String], into output: String) async throws(LinkError) {
    try await run(["-r", "-o", output] + objects)
  }

  /// Makes the image that the host will load, and with it the shared libraries.
  func shared(
    _ objects: [String], libraries: [String], into output: String
  ) async throws(LinkError) {
    // Bound when loaded: a resolver that runs later would run on a goroutine's stack. Read-only
    // sections stay so: code that is not position-independent is an error with every linker.
    try await run(
      [
        "-shared", "-z", "now", "-z", "relro", "-z", "text", "-z", "noexecstack", "--build-id=none",
        "-o", output,
      ] + objects + libraries)
  }

  private func run(_ arguments: [String]) async throws(LinkError) {
    let executable: Executable =
      program.contains("/") ? .path(FilePath(program)) : .name(program)
    do {
      let result = try await Subprocess.run(
        executable, arguments: Arguments(arguments), output: .discarded,
        error: .string(limit: 1 << 16))
      guard case .exited(0) = result.terminationStatus else {
        let line = result.standardError.split(separator: "\n").first.map(String.init)
        // Linkers begin with their name, too.
        let message = line?.split(separator: "\(program): ", maxSplits: 1).last.map(String.init)
        throw LinkError.linker(command: program, message: message ?? "\(result.terminationStatus)")
      }
    } catch let error as LinkError {
      throw error
    } catch {
      throw .linker(command: program, message: "cannot run it: \(error)")
    }
  }
}
