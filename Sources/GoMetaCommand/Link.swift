import ArgumentParser
import GoMeta

struct Link: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Links objects into a plugin that a Go program opens.",
    discussion: """
      Builds the tables of the whole module, links it with lld or the linker you name, and checks the \
      result by the rules of Go's runtime. Nothing is left behind when it fails.

      Example:
        gometa link --plugin example.com/geometry -o geometry.so geometry.o
      """)

  @Option(
    help: ArgumentHelp(
      "The import path of the package that the plugin exports.", valueName: "import/path"))
  var plugin: String

  @Option(
    name: .short, help: ArgumentHelp("The plugin to write.", valueName: "output.so"),
    completion: .file(extensions: ["so"]))
  var output: String

  @Option(
    help: ArgumentHelp(
      "The linker to use instead of the first of ld.lld, ld.lld-N and GNU ld.",
      valueName: "program"),
    completion: .file())
  var linker: String?

  @Option(
    name: .customLong("library"), parsing: .singleValue,
    help: ArgumentHelp(
      "A shared library that code calls, to be loaded with the plugin. May be given again.",
      valueName: "library.so"),
    completion: .file(extensions: ["so"]))
  var libraries: [String] = []

  @Flag(name: .shortAndLong, help: "Say each step.")
  var verbose = false

  @Argument(help: "Objects made by gometa compile.", completion: .file(extensions: ["o"]))
  var objects: [String]

  func run() async throws {
    let verbose = verbose
    do {
      try await Linker(linker: linker.map { SystemLinker(program: $0) })
        .plugin(plugin, objects: objects, libraries: libraries, output: output) { step in
          if verbose { printError("gometa: \(step)") }
        }
    } catch {
      throw Failure(error)
    }
  }
}
