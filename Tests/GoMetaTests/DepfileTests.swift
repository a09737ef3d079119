import TestSupport
import Testing

/// What build systems are told of an object's inputs.
@Suite struct DepfileTests {
  @Test("A depfile names all inputs, escaped as gcc does it")
  func escaped() throws {
    let folder = try TestFolder()
    let (input, output) = ("in $put#1\\ x.ll", "out $(put) #.o")
    let text = RefusedModule.fine.text.lines.filter { !$0.hasPrefix("!go.") }
    try folder.write(text.joined(separator: "\n"), to: input)
    try folder.write(
      "package shapes // import \"example.com/shapes\"\nfunc F(n int) int", to: "a b.go")
    try folder.write("package clock // import \"example.com/clock\"", to: "clock.go")
    try Command.succeed(
      [
        "compile", input, "-o", output, "--declarations", "a b.go", "--import", "clock.go",
        "--depfile", "out.d",
      ], in: folder.url)
    for name in ["a b.go", "clock.go"] {
      try folder.write("", to: name)
    }
    try folder.write("", to: input)
    // gcc lists what it preprocesses: the file, and those that it is told to include before it.
    let expected = try Tool.run(
      "gcc",
      [
        "-MM", "-MQ", output, "-include", "./a b.go", "-include", "./clock.go", "-x", "c", input,
      ], in: folder.url)
    let files = expected.replacing("\\\n", with: "").replacing(" ./", with: " ")
    #expect(try folder.text("out.d").words == files.words)
  }

  @Test("A command that fails leaves no depfile")
  func failure() throws {
    let folder = try TestFolder()
    try folder.write("bogus", to: "bad.ll")
    try folder.write(RefusedModule.fine.text, to: "in.ll")
    try Refusal.expect(
      ["compile", "bad.ll", "-o", "out.o", "--depfile", "out.d"], in: folder,
      mentions: ["bad.ll:1:1"])
    try Refusal.expect(
      ["compile", "in.ll", "-o", "no/out.o", "--depfile", "out.d"], in: folder,
      mentions: ["cannot write no/out.o"])
    try Refusal.expect(
      ["compile", "in.ll", "-o", "out.o", "--depfile", "no/out.d"], in: folder,
      mentions: ["cannot write no/out.d"])
  }
}
