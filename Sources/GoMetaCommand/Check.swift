import ArgumentParser
import CodeChecking
import GoMeta
import GoRelease
import ModuleTables

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Runs the runtime's own verification rules on a plugin.",
    discussion: """
      Go's runtime ends the program when a module breaks one of its rules. Each broken rule is a line \
      here, and the exit code is 1. With --code what the tables say of the code is derived anew from \
      the code, and compared: frames, stack maps, stack checks.

      Example:
        gometa check --code geometry.so
      """)

  @Argument(help: "The plugin.", completion: .file(extensions: ["so"]))
  var file: String

  @Flag(help: "Check the code against its tables as well (Go 1.21 and later).")
  var code = false

  @Option(
    name: .customLong("go"),
    help: ArgumentHelp(
      "The release of Go: \(supportedReleases). Without it the file tells.", valueName: "release"),
    completion: releaseCompletion)
  var release: String?

  func run() throws {
    let module: ModuleImage
    do {
      module = try ModuleFile.read(file, release: try release.map { try GoRelease(named: $0) })
    } catch {
      throw Failure(error)
    }
    var problems = ModuleFile.problems(of: module)
    if code {
      do throws(CodeCheckError) {
        problems += try CodeCheck.problems(of: module.image.object, release: module.release)
          .map(\.description)
      } catch { throw Failure("\(file): \(error)") }
    }
    guard problems.isEmpty else {
      throw Failure(problems.map { "\(file): \($0)" }.joined(separator: "\ngometa: "))
    }
    print("\(file): ok, as \(module.release) wants it")
  }
}
