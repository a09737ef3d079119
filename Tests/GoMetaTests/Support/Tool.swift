import Foundation

/// A program that the tests run: what they compare with, or what they test.
enum Tool {
  struct Missing: Error, CustomStringConvertible {
    var description: String
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  struct Outcome {
    var status: Int32
    var output: String
    var errors: String
  }

  /// The path of a program: Go's are under GOMETA_GOROOT, LLVM's in GOMETA_LLVM_BIN, others in
  /// PATH.
  static func path(_ name: String) throws -> String {
    let environment = ProcessInfo.processInfo.environment
    let variable: String
    var folders: [String]
    switch name {
    case "go":
      variable = "GOMETA_GOROOT"
      folders = environment[variable].map { [$0 + "/bin"] } ?? []
    case _ where name.hasPrefix("llvm-"):
      variable = "GOMETA_LLVM_BIN"
      folders = environment[variable].map { [$0] } ?? []
    default:
      variable = "PATH"
      folders = (environment[variable] ?? "").split(separator: ":").map(String.init)
    }
    for folder in folders {
      let path = folder + "/" + name
      if FileManager.default.isExecutableFile(atPath: path) { return path }
    }
    throw Missing(description: "the tests need \(name): \(variable) does not lead to it")
  }

  /// Runs a program, given by its path, to its end.
  static func run(
    path: String, _ arguments: [String], in folder: URL? = nil,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    let scratch = try TestFolder()
    let output = try scratch.write("", to: "output")
    let errors = try scratch.write("", to: "errors")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment
      .merging(["LC_ALL": "C"]) { $1 }.merging(environment) { $1 }
    // Files, not pipes: a full pipe would block the one that is read last.
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardError = try FileHandle(forWritingTo: URL(fileURLWithPath: errors))
    try process.run()
    process.waitUntilExit()
    let status =
      process.terminationReason == .exit
      ? process.terminationStatus : 128 + process.terminationStatus
    return Outcome(
      status: status, output: try scratch.text("output"), errors: try scratch.text("errors"))
  }

  /// What a program prints; throws when it fails.
  @discardableResult
  static func run(
    _ name: String, _ arguments: [String], in folder: URL? = nil,
    environment: [String: String] = [:]
  ) throws -> String {
    let outcome = try run(
      path: try path(name), arguments, in: folder, environment: environment)
    guard outcome.status == 0 else {
      throw Failure(
        description: "\(name) \(arguments.joined(separator: " ")): status \(outcome.status)\n"
          + outcome.errors)
    }
    return outcome.output
  }
}
