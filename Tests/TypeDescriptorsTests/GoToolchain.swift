import Foundation

/// The stock Go toolchain, named by the environment variable GOMETA_GOROOT: the oracle.
struct GoToolchain {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  var root: URL

  init() throws {
    guard let path = ProcessInfo.processInfo.environment["GOMETA_GOROOT"], !path.isEmpty else {
      throw Failure(
        description: "set GOMETA_GOROOT to the GOROOT of a stock Go toolchain; it is the oracle")
    }
    root = URL(fileURLWithPath: path)
  }

  struct Output {
    var standardOutput: Data
    var standardError: Data
  }

  /// Runs the go command in a folder, offline and with this toolchain alone.
  func run(
    _ arguments: [String], in folder: URL, settings: [String: String] = [:]
  ) throws -> Output {
    let process = Process()
    process.executableURL = root.appendingPathComponent("bin/go")
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
    process.environment = environment.merging(settings) { $1 }
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
      let text = String(decoding: result.standardError.prefix(4000), as: UTF8.self)
      throw Failure(description: "go \(arguments.joined(separator: " ")) failed:\n\(text)")
    }
    return result
  }
}

/// A Go module in a temporary folder, which goes with this object.
final class GoModule {
  let folder: URL

  init(files: [String: String]) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("gometa-descriptors-\(UUID().uuidString)")
    for (name, text) in files {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}
