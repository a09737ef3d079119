import Foundation

struct ToolFailure: Error, CustomStringConvertible {
  var description: String
}

/// The programs that make images of the tables and that read them.
enum Tool: String {
  case assembler = "as"
  case linker = "ld"
  case nm
  case go
  case host

  struct Outcome {
    var status: Int32
    var output, errors: String
  }

  /// Go is under GOMETA_GOROOT, the others on PATH; binutils may be there for several machines.
  private func path() throws -> String {
    let environment = ProcessInfo.processInfo.environment
    if self == .go {
      guard let root = environment["GOMETA_GOROOT"], !root.isEmpty else {
        throw ToolFailure(
          description: "set GOMETA_GOROOT to the GOROOT of a stock Go toolchain; it is the oracle")
      }
      return root + "/bin/go"
    }
    for name in ["x86_64-linux-gnu-\(rawValue)", rawValue] {
      for folder in (environment["PATH"] ?? "").split(separator: ":") {
        let path = "\(folder)/\(name)"
        if FileManager.default.isExecutableFile(atPath: path) { return path }
      }
    }
    throw ToolFailure(description: "the tests need binutils' \(rawValue) for x86-64 on PATH")
  }

  /// What the program prints; throws when it fails.
  @discardableResult
  func run(_ arguments: [String], in folder: URL, settings: [String: String] = [:]) throws -> String
  {
    let outcome = try Self.run(try path(), arguments, in: folder, settings: settings)
    guard outcome.status == 0 else {
      throw ToolFailure(
        description: "\(rawValue) \(arguments.joined(separator: " ")): \(outcome.errors)")
    }
    return outcome.output
  }

  static func run(
    _ path: String, _ arguments: [String], in folder: URL, settings: [String: String] = [:]
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(settings) { $1 }
    // Files, not pipes: a full pipe would block the one that is read last.
    let output = folder.appendingPathComponent("output.\(UUID().uuidString)")
    let errors = folder.appendingPathComponent("errors.\(UUID().uuidString)")
    for file in [output, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    // A signal counts as a failure of its own.
    let status = process.terminationReason == .exit ? process.terminationStatus : -1
    return Outcome(
      status: status, output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }
}

/// A folder of a test's own, removed with its last reference.
final class TestFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("gometa-module-\(UUID().uuidString)").resolvingSymlinksInPath()
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: url.appendingPathComponent(name))
  }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url.appendingPathComponent(name)))
  }
}
