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
        gometa dump --types --syntax go /usr/local/bin/gofmt
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

  @Option(
    help: """
      How text is written: lines, or go for the types as Go declarations, package by package, with \
      nothing else.
      """)
  var syntax = Syntax.lines

  enum Syntax: String, ExpressibleByArgument, CaseIterable { case lines, go }

  func validate() throws {
    guard syntax == .go else { return }
    if json { throw ValidationError("--syntax go and --json exclude each other") }
    if functions || exports || gc {
      throw ValidationError("--syntax go shows types only")
    }
  }

  func run() throws {
    var selection: DumpSelection = []
    if types { selection.insert(.types) }
    if functions { selection.insert(.functions) }
    if exports { selection.insert(.exports) }
    if gc { selection.insert(.gc) }
    do {
      let dump = try FileDump(file, release: try release.map { try GoRelease(named: $0) })
      if syntax == .go {
        let source = try dump.goSource()
        for line in source.texts.joined(separator: [""]) { print(line) }
        try report(source.faults)
        return
      }
      let contents = try dump.contents(selection.isEmpty ? .everything : selection)
      for record in contents.records {
        if json {
          print(record.json)
        } else {
          for line in record.text { print(line) }
        }
      }
      try report(contents.faults)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw Failure(error)
    }
  }

  /// What was broken ends the command with an error, after all that is whole has been shown.
  private func report(_ faults: [String]) throws {
    guard let first = faults.first else { return }
    let rest = faults.count > 1 ? " (and \(faults.count - 1) more)" : ""
    throw Failure("cannot read all of \(file): \(first)\(rest)")
  }
}
