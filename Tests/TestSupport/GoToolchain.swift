public import Foundation

/// A stock Go toolchain, named by an environment variable: the oracle.
public struct GoToolchain: Sendable {
  public struct Failure: Error, CustomStringConvertible {
    public var description: String

    public init(description: String) { self.description = description }
  }

  public let root: URL

  /// The toolchain of GOMETA_GOROOT.
  /// - Throws: when the variable is not set: a test without its oracle fails.
  public init() throws { try self.init(variable: "GOMETA_GOROOT") }

  /// The toolchain of a release such as `1.24`, in GOMETA_GOROOT_1_24.
  public init(release: String) throws {
    try self.init(
      variable: "GOMETA_GOROOT_" + release.replacingOccurrences(of: ".", with: "_"))
  }

  private init(variable: String) throws {
    guard let path = ProcessInfo.processInfo.environment[variable], !path.isEmpty else {
      throw Failure(
        description: "set \(variable) to the GOROOT of a stock Go toolchain; it is the oracle")
    }
    root = URL(fileURLWithPath: path)
  }

  /// The go command itself, also as a Go program to look at.
  public var command: String { root.appendingPathComponent("bin/go").path }

  public struct Output: Sendable {
    public var standardOutput: Data
    public var standardError: Data

    public var text: String { String(decoding: standardOutput, as: UTF8.self) }
    public var errorText: String { String(decoding: standardError, as: UTF8.self) }
  }

  /// Runs the go command in a folder, offline and with this toolchain alone.
  @discardableResult
  public func run(
    _ arguments: [String], in folder: URL, environment extra: [String: String] = [:]
  ) throws -> Output {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: command)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    var environment = ProcessInfo.processInfo.environment
    environment["GOROOT"] = root.path
    environment["GOTOOLCHAIN"] = "local"
    environment["GOPROXY"] = "off"
    environment["GOFLAGS"] = "-mod=mod"
    environment["CGO_ENABLED"] = "0"
    if environment["GOCACHE"] == nil {
      environment["GOCACHE"] =
        FileManager.default.temporaryDirectory.appendingPathComponent("gometa-go-cache").path
    }
    process.environment = environment.merging(extra) { $1 }
    // Files, not pipes: a full pipe would block the one that is read last.
    let output = folder.appendingPathComponent("output.\(UUID().uuidString)")
    let errors = folder.appendingPathComponent("errors.\(UUID().uuidString)")
    for file in [output, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    let result = Output(
      standardOutput: try Data(contentsOf: output), standardError: try Data(contentsOf: errors))
    guard process.terminationStatus == 0 else {
      throw Failure(
        description: "go \(arguments.joined(separator: " ")) failed:\n"
          + result.errorText.prefix(4000))
    }
    return result
  }
}
