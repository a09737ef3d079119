import TestSupport
import Testing

/// Objects that make no plugin: one line that names the place and the remedy, and no file.
@Suite(.serialized)
struct LinkErrorTests {
  @Test(
    "Code whose stack Go cannot foresee, or that is not there, is refused",
    arguments: RefusedModule.code)
  func code(bad: RefusedModule) throws { try expectRefusal(bad) }

  @Test("Code that cannot be joined is refused for arm64, too", arguments: RefusedModule.code)
  func codeForARM64(bad: RefusedModule) throws { try expectRefusal(bad, .aarch64) }

  private func expectRefusal(_ bad: RefusedModule, _ machine: Machine = .x86_64) throws {
    let folder = try TestFolder()
    let input = try folder.write(bad.text, to: "input.ll")
    let object = folder.path("input.o")
    try Command.compile(input, to: object, for: machine)
    try Refusal.expect(
      ["link", "--plugin", "example.com/shapes", "-o", folder.path("out.so"), object], in: folder,
      mentions: bad.mentions)
  }

  @Test("Objects for two architectures are not joined")
  func architectures() throws {
    let folder = try TestFolder()
    let first = try RefusedModule.fine.compile(in: folder, as: "first", for: .x86_64)
    let second = try RefusedModule.fine.compile(in: folder, as: "second", for: .aarch64)
    try expectRefusal([first, second], in: folder, mentions: [second, "arm64", "x86_64"])
  }

  @Test("An object that the command did not make is named")
  func foreign() throws {
    let folder = try TestFolder()
    let source = try folder.write("int f(void) { return 1; }\n", to: "f.c")
    try Tool.run("gcc", ["-c", source, "-o", folder.path("f.o")])
    try expectRefusal(
      [folder.path("f.o")], in: folder,
      mentions: [folder.path("f.o"), ".go.package", "gometa compile"])
  }

  @Test("An object without its line table is named")
  func stripped() throws {
    let folder = try TestFolder()
    let object = try RefusedModule.fine.compile(in: folder, for: .x86_64)
    try Tool.run("strip", ["--strip-debug", object])
    try expectRefusal([object], in: folder, mentions: [object, ".debug_line", "keep debug info"])
  }

  @Test("A file that is no object is named")
  func noObject() throws {
    let folder = try TestFolder()
    let file = try folder.write("bogus", to: "bogus.o")
    try expectRefusal([file], in: folder, mentions: [file])
  }

  @Test("An object whose end is missing is named")
  func truncated() throws {
    let folder = try TestFolder()
    let object = try RefusedModule.fine.compile(in: folder, for: .x86_64)
    let size = try folder.bytes("module.o").count
    try Tool.run("truncate", ["-s", "\(size / 2)", object])
    try expectRefusal([object], in: folder, mentions: [object])
  }

  @Test("A plugin is not an object")
  func linkedTwice() throws {
    let folder = try TestFolder()
    let plugin = try RefusedModule.fine.plugin(in: folder, for: .x86_64)
    try expectRefusal([plugin], in: folder, mentions: [plugin, "not a relocatable object"])
  }

  @Test("A missing object is named")
  func missing() throws {
    let folder = try TestFolder()
    try expectRefusal(
      [folder.path("no.o")], in: folder,
      mentions: ["cannot read \(folder.path("no.o"))", "No such file"])
  }

  @Test("A plugin bears the path of one of its packages")
  func path() throws {
    let folder = try TestFolder()
    let object = try RefusedModule.fine.compile(in: folder, for: .x86_64)
    try Refusal.expect(
      ["link", "--plugin", "example.com/other", "-o", folder.path("out.so"), object], in: folder,
      mentions: ["plugin example.com/other", "example.com/shapes"])
  }

  @Test("Two objects that define one function are named")
  func duplicate() throws {
    let folder = try TestFolder()
    let first = try RefusedModule.fine.compile(in: folder, as: "first", for: .x86_64)
    let second = try RefusedModule.fine.compile(in: folder, as: "second", for: .x86_64)
    try expectRefusal(
      [first, second], in: folder, mentions: ["example.com/shapes.F", first, second])
  }

  @Test("Two objects that declare one function in two ways are refused")
  func contradiction() throws {
    let folder = try TestFolder()
    let first = try RefusedModule.fine.compile(in: folder, as: "first", for: .x86_64)
    let second = try IRModule(
      declarations: ["func F(n int) string", "func G(n int) int"],
      code: RefusedModule.function.replacing("{F}", with: "{G}")
    ).compile(in: folder, as: "second", for: .x86_64)
    try expectRefusal([first, second], in: folder, mentions: ["package example.com/shapes", "F"])
  }

  @Test("A linker that is not there is named", arguments: ["/no/such/ld", "no-such-ld"])
  func linker(name: String) throws {
    let folder = try TestFolder()
    let object = try RefusedModule.fine.compile(in: folder, for: .x86_64)
    try Refusal.expect(
      [
        "link", "--linker", name, "--plugin", "example.com/shapes", "-o", folder.path("out.so"),
        object,
      ], in: folder, mentions: [name, "cannot run it"])
  }

  @Test("A linker that fails is quoted")
  func failingLinker() throws {
    let folder = try TestFolder()
    let object = try RefusedModule.fine.compile(in: folder, for: .x86_64)
    try folder.write("#!/bin/sh\necho 'ld: out of ideas' >&2\nexit 3\n", to: "ld")
    try Tool.run("chmod", ["+x", folder.path("ld")])
    try Refusal.expect(
      [
        "link", "--linker", "./ld", "--plugin", "example.com/shapes", "-o", folder.path("out.so"),
        object,
      ], in: folder, mentions: ["./ld", "out of ideas"])
  }

  @Test("A plugin that cannot be written is named")
  func unwritable() throws {
    let folder = try TestFolder()
    let object = try RefusedModule.fine.compile(in: folder, for: .x86_64)
    try Refusal.expect(
      ["link", "--plugin", "example.com/shapes", "-o", folder.path("no/out.so"), object],
      in: folder,
      mentions: ["cannot write \(folder.path("no/out.so"))", "No such file"])
  }

  @Test("What an earlier run linked stays when a later one fails")
  func keepsOutput() throws {
    let folder = try TestFolder()
    let input = try folder.write(RefusedModule.code[0].text, to: "input.ll")
    let object = folder.path("input.o")
    try Command.compile(input, to: object, for: .x86_64)
    try folder.write("earlier", to: "out.so")
    try expectRefusal([object], in: folder, mentions: ["puts"])
    #expect(try folder.text("out.so") == "earlier")
  }

  private func expectRefusal(
    _ objects: [String], in folder: TestFolder, mentions: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    try Refusal.expect(
      ["link", "--plugin", "example.com/shapes", "-o", folder.path("out.so")] + objects, in: folder,
      mentions: mentions, sourceLocation: sourceLocation)
  }
}
