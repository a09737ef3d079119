import Foundation
import TestSupport
import Testing

/// What is installed works on a machine without Swift: here Swift is hidden from it, and the tree that
/// it was built in.
@Suite struct InstalledWithoutSwiftTests {
  /// Runs a shell script where `swift` is no program, and its libraries and the tree are empty folders.
  static func hidingSwift(
    _ script: String, _ arguments: [String], in folder: URL
  ) throws -> Tool.Outcome {
    let program = URL(fileURLWithPath: try Tool.path("swift")).resolvingSymlinksInPath()
    let library = program.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("lib")
    let hide = """
      mount --bind /dev/null '\(program.path)'
      for hidden in '\(library.path)'/swift* '\(DistTests.repository.path)'; do
        [[ ! -d "$hidden" ]] || mount -t tmpfs none "$hidden"
      done
      if swift --version 2>/dev/null; then echo 'Swift is not hidden' >&2; exit 3; fi
      """
    let options = geteuid() == 0 ? ["--mount"] : ["--mount", "--map-root-user"]
    return try Tool.outcome(
      "unshare", options + ["bash", "-euc", "\(hide)\n\(script)", "-"] + arguments, in: folder)
  }

  @Test func commandLibraryAndPackageWork() throws {
    let project = try OutsideProject()
    let folder = project.folder
    let prefix = folder.path("prefix")
    try Tool.run("cp", ["-a", Prefix.url.path, prefix])
    let script = """
      cmake -S . -B build -G Ninja -DCMAKE_PREFIX_PATH="$1"
      cmake --build build
      build/program
      "$1/bin/gometa" check build/geometry.so
      """
    let outcome = try Self.hidingSwift(script, [prefix], in: folder.url)
    #expect(
      outcome.status == 0,
      "hiding Swift takes unshare and mount, as root or with user namespaces: \(outcome.all)")
    #expect(outcome.output.contains("\n0.1.0\n"))
    try StockHost.geometry().expectSuccess([project.cmake.path("geometry.so")])
  }
}
