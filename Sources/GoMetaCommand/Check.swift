import ArgumentParser
import GoMeta
import GoRelease

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the runtime's own verification rules on a plugin.",
    discussion: """
      Go's runtime ends the program when a module breaks one of its rules. Each broken rule is a line \
      here, and the exit code is 1.

      Example:
        gometa check geometry.so
      """)

  @Argument(help: "The plugin.", completion: .file(extensions: ["so"]))
  var file: String

  @Option(name: .customLong("go"), help: "The release of Go: \(supportedReleases).")
  var release: String = "1.27"

  func run() throws {
    let problems: [String]
    do {
      problems = try ModuleFile.check(file, release: try GoRelease(named: release))
    } catch {
      throw Failure(error)
    }
    guard problems.isEmpty else {
      throw Failure(problems.map { "\(file): \($0)" }.joined(separator: "\ngometa: "))
    }
    print("\(file): ok, as Go \(release) wants it")
  }
}
