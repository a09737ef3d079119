import ArgumentParser
import GoMeta
import GoRelease

struct Dump: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows the Go tables of an object or a linked file.",
    discussion: """
      Packages and declarations of objects; exports with their types; type descriptors with their \
      GC programs; typelinks and itabs; functions with every table; funcdata and pcdata. Without a \
      selection all of it.

      Examples:
        gometa dump geometry.so
        gometa dump --types --json geometry.o
      """)

  @Argument(help: "An object made by gometa compile, a plugin or a program.")
  var file: String

  @Option(
    name: .customLong("go"),
    help: "The release of Go: \(supportedReleases). Without it the file tells.")
  var release: String?

  @Flag(help: "Show type descriptors, typelinks and itabs.")
  var types = false

  @Flag(help: "Show functions with their tables, funcdata and pcdata.")
  var functions = false

  @Flag(help: "Show a plugin's exports with their types.")
  var exports = false

  @Flag(help: "Show GC programs and masks.")
  var gc = false

  @Flag(help: "One JSON object a line.")
  var json = false

  func run() throws {
    var selection: DumpSelection = []
    if types { selection.insert(.types) }
    if functions { selection.insert(.functions) }
    if exports { selection.insert(.exports) }
    if gc { selection.insert(.gc) }
    do {
      let dump = try FileDump(file, release: try release.map { try GoRelease(named: $0) })
      for record in try dump.records(selection.isEmpty ? .everything : selection) {
        if json {
          print(record.json)
        } else {
          for line in record.text { print(line) }
        }
      }
    } catch {
      throw Failure(error)
    }
  }
}
