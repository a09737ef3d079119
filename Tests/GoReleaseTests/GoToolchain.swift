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

  /// Runs a Go program of one file with this toolchain alone, and gives its standard output.
  func runProgram(_ source: String, arguments: [String]) throws -> Data {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("gometa-gorelease-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(source.utf8).write(to: folder.appendingPathComponent("main.go"))

    let process = Process()
    process.executableURL = root.appendingPathComponent("bin/go")
    process.arguments = ["run", "main.go"] + arguments
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
    let output = folder.appendingPathComponent("output")
    let errors = folder.appendingPathComponent("errors")
    for file in [output, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let text = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
      throw Failure(description: "go run failed:\n\(text)")
    }
    return try Data(contentsOf: output)
  }
}
