import Foundation
import Testing

/// A program that is not ours, whose word the tests go by. One that is missing fails the test.
struct Tool {
  let path: String

  /// A program of the LLVM release under test, from the folder `GOMETA_LLVM_BIN`.
  static func llvm(_ name: String) throws -> Tool {
    guard let folder = ProcessInfo.processInfo.environment["GOMETA_LLVM_BIN"] else {
      throw ToolError("set GOMETA_LLVM_BIN to the folder of \(name) and the other LLVM tools")
    }
    return try Tool(checked: "\(folder)/\(name)")
  }

  /// A program of the system.
  static func system(_ name: String) throws -> Tool {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    for folder in path.split(separator: ":") {
      let candidate = "\(folder)/\(name)"
      if FileManager.default.isExecutableFile(atPath: candidate) { return Tool(path: candidate) }
    }
    throw ToolError("\(name) is not in PATH")
  }

  private init(path: String) { self.path = path }

  private init(checked path: String) throws {
    guard FileManager.default.isExecutableFile(atPath: path) else {
      throw ToolError("\(path) is missing")
    }
    self.init(path: path)
  }

  struct Result {
    var status: Int32
    var output: String
    var error: String
  }

  /// Runs the program to its end, whatever that is.
  func run(_ arguments: [String], in folder: Folder) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    process.currentDirectoryURL = folder.url
    let output = folder.url.appendingPathComponent("output.\(UUID().uuidString)")
    let error = folder.url.appendingPathComponent("error.\(UUID().uuidString)")
    for file in [output, error] { try Data().write(to: file) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: error)
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      error: String(decoding: try Data(contentsOf: error), as: UTF8.self))
  }

  /// Runs the program, which must succeed, and returns what it printed.
  @discardableResult
  func output(_ arguments: [String], in folder: Folder) throws -> String {
    let result = try run(arguments, in: folder)
    guard result.status == 0 else {
      throw ToolError("\(path) \(arguments) ended with \(result.status): \(result.error)")
    }
    return result.output
  }
}

struct ToolError: Error, CustomStringConvertible {
  var description: String
  init(_ description: String) { self.description = description }
}

/// A folder of a test's own, which goes with it.
final class Folder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("LLVMTests.\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  @discardableResult
  func write(_ bytes: [UInt8], _ name: String) throws -> String {
    try Data(bytes).write(to: url.appendingPathComponent(name))
    return path(name)
  }

  @discardableResult
  func write(_ text: String, _ name: String) throws -> String { try write(Array(text.utf8), name) }

  func read(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: url.appendingPathComponent(name)))
  }
}
