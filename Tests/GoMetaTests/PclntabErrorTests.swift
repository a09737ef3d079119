import TestSupport
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

  @Test("A function that starts inside another is left out, and named")
  func overlap() throws {
    let folder = try TestFolder()
    let object = try assemble(
      Self.function("outer", "nop; nop; nop; ret", size: "5") + Self.function("inner"), in: folder)
    let outcome = try Command.run(["pclntab", object, "-o", folder.path("x.o")])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("inner"))
    #expect(outcome.errors.contains("left out"))
  }

  @Test("A function without a size reaches up to the section's end")
  func noSize() throws {
    let folder = try TestFolder()
    let object = try assemble(".globl f\n.type f, @function\nf: nop; ret\n", in: folder)
    let raw = folder.path("raw")
    try Command.succeed(["pclntab", object, "--raw", raw, "--go", "1.21"])
    let dump = try Command.succeed(["dump", "--functions", "--json", raw])
    #expect(dump.contains("\"name\":\"f\""))
    #expect(dump.contains("\"pcsp\":[[0,2,0]]"))
  }

  @Test("A function whose stack pointer cannot be followed is named")
  func unknownFrame() throws {
    let text = Self.function("deep", "sub %rdi, %rsp; add %rdi, %rsp; ret")
    let folder = try TestFolder()
    let object = try assemble(text, in: folder)
    try Refusal.expect(
      ["pclntab", object, "-o", folder.path("x.o"), "--unknown-frames", "refuse"], in: folder,
      mentions: ["function deep", "stack pointer"])
    let outcome = try Command.run(["pclntab", object, "-o", folder.path("x.o")])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("deep"))
  }

  @Test("Instructions and call frame information that disagree are an error, with the place")
  func disagreement() throws {
    let text = Self.function("f", ".cfi_startproc; push %rax; nop; pop %rax; ret; .cfi_endproc")
    let folder = try TestFolder()
    let object = try assemble(text, in: folder)
    try Refusal.expect(
      ["pclntab", object, "-o", folder.path("x.o")], in: folder,
      mentions: [object, "function f", "+0x1", "8 bytes", "call frame information"])
    for options in [
      ["--disagreements", "omit"], ["--stack", "instructions"], ["--stack", "cfi"],
    ] {
      let raw = folder.path("raw")
      let outcome = try Command.run(["pclntab", object, "--raw", raw, "--go", "1.21"] + options)
      #expect(outcome.status == 0)
      let dump = try Command.succeed(["dump", "--functions", "--json", raw])
      let depths =
        switch options[1] {
        case "omit": "\"pcsp\":[]"
        case "cfi": "\"pcsp\":[[0,4,0]]"
        default: "\"pcsp\":[[0,1,0],[1,3,8],[3,4,0]]"
        }
      #expect(dump.contains(depths), "\(options): \(dump)")
      #expect(outcome.errors.contains("+0x1") == (options[1] == "omit"))
    }
  }

  @Test("Code in several sections is described by relocations against each")
  func otherSection() throws {
    let folder = try TestFolder()
    let object = try assemble(
      Self.function("f") + ".section .text.startup,\"ax\",@progbits\n" + Self.function("main"),
      in: folder)
    for release in ["1.2", "1.16", "1.21", "1.27"] {
      try Command.succeed(["pclntab", object, "-o", folder.path("x.o"), "--go", release])
      let relocations = try Tool.run("readelf", ["-rW", folder.path("x.o")])
      #expect(relocations.contains(" f + 0"))
      #expect(relocations.contains(" main + 0"))
    }
  }

  @Test("Code that no other object can refer to is named")
  func localOnly() throws {
    let text = ".type f, @function\nf: ret\n.size f, .-f\n"
    let folder = try TestFolder()
    let object = try assemble(text, in: folder)
    for release in ["1.2", "1.16", "1.21"] {
      try Refusal.expect(
        ["pclntab", object, "-o", folder.path("x.o"), "--go", release], in: folder,
        mentions: ["own object only", "global"])
    }
    // Distances in one section need no symbol.
    try Command.succeed(["pclntab", object, "-o", folder.path("x.o"), "--go", "1.27"])
    // Beside another section it is left out.
    let two = try assemble(
      text + ".section .text.g,\"ax\",@progbits\n" + Self.function("g"), in: folder, as: "two")
    let outcome = try Command.run(["pclntab", two, "-o", folder.path("y.o"), "--go", "1.2"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.contains("1 (f)"))
  }

  @Test("An object without code, and a file that is no object, are named")
  func noCode() throws {
    try expect(".data\n.quad 1\n", ["no functions"])
    let folder = try TestFolder()
    let text = try folder.write("no object", to: "text")
    try Refusal.expect(
      ["pclntab", text, "-o", folder.path("x.o")], in: folder, mentions: [text, "ELF"])
    try Refusal.expect(
      ["pclntab", folder.path("absent"), "-o", folder.path("x.o")], in: folder,
      mentions: ["absent"])
  }

  @Test("A release without known table is refused")
  func release() throws {
    let folder = try TestFolder()
    let object = try assemble(Self.function("f"), in: folder)
    for (name, mention) in [("1.28", "1.28"), ("1.1", "1.1")] {
      try Refusal.expect(
        ["pclntab", object, "-o", folder.path("x.o"), "--go", name], in: folder,
        mentions: [mention])
    }
  }

  @Test("Raw bytes of several sections of code are refused")
  func severalRaw() throws {
    let folder = try TestFolder()
    let first = try assemble(Self.function("f"), in: folder, as: "a")
    let second = try assemble(Self.function("g"), in: folder, as: "b")
    try Refusal.expect(
      ["pclntab", first, second, "-o", folder.path("x.o"), "--raw", folder.path("raw")],
      in: folder, mentions: ["several sections"])
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
