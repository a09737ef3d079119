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
    var standardError: String
  }

  /// Runs the go command in a folder, offline and with this toolchain alone.
  func run(_ arguments: [String], in folder: URL) throws -> Output {
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
    process.environment = environment
    // Files, not pipes: a full pipe would block the one that is read last.
    let output = folder.appendingPathComponent("output.\(UUID().uuidString)")
    let errors = folder.appendingPathComponent("errors.\(UUID().uuidString)")
    for file in [output, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    let text = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    guard process.terminationStatus == 0 else {
      throw Failure(description: "go \(arguments.joined(separator: " ")) failed:\n\(text)")
    }
    return Output(standardOutput: try Data(contentsOf: output), standardError: text)
  }
}

/// A Go module in a temporary folder, which goes with this object.
final class GoModule {
  let folder: URL

  init(files: [String: String]) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("gometa-gotypes-\(UUID().uuidString)")
    for (name, text) in files {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }
}
