import Foundation
import TestSupport
import Testing

/// A plugin for Go 1.8 in a host that has what that release's has: Hosts/go18 loads it as package
/// plugin does, checks what the runtime checks with readers of its own, and calls its functions in
/// the stack convention.
@Suite struct Go18PluginTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var machine: Machine
    var level: String
    var testDescription: String { "\(machine.rawValue) \(level)" }
  }

  static let cases = Machine.allCases.flatMap { machine in
    ["-O0", "-O2", "-O3"].map { Case(machine: machine, level: $0) }
  }

  private static let source = SourceFolder.host("go18").url

  /// Compiles and links Hosts/go18/plugin.ll.
  private func plugin(_ sample: Case, in folder: TestFolder) throws -> String {
    let object = folder.path("plugin.o")
    try Command.succeed([
      "compile", "--go", "1.8", "--target", sample.machine.triple, sample.level,
      Self.source.appendingPathComponent("plugin.ll").path, "-o", object,
    ])
    let plugin = folder.path("plugin.so")
    try Command.link([object], path: "example.com/v1.8/sha.pes", to: plugin)
    return plugin
  }

  private func host(_ machine: Machine, in folder: TestFolder) throws -> String {
    let program = folder.path("host")
    let files = ["host.c", "runtime.S"].map { Self.source.appendingPathComponent($0).path }
    try Tool.run(
      machine.binutil("gcc"), ["-O1", "-rdynamic", "-o", program] + files + ["-ldl"])
    return program
  }

  private func run(_ program: String, _ arguments: [String], _ machine: Machine) throws
    -> Tool.Outcome
  {
    try Tool.outcome(
      try Tool.path("timeout"), ["-k", "5", "60"] + machine.runner + [program] + arguments)
  }

  @Test("A host of Go 1.8 loads the plugin, and all that it offers works", arguments: cases)
  func works(sample: Case) throws {
    let folder = try TestFolder()
    let plugin = try plugin(sample, in: folder)
    let outcome = try run(try host(sample.machine, in: folder), [plugin], sample.machine)
    #expect(outcome.status == 0, "\(outcome.output.suffix(2000))\(outcome.errors.suffix(2000))")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.last == "ok")
    // The order of the source, functions by their own type, variables by pointers to theirs.
    #expect(
      lines.prefix(10) == [
        "Count *int", "Add func(int, int) int",
        "Sum func(int8, int, int16, int, int32, int, int, int8) int",
        "Swap func(string, int8, float32, string, complex128) "
          + "(string, string, float32, int8, complex128)",
        "At func(uint8, [7]int32, int) int32", "Head **shapes.Point",
        "Divide func(int, int) int", "Push func(*shapes.Point)",
        "MapType func() unsafe.Pointer", "NormTable func() unsafe.Pointer",
      ])
    // What the panic's traceback is made of.
    #expect(lines.contains("example.com/v1.8/sha%2epes.Divide /src/shapes.src:52"))
    #expect(lines.contains("example.com/v1.8/sha%2epes.Divide /src/shapes.src:50"))
  }

  @Test("gometa check finds the image well, and says so of Go 1.8", arguments: Machine.allCases)
  func check(machine: Machine) throws {
    let folder = try TestFolder()
    let plugin = try plugin(Case(machine: machine, level: "-O2"), in: folder)
    let outcome = try Command.run(["check", "--go", "1.8", plugin])
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
  }

  @Test("Both spellings of a path with a dot in its last element are exported")
  func spellings() throws {
    let folder = try TestFolder()
    let plugin = try plugin(Case(machine: .x86_64, level: "-O2"), in: folder)
    let names = Set(
      try Tool.run("nm", ["-D", "--defined-only", plugin]).split(separator: "\n").compactMap {
        $0.split(separator: " ").last.map(String.init)
      })
    for name in ["Add", "Count", "Head", "init"] {
      #expect(names.contains("example.com/v1.8/sha.pes.\(name)"))
      #expect(names.contains("example.com/v1.8/sha%2epes.\(name)"))
    }
    #expect(!names.contains("example.com/v1.8/sha.pes.hidden"))
  }

  @Test("A function that Go 1.8's runtime does not have is refused, the known one named")
  func missingPanic() throws {
    let folder = try TestFolder()
    let text = String(
      decoding: try Data(contentsOf: Self.source.appendingPathComponent("plugin.ll")),
      as: UTF8.self)
    let source = try folder.write(
      text.replacing("runtime.panicdivide", with: "runtime.panicshift"), to: "shift.ll")
    let outcome = try Command.run([
      "compile", "--go", "1.8", source, "-o", folder.path("shift.o"),
    ])
    #expect(outcome.status == 1)
    #expect(
      outcome.errors
        == "gometa: @\"runtime.panicshift\": compiled code can call these functions of "
        + "Go 1.8's runtime: runtime.panicdivide\n")
  }
}
