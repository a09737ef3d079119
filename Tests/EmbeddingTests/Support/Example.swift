import Foundation
import TestSupport

/// An example as it is installed, in a folder outside the tree.
struct Example {
  /// The folder of the copy; it goes with this value.
  let folder: TestFolder
  let url: URL

  /// Copies share/gometa/examples/NAME of the prefix.
  init(_ name: String) throws {
    folder = try TestFolder()
    url = folder.url.appendingPathComponent(name)
    let installed = try Prefix.url.appendingPathComponent("share/gometa/examples/\(name)")
    try FileManager.default.copyItem(at: installed, to: url)
  }

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }
}

/// A CMake project outside the tree, built with ninja against the installed GoMeta.
struct CMakeBuild {
  let source: URL
  let build: URL
  private let owner: TestFolder?

  /// Builds the project of a folder in its subfolder `build`.
  ///
  /// - Parameter owner: the temporary folder that the project is in.
  init(_ source: URL, keeping owner: TestFolder? = nil) {
    self.source = source
    self.owner = owner
    build = source.appendingPathComponent("build")
  }

  /// `cmake -B build -G Ninja`, with the prefix in CMAKE_PREFIX_PATH, and more arguments.
  func configure(
    _ arguments: [String] = [], prefix: URL? = nil, environment: [String: String] = [:]
  ) throws -> Tool.Outcome {
    let prefix = try prefix ?? Prefix.url
    return try Tool.outcome(
      "cmake",
      ["-S", source.path, "-B", build.path, "-G", "Ninja", "-DCMAKE_PREFIX_PATH=\(prefix.path)"]
        + arguments, environment: environment)
  }

  /// The same; throws when CMake refuses.
  func configured(
    _ arguments: [String] = [], prefix: URL? = nil, environment: [String: String] = [:]
  ) throws {
    let outcome = try configure(arguments, prefix: prefix, environment: environment)
    guard outcome.status == 0 else {
      throw Tool.Failure(description: "cmake: status \(outcome.status)\n\(outcome.all)")
    }
  }

  /// `cmake --build build` with what more ninja shall do; what it prints.
  @discardableResult
  func make(_ arguments: [String] = [], environment: [String: String] = [:]) throws -> String {
    try Tool.run("cmake", ["--build", build.path] + arguments, environment: environment)
  }

  func path(_ name: String) -> String { build.appendingPathComponent(name).path }
}
