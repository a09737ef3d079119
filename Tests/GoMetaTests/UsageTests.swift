import TestSupport
import Testing

/// The command's own language.
struct UsageTests {
  @Test(
    "A call that is wrong ends with code 2 and says how to call",
    arguments: [
      ["bogus"], ["compile"], ["compile", "in.ll"], ["link", "in.o"],
      ["link", "--plugin", "p", "-o", "out.so"], ["compile", "in.ll", "-o", "out.o", "-O7"],
      ["compile", "in.ll", "-o", "out.o", "--bogus"], ["dump"], ["check"],
      ["compile", "in.ll", "-o", "out.o", "--import", "time.go"],
    ])
  func usage(arguments: [String]) throws {
    let outcome = try Command.run(arguments)
    #expect(outcome.status == 2)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.lowercased().contains("usage: gometa"), "\(outcome.errors)")
  }

  @Test(
    "Help goes to standard output and ends with code 0",
    arguments: [
      [], ["--help"], ["compile", "--help"], ["link", "--help"],
      ["dump", "-h"], ["help", "check"],
    ])
  func help(arguments: [String]) throws {
    let outcome = try Command.run(arguments)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.contains("USAGE: gometa"))
  }

  @Test("The version names the LLVM that is used and the releases of Go", arguments: ["", "link"])
  func version(command: String) throws {
    let output = try Command.succeed((command.isEmpty ? [] : [command]) + ["--version"]).lines
    #expect(output.count == 3)
    #expect(output[0].firstMatch(of: /^gometa \d+\.\d+\.\d+$/) != nil)
    #expect(try output[1] == "LLVM " + Tool.run("llvm-config", ["--version"]).words.joined())
    #expect(output[2] == "Go " + (["1.2", "1.8"] + Go.releases).joined(separator: ", "))
  }

  @Test("A command that succeeds is silent")
  func silence() throws {
    let folder = try TestFolder()
    let input = try folder.write(RefusedModule.fine.text, to: "in.ll")
    let compile = try Command.run(["compile", input, "-o", folder.path("in.o")])
    let link = try Command.run(
      ["link", "--plugin", "example.com/shapes", "-o", folder.path("out.so"), folder.path("in.o")])
    for outcome in [compile, link] {
      #expect(outcome.status == 0)
      #expect(outcome.output.isEmpty && outcome.errors.isEmpty)
    }
    #expect(try folder.names == ["in.ll", "in.o", "out.so"])
  }

  @Test("A verbose link says each step")
  func verbose() throws {
    let folder = try TestFolder()
    let object = try RefusedModule.fine.compile(in: folder, for: .x86_64)
    let outcome = try Command.run(
      ["link", "-v", "--plugin", "example.com/shapes", "-o", folder.path("out.so"), object])
    #expect(outcome.status == 0)
    #expect(outcome.errors.lines.allSatisfy { $0.hasPrefix("gometa: ") })
    #expect(outcome.errors.contains("building tables"))
  }

  @Test(
    "A dump names the functions and types of an object and of a plugin",
    arguments: ["module.o", "module.so"])
  func dump(name: String) throws {
    let folder = try TestFolder()
    _ = try RefusedModule.fine.plugin(in: folder, for: .x86_64)
    let output = try Command.succeed(["dump", folder.path(name)])
    #expect(output.contains("example.com/shapes.F"))
    #expect(output.contains("func(int) int") || output.contains("func F(n int) int"))
  }

  @Test("A file that is no plugin is refused", arguments: ["check", "dump"])
  func noPlugin(name: String) throws {
    let folder = try TestFolder()
    let file = try folder.write("bogus", to: "bogus.so")
    try Refusal.expect([name, file], in: folder, mentions: [file])
  }
}
