public import Foundation

/// A program that the tests run: what they compare with, or what they test.
public enum Tool {
  public struct Missing: Error, CustomStringConvertible {
    public var description: String
    public init(description: String) { self.description = description }
  }

  public struct Failure: Error, CustomStringConvertible {
    public var description: String
    public init(description: String) { self.description = description }
  }

  public struct Outcome {
    public var status: Int32
    public var output: String
    public var errors: String

    /// All that it said, for messages.
    public var all: String { output + errors }
  }

  /// The path of a program: `gometa` is the installed one, LLVM's (opt, llc, clang and llvm-…) are
  /// in GOMETA_LLVM_BIN, go is under GOMETA_GOROOT, others are in PATH.
  public static func path(_ name: String) throws -> String {
    let environment = ProcessInfo.processInfo.environment
    let variable: String
    var folders: [String]
    switch name {
    case _ where name.contains("/"):
      return name
    case "gometa":
      variable = "GOMETA_PREFIX"
      folders = environment[variable].map { [$0 + "/bin"] } ?? []
    case "go":
      variable = "GOMETA_GOROOT"
      folders = environment[variable].map { [$0 + "/bin"] } ?? []
    case "opt", "llc", "clang", "clang++", "lli",
      _ where name.hasPrefix("llvm-"):
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

  /// Runs a program, by name or path, to its end. Ten minutes are the end of one that hangs.
  public static func outcome(
    _ program: String, _ arguments: [String] = [], in folder: URL? = nil,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    let scratch = try TestFolder()
    try scratch.write("", to: "output")
    try scratch.write("", to: "errors")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try path("timeout"))
    process.arguments = ["-k", "5", "600", try path(program)] + arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment
      .merging(["LC_ALL": "C"]) { $1 }.merging(environment) { $1 }
    // Files, not pipes: a full pipe would block the one that is read last.
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: scratch.path("output"))
    process.standardError = FileHandle(forWritingAtPath: scratch.path("errors"))
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
  public static func run(
    _ program: String, _ arguments: [String] = [], in folder: URL? = nil,
    environment: [String: String] = [:]
  ) throws -> String {
    let outcome = try outcome(program, arguments, in: folder, environment: environment)
    guard outcome.status == 0 else {
      throw Failure(
        description: "\(program) \(arguments.joined(separator: " ")): status \(outcome.status)\n"
          + outcome.all.suffix(6000))
    }
    return outcome.output
  }
}
