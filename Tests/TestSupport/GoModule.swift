public import Foundation

/// A Go module in a temporary folder, which goes with this object.
public final class GoModule: Sendable {
  public let folder: URL

  /// - Parameter files: paths and contents; a go.mod is added where there is none.
  public init(files: [String: String]) throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("gometa-\(UUID().uuidString)").resolvingSymlinksInPath()
    let module = ["go.mod": "module example.com\n\ngo 1.21\n"]
    for (name, text) in files.merging(module, uniquingKeysWith: { given, _ in given }) {
      let file = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  public func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  public func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
  }
}

extension GoToolchain {
  /// Runs the go command in a module's folder, which stays until it is done.
  @discardableResult
  public func run(
    _ arguments: [String], in module: GoModule, environment: [String: String] = [:]
  ) throws -> Output {
    try withExtendedLifetime(module) {
      try run(arguments, in: module.folder, environment: environment)
    }
  }
}
