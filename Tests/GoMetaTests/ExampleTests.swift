import TestSupport
import Testing

/// examples/geometry, whose host is an ordinary Go program that uses all of the plugin.
@Suite(.serialized)
struct ExampleTests {
  // Not -O1 for x86-64: LLVM's own line table then says that the fault in (*Point).Scale, whose two
  // loads have become one of a vector, is on the function's first line, 51, not on 52.
  @Test(
    "The host of the example finds all as it wants it",
    arguments: [
      (Machine.x86_64, "-O0"), (.x86_64, "-O2"), (.x86_64, "-O3"), (.aarch64, "-O0"),
      (.aarch64, "-O1"), (.aarch64, "-O2"), (.aarch64, "-O3"),
    ])
  func host(machine: Machine, level: String) throws {
    let folder = try TestFolder()
    let plugin = try Self.plugin(in: folder, machine, level)
    try Host.geometry(machine).expectSuccess([plugin])
  }

  @Test(
    "The collector's own checks find nothing wrong while the example's host runs",
    arguments: [Machine.x86_64, .aarch64], ["clobberfree=1", "gccheckmark=1"])
  func collectorChecks(machine: Machine, setting: String) throws {
    let folder = try TestFolder()
    let plugin = try Self.plugin(in: folder, machine, "-O2")
    // Checking every mark of a collection is slow: not at every opportunity.
    let often = setting == "clobberfree=1" && machine == .x86_64 ? "1" : "50"
    try Host.geometry(machine).expectSuccess(
      [plugin], environment: ["GODEBUG": setting, "GOGC": often])
  }

  @Test("gometa check finds nothing wrong with the example", arguments: Machine.allCases)
  func check(machine: Machine) throws {
    let folder = try TestFolder()
    let plugin = try Self.plugin(in: folder, machine, "-O2")
    let output = try Command.succeed(["check", plugin])
    #expect(output == "\(plugin): ok, as Go 1.27 wants it\n")
  }

  private static func plugin(
    in folder: TestFolder, _ machine: Machine, _ level: String
  ) throws -> String {
    let source = SourceFolder.example("geometry").url.appendingPathComponent("geometry.ll").path
    try Command.compile(source, to: folder.path("geometry.o"), for: machine, level: level)
    try Command.link(
      [folder.path("geometry.o")], path: "example.com/geometry", to: folder.path("geometry.so"))
    return folder.path("geometry.so")
  }
}
