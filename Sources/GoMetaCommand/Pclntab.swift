import ArgumentParser
import GoMeta
import GoRelease
import MachineCode
import TableRebuilding

struct Pclntab: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Rebuilds a pclntab from machine code.",
    discussion: """
      From relocatable objects it makes an object with relocations: link it with them, in the order \
      given here. From a linked image it makes a table of final addresses. Lines and inlined calls \
      come from DWARF, stack depths from the instructions and from call frame information, which \
      must agree. Up to Go 1.15 Go names, arguments, FUNCDATA and PCDATA come from what gometa \
      compile left in the object.

      Examples:
        gometa pclntab geometry.o shapes.o -o pclntab.o --go 1.2
        gometa pclntab program -o pclntab.o --raw pclntab.bin --jobs 2
      """)

  @Argument(help: "Relocatable objects, or one linked image.", completion: .file())
  var inputs: [String]

  @Option(
    name: .short, help: ArgumentHelp("The object to write.", valueName: "output.o"),
    completion: .file(extensions: ["o"]))
  var output: String?

  @Option(
    name: .customLong("go"),
    help: ArgumentHelp(
      """
      The release of Go, 1.2 to 1.27. Without it the one that the objects were compiled for, else \
      the newest.
      """, valueName: "release"))
  var release: String?

  @Option(
    help: ArgumentHelp("Write the table's bytes alone to this file.", valueName: "table.bin"),
    completion: .file())
  var raw: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("How many pieces of work are done at once.", valueName: "count"))
  var jobs = 1

  @Option(
    help: """
      Where stack depths come from: both (instructions and call frame information, compared), cfi \
      (call frame information where it tells, else instructions) or instructions.
      """)
  var stack = StackOption.both

  @Option(
    help: """
      What to do with functions whose stack pointer is not known everywhere: refuse (the default for \
      objects of gometa compile) or omit their stack depths (for all others).
      """)
  var unknownFrames: UnknownFramesOption?

  @Option(
    help: """
      What to do with functions for which instructions and call frame information disagree: refuse \
      (the default for objects) or omit their stack depths (for images).
      """)
  var disagreements: UnknownFramesOption?

  func validate() throws {
    if output == nil, raw == nil {
      throw ValidationError("name what to write: -o, --raw or both")
    }
    if jobs < 1 { throw ValidationError("--jobs is 1 or more") }
  }

  func run() async throws {
    do {
      var rebuilder = try FunctionTableRebuilder(release: release)
      rebuilder.stackSource = stack.value
      rebuilder.unknownFrames = unknownFrames?.value
      rebuilder.disagreements = disagreements?.value
      rebuilder.jobs = jobs
      let table = try await rebuilder.rebuild(inputs)
      // Both are made before either is written.
      let object = try output.map { _ in try table.object() }
      let bytes = try raw.map { _ in try table.raw() }
      if let output, let object { try Files.write(object, to: output) }
      if let raw, let bytes { try Files.write(bytes, to: raw) }
      for note in table.notes { printError("gometa: \(note)") }
    } catch {
      throw Failure(error)
    }
  }
}

enum StackOption: String, ExpressibleByArgument, CaseIterable {
  case both, cfi, instructions

  var value: StackDeltaReader.Source {
    switch self {
    case .both: .both
    case .cfi: .callFrames
    case .instructions: .instructions
    }
  }
}

enum UnknownFramesOption: String, ExpressibleByArgument, CaseIterable {
  case refuse, omit

  var value: FunctionTableRebuilder.UnknownFrames {
    switch self {
    case .refuse: .refuse
    case .omit: .omit
    }
  }
}
