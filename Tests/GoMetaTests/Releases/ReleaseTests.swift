import TestSupport
import Testing

/// Plugins for every release, in hosts that its stock toolchain built.
@Suite(.serialized) struct ReleaseTests {
  @Test(
    "Functions, types and variables of all shapes work as in the newest release",
    arguments: ReleaseCase.older)
  func shapes(sample: ReleaseCase) throws {
    let plugin = try Shapes.plugin(sample.machine, release: sample.release)
    let host = try Host.shapes(sample.machine, release: sample.release)
    // Up to Go 1.25 the tracer fails below faults, in Go's own code as well.
    let traces =
      ["1.21", "1.22", "1.23", "1.24", "1.25"].contains(sample.release) ? "trace of calls" : "trace"
    for check in ShapeTests.checks.map({ $0 == "trace" ? traces : $0 }) {
      try host.expectSuccess([check, plugin])
    }
  }

  @Test(
    "What the collector may not free is not overwritten", arguments: ReleaseCase.older)
  func collector(sample: ReleaseCase) throws {
    let plugin = try Shapes.plugin(sample.machine, release: sample.release)
    let host = try Host.shapes(sample.machine, release: sample.release)
    let environment = [
      "GODEBUG": "clobberfree=1", "GOGC": sample.machine == .x86_64 ? "1" : "20",
    ]
    for check in ["strings", "variables", "equality", "kept", "panics", "stores"] {
      try host.expectSuccess([check, plugin], environment: environment)
    }
  }

  @Test("GNU ld links a plugin, too", arguments: ReleaseCase.older)
  func gnuLinker(sample: ReleaseCase) throws {
    let folder = try TestFolder()
    let object = try Shapes.module.compile(
      in: folder, for: sample.machine, release: sample.release)
    let plugin = folder.path("out.so")
    try Command.succeed(
      [
        "link", "--linker", sample.machine.binutil("ld"), "--plugin", Shapes.module.path, "-o",
        plugin, object,
      ])
    let host = try Host.shapes(sample.machine, release: sample.release)
    for check in ["names", "variables", "equality", "panics"] {
      try host.expectSuccess([check, plugin])
    }
  }

  @Test("Compiling and linking twice gives the same bytes", arguments: ReleaseCase.older)
  func deterministic(sample: ReleaseCase) throws {
    let (first, second) = (try TestFolder(), try TestFolder())
    for folder in [first, second] {
      _ = try Shapes.module.plugin(in: folder, for: sample.machine, release: sample.release)
    }
    #expect(try first.bytes("module.o") == second.bytes("module.o"))
    #expect(try first.bytes("module.so") == second.bytes("module.so"))
  }

  @Test("A plugin says which release it is for, to Go and to gometa", arguments: ReleaseCase.all)
  func statedRelease(sample: ReleaseCase) throws {
    let plugin = try Shapes.plugin(sample.machine, release: sample.release)
    #expect(try Tool.run("go", ["version", plugin]) == "\(plugin): go\(sample.release)\n")
    let check = try Command.succeed(["check", plugin])
    #expect(check == "\(plugin): ok, as Go \(sample.release) wants it\n")
    let other = sample.release == Go.newest ? Go.releases[0] : Go.newest
    let refusal = try Command.run(["check", "--go", other, plugin])
    #expect(refusal.status == 1)
    #expect(refusal.errors.contains(sample.release) && refusal.errors.contains(other))
  }

  @Test(
    "A plugin asks nothing of its host that the host does not export", arguments: ReleaseCase.all)
  func hostSymbols(sample: ReleaseCase) throws {
    let plugin = try Shapes.plugin(sample.machine, release: sample.release)
    let host = try Host.shapes(sample.machine, release: sample.release)
    let exported = try Self.dynamicSymbols(of: host.program, "--defined-only", sample.machine)
    let wanted = try Self.dynamicSymbols(of: plugin, "--undefined-only", sample.machine)
    #expect(wanted.contains("runtime.lastmoduledatap"))
    let missing = wanted.subtracting(exported).sorted()
    #expect(missing.isEmpty, "Go \(sample.release) does not export \(missing)")
  }

  /// The names of a file's dynamic symbols, those left out that may be missing.
  private static func dynamicSymbols(
    of file: String, _ selection: String, _ machine: Machine
  ) throws -> Set<String> {
    let lines = try Tool.run(machine.binutil("nm"), ["-D", selection, file]).lines
    return Set(
      lines.compactMap { line in
        // An address or blanks, a letter for the kind, and a name that may have blanks in it.
        let fields = line.dropFirst(17).split(separator: " ", maxSplits: 1)
        guard fields.count == 2, selection == "--defined-only" || fields[0] == "U" else {
          return nil
        }
        return String(fields[1])
      })
  }
}
