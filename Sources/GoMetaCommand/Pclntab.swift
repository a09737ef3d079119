import ArgumentParser
import GoMeta
import GoRelease

struct Pclntab: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Rebuilds a pclntab from machine code.",
    discussion: """
      From relocatable objects it makes an object whose addresses are relocations: link it with \
      them, in the order given here. From a linked image it makes a table of final addresses. \
      Lines come from the DWARF line table, stack depths from the instructions, and Go names, \
      arguments, FUNCDATA and PCDATA from what gometa compile left in the object.

      Example:
        gometa pclntab geometry.o shapes.o -o pclntab.o --go 1.2
        gometa pclntab program -o pclntab.o --raw pclntab.bin
      """)

  @Argument(help: "Relocatable objects, or one linked image.", completion: .file())
  var inputs: [String]

  @Option(name: .short, help: "The object to write.", completion: .file(extensions: ["o"]))
  var output: String

  @Option(name: .customLong("go"), help: "The release of Go: 1.2 or 1.8.")
  var release: String = "1.2"

  @Option(
    help: ArgumentHelp("Also write the table's bytes alone to this file.", valueName: "table.bin"),
    completion: .file())
  var raw: String?

  @Option(
    help: """
      What to do with functions whose stack pointer cannot be followed: refuse (the default for \
      objects) or omit their stack depths (the default for images).
      """)
  var unknownFrames: UnknownFramesOption?

  func run() throws {
    do {
      let rebuilder = try FunctionTableRebuilder(
        release: try GoRelease(named: release), unknownFrames: unknownFrames?.value)
      let table = try rebuilder.rebuild(inputs)
      // Both are made before either is written.
      let bytes = try raw.map { _ in try table.raw() }
      try Files.write(try table.object(), to: output)
      if let raw, let bytes { try Files.write(bytes, to: raw) }
      for note in table.notes { printError("gometa: \(note)") }
    } catch {
      throw Failure(error)
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
