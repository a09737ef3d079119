import Foundation
import TestSupport
import Testing

/// docs/embedding.md: its files, written out, and its commands, run as they stand there, each make
/// a plugin that its Go program opens.
@Suite struct EmbeddingPageTests {
  private static let page = MarkdownCode.root.appendingPathComponent("docs/embedding.md")

  /// The page's files in a folder: the blocks whose first line names one.
  private static func files() throws -> TestFolder {
    let folder = try TestFolder()
    for language in ["go", "llvm", "c", "rust"] {
      for block in try MarkdownCode.blocks(of: language, in: page) {
        let name = try #require(block.lines.first?.words.last)
        try folder.write(block, to: name)
      }
    }
    // Which is said to be this one.
    try folder.write(
      try MarkdownCode.block(of: "c", in: "docs/c-api.md"), to: "sums-compiler.c")
    return folder
  }

  /// The page's blocks of commands: settings, then a block for each way.
  private static let commands = Result { try MarkdownCode.blocks(of: "sh", in: page) }

  @Test(
    "Each way of the page makes a plugin that its program opens",
    arguments: ["gometa compile sums.ll", "cc sums-compiler.c", "clang ", "rustc "])
  func way(beginning: String) throws {
    let commands = try Self.commands.get()
    let settings = try #require(commands.first)
    let way = try #require(commands.first { $0.hasPrefix(beginning) })
    #expect(commands.count == 5)
    let folder = try Self.files()
    let llvm = try Tool.path("llc").split(separator: "/").dropLast().joined(separator: "/")
    let go = try Tool.path("go").split(separator: "/").dropLast().joined(separator: "/")
    // The rustc that uses an old LLVM is Debian's.
    let rustc = URL(fileURLWithPath: try NativeTool.rustOfOldLLVM.get())
      .deletingLastPathComponent().path
    let path = [try Prefix.path("bin"), "/" + llvm, "/" + go, rustc]
    let environment = [
      "P": try Prefix.url.path,
      "PATH": path.joined(separator: ":") + ":"
        + (ProcessInfo.processInfo.environment["PATH"] ?? ""),
      "CGO_ENABLED": "1",
    ]
    let output = try Tool.run(
      "sh", ["-ec", settings + way + "go run host.go ./sums.so\n"], in: folder.url,
      environment: environment)
    #expect(output.hasSuffix("42\n"), "\(output)")
  }
}
