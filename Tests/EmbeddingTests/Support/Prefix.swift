import Foundation

/// Where GoMeta is installed for these tests: `make prefix` does it.
enum Prefix {
  struct Missing: Error, CustomStringConvertible {
    var description: String
  }

  /// The folder of GOMETA_PREFIX.
  /// - Throws: when nothing is installed there: a test without it fails.
  static var url: URL {
    get throws {
      guard let path = ProcessInfo.processInfo.environment["GOMETA_PREFIX"], !path.isEmpty else {
        throw Missing(description: "set GOMETA_PREFIX to where GoMeta is installed (make prefix)")
      }
      let url = URL(fileURLWithPath: path).resolvingSymlinksInPath()
      guard FileManager.default.fileExists(atPath: url.appendingPathComponent("bin/gometa").path)
      else { throw Missing(description: "GoMeta is not installed in \(path) (make prefix)") }
      return url
    }
  }

  /// The path of a file in it, such as `bin/gometa`.
  static func path(_ file: String) throws -> String { try url.appendingPathComponent(file).path }

  /// The major version of the LLVM that it was built for.
  static var llvm: String {
    get throws {
      guard let major = ProcessInfo.processInfo.environment["GOMETA_LLVM"], !major.isEmpty else {
        throw Missing(description: "set GOMETA_LLVM to the LLVM that GoMeta was built for")
      }
      return major
    }
  }
}
