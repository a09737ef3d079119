import ArgumentParser
import GoMeta
import GoRelease

struct Dump: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows the Go tables of an object or a plugin.",
    discussion: """
      Of an object: its package, declarations and functions. Of a plugin: path, exports with their \
      types, type descriptors, and functions with their stack deltas and lines.

      Example:
        gometa dump geometry.so
      """)

  @Argument(help: "An object made by gometa compile, or a plugin.")
  var file: String

  @Option(name: .customLong("go"), help: "The release of Go: \(supportedReleases).")
  var release: String = "1.27"

  func run() throws {
    do {
      for line in try DumpText.lines(of: file, release: try GoRelease(named: release)) {
        print(line)
      }
    } catch {
      throw Failure(error)
    }
  }
}
