import Foundation
import TestSupport
import Testing

/// The same input gives the same bytes, wherever it lies.
@Suite(.serialized)
struct DeterminismTests {
  @Test("Compiling and linking twice gives the same bytes", arguments: Machine.allCases)
  func twice(machine: Machine) throws {
    let first = try TestFolder()
    let second = try TestFolder()
    for folder in [first, second] { _ = try Shapes.module.plugin(in: folder, for: machine) }
    #expect(try first.bytes("module.o") == second.bytes("module.o"))
    #expect(try first.bytes("module.so") == second.bytes("module.so"))
  }

  @Test(
    "Neither the working folder nor the form of a path shows in the bytes",
    arguments: Machine.allCases)
  func paths(machine: Machine) throws {
    let folder = try TestFolder()
    try folder.write(Shapes.module.text, to: "sub/in.ll")
    try folder.write("", to: "other/empty")
    let target = ["--target", machine.triple]
    let sub = folder.url.appendingPathComponent("sub")
    let other = folder.url.appendingPathComponent("other")
    try Command.succeed(["compile", folder.path("sub/in.ll"), "-o", "a.o"] + target, in: other)
    try Command.succeed(["compile", "in.ll", "-o", "../b.o"] + target, in: sub)
    try Command.succeed(
      ["compile", "sub/../sub/in.ll", "-o", "./sub/c.o"] + target, in: folder.url)
    let objects = try ["other/a.o", "b.o", "sub/c.o"].map { try folder.bytes($0) }
    #expect(objects[0] == objects[1])
    #expect(objects[0] == objects[2])

    let link = ["link", "--plugin", "example.com/shapes"]
    try Command.succeed(link + ["-o", folder.path("a.so"), folder.path("other/a.o")], in: other)
    try Command.succeed(link + ["-o", "b.so", "../b.o"], in: sub)
    try Command.succeed(link + ["-o", "other/c.so", "sub/c.o"], in: folder.url)
    let plugins = try ["a.so", "sub/b.so", "other/c.so"].map { try folder.bytes($0) }
    #expect(plugins[0] == plugins[1])
    #expect(plugins[0] == plugins[2])
  }

  @Test("A module without source_filename gives the same bytes in any folder")
  func noSourceName() throws {
    let folder = try TestFolder()
    let text = Shapes.module.text.lines.drop { $0.hasPrefix("source_filename") }
      .joined(separator: "\n")
    for name in ["a", "b/a"] {
      let input = try folder.write(text, to: name + ".ll")
      try Command.compile(input, to: folder.path(name + ".o"), for: .x86_64)
    }
    #expect(try folder.bytes("a.o") == folder.bytes("b/a.o"))
  }

  @Test("Bitcode gives the bytes that text gives", arguments: Machine.allCases)
  func bitcode(machine: Machine) throws {
    let folder = try TestFolder()
    _ = try Shapes.module.plugin(in: folder, for: machine)
    try Tool.run("llvm-as", [folder.path("module.ll"), "-o", folder.path("in.bc")])
    try Command.compile(folder.path("in.bc"), to: folder.path("bitcode.o"), for: machine)
    try Command.link(
      [folder.path("bitcode.o")], path: "example.com/shapes", to: folder.path("bitcode.so"))
    for section in [".text", ".go.func", ".go.package", ".go.data"] {
      #expect(
        try Self.contents(section, of: "module.o", in: folder, machine)
          == Self.contents(section, of: "bitcode.o", in: folder, machine), "\(section)")
    }
    for section in [".text", ".gopclntab", ".rodata", ".data.rel.ro", ".go.data", ".go.module"] {
      #expect(
        try Self.contents(section, of: "module.so", in: folder, machine)
          == Self.contents(section, of: "bitcode.so", in: folder, machine), "\(section)")
    }
  }

  private static func contents(
    _ section: String, of file: String, in folder: TestFolder, _ machine: Machine
  ) throws -> Data {
    try Tool.run(
      "llvm-objcopy",
      ["--dump-section", "\(section)=\(folder.path("section"))", folder.path(file), "/dev/null"])
    let contents = try folder.bytes("section")
    try #require(!contents.isEmpty)
    return contents
  }
}
