import ArgumentParser
import GoMeta
import GoRelease
import SystemPackage

struct Dump: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows the Go tables of an object or a linked file.",
    discussion: """
      Packages and declarations of objects; exports with their types; type descriptors with their \
      GC programs; typelinks and itabs; functions with every table; funcdata and pcdata. Without a \
      selection all of it. Functions alone, or what holds at one PC, are shown of Go programs of \
      any age, and of the bytes of a pclntab.

      Examples:
        gometa dump geometry.so
        gometa dump --types --json geometry.o
        gometa dump --types --syntax go /usr/local/bin/gofmt
        gometa dump --functions --json /usr/local/bin/gofmt
        gometa dump --pc 0x4b1c05 /usr/local/bin/gofmt
      """)

  @Argument(
    help: "An object made by gometa, a plugin, a program, or the bytes of a pclntab.",
    completion: .file())
  var file: String

  @Option(
    name: .customLong("go"),
    help: ArgumentHelp(
      "The release of Go: \(supportedReleases). Without it the file tells.", valueName: "release"),
    completion: releaseCompletion)
  var release: String?

  @Flag(help: "Show type descriptors, typelinks and itabs.")
  var types = false

  @Flag(help: "Show functions with their tables, funcdata and pcdata.")
  var functions = false

  @Option(
    name: .customLong("pc"),
    help: ArgumentHelp(
      """
      Show function, file, line, inlined calls and tables of a PC, such as 0x4b1c05. May be given \
      several times. Of a return address give the byte before.
      """, valueName: "address"))
  var pcs: [ProgramCounter] = []

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
    if !pcs.isEmpty, types || functions || exports || gc || syntax == .go {
      throw ValidationError("--pc shows nothing else")
    }
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
    let style: DumpStyle = json ? .json : .text
    let output = FileDescriptor.standardOutput
    do {
      let release = try release.map { try GoRelease(named: $0) }
      if !pcs.isEmpty || selection == .functions {
        let dump = try FunctionDump(file, release: release)
        if pcs.isEmpty {
          try report(try dump.write(style) { _ = try output.writeAll($0) })
          return
        }
        let missing = try dump.write(pcs: pcs.map(\.address), style) {
          _ = try output.writeAll($0)
        }
        if let first = missing.first { throw Failure("\(file): \(first)") }
        return
      }
      let dump = try FileDump(file, release: release)
      if syntax == .go {
        let source = try dump.goSource()
        for line in source.texts.joined(separator: [""]) { print(line) }
        try report(source.faults)
        return
      }
      let faults = try dump.write(selection.isEmpty ? .everything : selection, style) {
        _ = try output.writeAll($0)
      }
      try report(faults)
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

/// An address as it is written in tracebacks: decimal, or hexadecimal behind 0x.
struct ProgramCounter: ExpressibleByArgument {
  let address: UInt64

  init?(argument: String) {
    let isHexadecimal = argument.hasPrefix("0x") || argument.hasPrefix("0X")
    let digits = isHexadecimal ? argument.dropFirst(2) : argument[...]
    guard digits.first != "+", let address = UInt64(digits, radix: isHexadecimal ? 16 : 10) else {
      return nil
    }
    self.address = address
  }
}
