import Foundation
import TestSupport
import Testing

/// examples/clang-plugin outside the tree, from what is installed, by the commands of its page.
@Suite struct ClangExampleTests {
  /// The page's blocks of commands: lines indented by four blanks, which hold one that runs clang,
  /// CMake or Go.
  private static func commands(_ example: Example) throws -> [String] {
    let page = try String(contentsOfFile: example.path("README.md"), encoding: .utf8)
    return page.split(separator: "\n\n").map(String.init).filter { block in
      block.lines.allSatisfy { $0.hasPrefix("    ") }
        && ["cmake ", "clang-"].contains { block.contains($0) }
    }.map { $0.lines.map { String($0.dropFirst(4)) }.joined(separator: "\n") }
  }

  @discardableResult
  private static func run(_ commands: String, in example: Example) throws -> String {
    let environment = try [
      "P": Prefix.url.path, "CGO_ENABLED": "1",
      "PATH": [
        (Tool.path("go") as NSString).deletingLastPathComponent, "/usr/bin", "/bin",
      ].joined(separator: ":"),
    ]
    return try Tool.run(
      "bash",
      ["-euo", "pipefail", "-c", commands.replacing("clang-19", with: "clang-" + Prefix.llvm)],
      in: example.url, environment: environment)
  }

  @Test("The page's commands, with CMake and without, end as it shows")
  func page() throws {
    let example = try Example("clang-plugin")
    let blocks = try Self.commands(example)
    try #require(blocks.count == 2)
    let output = try Self.run(blocks[0], in: example)
    #expect(output.hasSuffix("ok\n"))
    let page = try String(contentsOfFile: example.path("README.md"), encoding: .utf8)
    let shown = page.lines.filter { $0.hasPrefix("    ") && !$0.contains(" -") }.map {
      String($0.dropFirst(4))
    }.drop { !$0.contains("panics") }
    #expect(shown.count >= 5)
    for line in shown { #expect(output.lines.contains(line), "\(line)") }

    try FileManager.default.removeItem(atPath: example.path("build/calc.so"))
    try Self.run(blocks[1], in: example)
    let again = try Tool.run(example.path("build/host"), [example.path("build/calc.so")])
    #expect(again.lines == output.lines.suffix(again.lines.count))
    #expect(again.hasSuffix("ok\n"))
  }

  /// Runs clang with the plugin, and with the options that let it know GoMeta's.
  private static func clang(
    _ options: [String], in example: Example, declarations: String? = "calc.go"
  ) throws -> Tool.Outcome {
    let pass = try Prefix.path("lib/GoMetaPass.so")
    return try Tool.outcome(
      "clang",
      ["-fpass-plugin=" + pass, "-Xclang", "-load", "-Xclang", pass]
        + (declarations.map { ["-mllvm", "-gometa-declarations=" + $0] } ?? []) + options
        + ["-c", "calc.c", "-o", "calc.o"], in: example.url)
  }

  private static func link(_ example: Example) throws -> Tool.Outcome {
    try Tool.outcome(
      "gometa", ["link", "--plugin", "example.com/calc", "-o", "calc.so", "calc.o"],
      in: example.url)
  }

  @Test("At every level", arguments: ["-O0", "-O1", "-O2", "-O3", "-Os"])
  func levels(level: String) throws {
    let example = try Example("clang-plugin")
    let outcome = try Self.clang([level, "-g", "-fPIC"], in: example)
    #expect(outcome.status == 0 && outcome.all.isEmpty, "\(outcome.all)")
    let linked = try Self.link(example)
    #expect(linked.status == 0, "\(linked.all)")
    try StockHost.built(
      Prefix.url.appendingPathComponent("share/gometa/examples/clang-plugin/host")
    ).expectSuccess([example.path("calc.so")])
  }

  @Test("For arm64")
  func arm64() throws {
    let example = try Example("clang-plugin")
    let options = ["-g", "-fPIC", "--target=aarch64-linux-gnu"]
    #expect(try Self.clang(options + ["-O1"], in: example).status == 0)
    let linked = try Self.link(example)
    #expect(linked.status == 0, "\(linked.all)")
    #expect(try Self.clang(options + ["-O0"], in: example).status == 0)
    let refused = try Self.link(example)
    #expect(refused.status == 1 && refused.errors.contains("on arm64 at least 1"))
  }

  @Test(
    "Clang refuses, and leaves no object",
    arguments: [
      (["-O2"], "has no debug info"), (["-O2", "-g", "-flto"], "compile without -flto"),
      (["-O2", "-g", "-flto=thin"], "compile without -flto"),
      (["-O1", "-g", "-fsanitize=address"], "compile without -fsanitize"),
      (["-O1", "-g", "-mcmodel=large"], "compile without -mcmodel"),
      (["-O0", "-g", "-mllvm", "-gometa-go=1.99"], "unknown Go release"),
      (["-O0", "-g", "--target=armv7-linux-gnueabihf"], "unknown target"),
    ])
  func refusals(options: [String], message: String) throws {
    let example = try Example("clang-plugin")
    let outcome = try Self.clang(options, in: example)
    #expect(outcome.status == 1 && outcome.errors.contains(message), "\(outcome)")
    #expect(!outcome.errors.contains("Stack dump"))
    #expect(!FileManager.default.fileExists(atPath: example.path("calc.o")))
  }

  @Test("Clang says where declarations are at fault, and that they are missing")
  func declarations() throws {
    let example = try Example("clang-plugin")
    let none = try Self.clang(["-O2", "-g"], in: example, declarations: nil)
    #expect(none.status == 1 && none.errors.contains("-gometa-declarations=FILE"), "\(none)")
    let text = try String(contentsOfFile: example.path("calc.go"), encoding: .utf8)
    try text.replacing("count int) int", with: "count int) nit")
      .write(toFile: example.path("calc.go"), atomically: false, encoding: .utf8)
    let line = 1 + (text.components(separatedBy: "func Mean").first ?? "").count { $0 == "\n" }
    let wrong = try Self.clang(["-O2", "-g"], in: example)
    #expect(wrong.status == 1 && wrong.errors.contains("calc.go:\(line):"), "\(wrong)")
  }

  @Test("A local array is aligned as Go's stacks are, or refused", arguments: ["-O0", "-O3"])
  func arrays(level: String) throws {
    let example = try Example("clang-plugin")
    try "package calc // import \"example.com/calc\"\n\nfunc Square(n int) int\n"
      .write(toFile: example.path("calc.go"), atomically: false, encoding: .utf8)
    for (alignment, isTaken) in [("__attribute__((aligned(8)))", true), ("", false)] {
      let code = """
        long square(long n) __asm__("example.com/calc.Square");
        long square(long n) {
          int row[64] \(alignment);
          for (int i = 0; i < 64; i++) row[i] = i * n;
          long sum = 0;
          for (int i = 0; i < 64; i++) sum += row[i] * row[63 - i];
          return sum + row[n & 63];
        }

        """
      try code.write(toFile: example.path("calc.c"), atomically: false, encoding: .utf8)
      let outcome = try Self.clang([level, "-g", "-fPIC"], in: example)
      if isTaken {
        #expect(outcome.status == 0, "\(outcome.all)")
        #expect(try Self.link(example).status == 0)
      } else {
        #expect(outcome.status == 1 && outcome.errors.contains("a local aligned to 16"))
      }
    }
  }
}
