import Testing

/// What no pclntab can be made of ends the command with a line that names the function and the
/// rule, and writes nothing.
@Suite struct PclntabErrorTests {
  private struct Case {
    var assembly: String
    var mentions: [String]
  }

  private func assemble(_ text: String, in folder: TestFolder, as name: String = "a") throws
    -> String
  {
    let source = try folder.write(text, to: name + ".s")
    let object = folder.path(name + ".o")
    try Tool.run("gcc", ["-c", source, "-o", object])
    return object
  }

  private func expect(
    _ text: String, _ mentions: [String], sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let folder = try TestFolder()
    let object = try assemble(text, in: folder)
    try Refusal.expect(
      ["pclntab", object, "-o", folder.path("x.o")], in: folder, mentions: [object] + mentions,
      sourceLocation: sourceLocation)
  }

  private static func function(_ name: String, _ body: String = "ret", size: String? = nil)
    -> String
  {
    """
    .globl \(name)
    .type \(name), @function
    \(name): \(body)
    .size \(name), \(size ?? ".-\(name)")

    """
  }

  @Test("A function that starts inside another is named")
  func overlap() throws {
    try expect(
      Self.function("outer", "nop; nop; nop; ret", size: "5") + Self.function("inner"),
      ["inner", "outer"])
  }

  @Test("A function without a size is named")
  func noSize() throws {
    try expect(
      ".globl f\n.type f, @function\nf: ret\n", ["function f", "no size"])
  }

  @Test("A function whose stack pointer cannot be followed is named, with the instruction")
  func unknownFrame() throws {
    let text = Self.function("deep", "sub %rdi, %rsp; add %rdi, %rsp; ret")
    try expect(text, ["function deep", "+0x0", "stack pointer"])
    let folder = try TestFolder()
    let object = try assemble(text, in: folder)
    let outcome = try Command.run(
      ["pclntab", object, "-o", folder.path("x.o"), "--unknown-frames", "omit"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("deep"))
  }

  @Test("Code outside .text is named by its section: its place in the link is not known")
  func otherSection() throws {
    try expect(
      Self.function("f") + ".section .text.startup,\"ax\",@progbits\n" + Self.function("main"),
      [".text.startup"])
  }

  @Test("Code that no other object can refer to is named")
  func localOnly() throws {
    try expect(
      ".type f, @function\nf: ret\n.size f, .-f\n", ["function f", "global"])
  }

  @Test("An object without code, and a file that is no object, are named")
  func noCode() throws {
    try expect(".data\n.quad 1\n", [".text"])
    let folder = try TestFolder()
    let text = try folder.write("no object", to: "text")
    try Refusal.expect(
      ["pclntab", text, "-o", folder.path("x.o")], in: folder, mentions: [text, "ELF"])
    try Refusal.expect(
      ["pclntab", folder.path("absent"), "-o", folder.path("x.o")], in: folder,
      mentions: ["absent"])
  }

  @Test("A release with another pclntab is refused, and an unknown one")
  func release() throws {
    let folder = try TestFolder()
    let object = try assemble(Self.function("f"), in: folder)
    for (name, mention) in [("1.27", "1.27"), ("1.3", "1.3")] {
      try Refusal.expect(
        ["pclntab", object, "-o", folder.path("x.o"), "--go", name], in: folder,
        mentions: [mention])
    }
  }

  @Test("Raw bytes of several texts are refused, both named")
  func severalRaw() throws {
    let folder = try TestFolder()
    let first = try assemble(Self.function("f"), in: folder, as: "a")
    let second = try assemble(Self.function("g"), in: folder, as: "b")
    try Refusal.expect(
      ["pclntab", first, second, "-o", folder.path("x.o"), "--raw", folder.path("raw")],
      in: folder, mentions: [first, second])
  }

  @Test("Inputs of two architectures, and an image beside another input, are refused")
  func mixed() throws {
    let folder = try TestFolder()
    let object = try assemble(Self.function("_start"), in: folder)
    let source = try folder.write("void g(void) {}\n", to: "g.c")
    let other = folder.path("g.o")
    try Tool.run("aarch64-linux-gnu-gcc", ["-c", source, "-o", other])
    try Refusal.expect(
      ["pclntab", object, other, "-o", folder.path("x.o")], in: folder,
      mentions: [other, "arm64", "x86_64"])
    let image = folder.path("image")
    try Tool.run("ld", [object, "-o", image])
    try Refusal.expect(
      ["pclntab", object, image, "-o", folder.path("x.o")], in: folder, mentions: [image, "only"])
  }

  @Test("A stripped image is refused")
  func stripped() throws {
    let folder = try TestFolder()
    let object = try assemble(Self.function("_start"), in: folder)
    let image = folder.path("image")
    try Tool.run("ld", ["-s", object, "-o", image])
    try Refusal.expect(
      ["pclntab", image, "-o", folder.path("x.o")], in: folder, mentions: [image, "strip"])
  }

  @Test("A function without lines is allowed, has none, and is spoken of")
  func noLines() throws {
    let folder = try TestFolder()
    let object = try assemble(Self.function("f"), in: folder)
    let outcome = try Command.run(["pclntab", object, "-o", folder.path("x.o")])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains(".debug_line"))
  }

  @Test("Two names of one function are one function, under the exported name")
  func aliases() throws {
    let folder = try TestFolder()
    let object = try assemble(
      ".type a, @function\na:\n" + Self.function("b", "nop; ret") + ".size a, .-b\n", in: folder)
    try Command.succeed(
      ["pclntab", object, "-o", folder.path("x.o"), "--raw", folder.path("raw")])
    let raw = String(decoding: try folder.bytes("raw"), as: UTF8.self)
    #expect(raw.contains("b\0") && !raw.contains("a\0"))
  }
}
