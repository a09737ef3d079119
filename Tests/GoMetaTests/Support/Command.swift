import Foundation
import TestSupport

/// The command `gometa`, built with the tests and lying beside them.
enum Command {
  static var path: String {
    get throws {
      let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      let path = program.deletingLastPathComponent().appendingPathComponent("gometa").path
      guard FileManager.default.isExecutableFile(atPath: path) else {
        throw Tool.Missing(description: "no gometa beside the tests: \(path)")
      }
      return path
    }
  }

  static func run(_ arguments: [String], in folder: URL? = nil) throws -> Tool.Outcome {
    try Tool.outcome(path, arguments, in: folder)
  }

  /// Runs a command that must succeed, and returns what it prints.
  @discardableResult
  static func succeed(_ arguments: [String], in folder: URL? = nil) throws -> String {
    let outcome = try run(arguments, in: folder)
    guard outcome.status == 0 else {
      throw Tool.Failure(
        description: "gometa \(arguments.joined(separator: " ")): status \(outcome.status)\n"
          + outcome.errors)
    }
    return outcome.output
  }

  /// Compiles a file to an object.
  static func compile(
    _ input: String, to output: String, for machine: Machine, level: String = "-O2",
    release: String = Go.newest
  ) throws {
    try succeed(
      ["compile", input, "-o", output, "--go", release, "--target", machine.triple, level])
  }

  /// Links objects to a plugin.
  static func link(_ objects: [String], path: String, to output: String) throws {
    try succeed(["link", "--plugin", path, "-o", output] + objects)
  }
}
