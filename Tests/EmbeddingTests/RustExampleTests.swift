import Foundation
import TestSupport
import Testing

/// examples/rust-module: what Debian's rustc compiles becomes a package of Go.
@Suite struct RustExampleTests {
  @Test("The README's commands lead from Rust to a program of stock Go")
  func readme() throws {
    let example = try Example("rust-module")
    let readme = try String(contentsOfFile: example.path("README.md"), encoding: .utf8)
    let blocks = readme.split(separator: "\n\n").filter { $0.hasPrefix("    ") }
      .map { $0.split(separator: "\n").map { String($0.dropFirst(4)) } }
    let commands = try #require(blocks.first { $0.contains { $0.hasPrefix("gometa ") } })
    #expect(commands.count == 5)
    // Debian's rustc, not one of a user's own.
    let folders = try [Prefix.path("bin"), GoToolchain().root.path + "/bin", "/usr/bin", "/bin"]
    let script = (["set -e"] + commands).joined(separator: "\n")
    let output = try Tool.run(
      "bash", ["-c", script], in: example.url,
      environment: [
        "PATH": folders.joined(separator: ":"), "CGO_ENABLED": "1", "GOWORK": "off",
      ])
    #expect(output.hasSuffix("ok\n"))

    // The lines that Go's traceback names are those that the source means.
    let source = try String(contentsOfFile: example.path("histogram.rs"), encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    for (function, code) in [("Mean", "panicdivide()"), ("(*Bins).Missed", "(*bins).outside")] {
      let frame = try #require(
        output.firstMatch(
          of: try Regex(
            NSRegularExpression.escapedPattern(for: "example.com/histogram.\(function)")
              + #"\(.*\)\n\s*(\S*)/histogram\.rs:([0-9]+) "#,
            as: (Substring, Substring, Substring).self)),
        "\(output)")
      #expect(frame.output.1 == example.url.path)
      let line = try #require(Int(frame.output.2))
      #expect(source[line - 1].contains(code), "\(function) in line \(line)")
    }
    let check = try Tool.run("gometa", ["check", example.path("histogram.so")])
    #expect(check.contains("ok"))
  }
}
