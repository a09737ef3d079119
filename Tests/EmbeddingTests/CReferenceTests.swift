import Foundation
import TestSupport
import Testing

/// What the C API's pages say, against the installed library.
@Suite struct CReferenceTests {
  /// What both examples make: `func Add(a, b int) int`.
  @Test("Every symbol that the library exports has a place in the C reference")
  func symbols() throws {
    let library = try Prefix.path("lib/libgometa.so")
    let reference = try String(
      contentsOf: MarkdownCode.root.appendingPathComponent("docs/c-api.md"), encoding: .utf8)
    // A version's own symbol is absolute (A).
    let names = try Tool.run("nm", ["-D", "--defined-only", "--without-symbol-versions", library])
      .lines.map(\.words).filter { $0.count == 3 && $0[1] != "A" }.map { $0[2] }
    #expect(names.count > 40)
    let missing = names.filter { !reference.contains("\n### `\($0)`\n") }
    #expect(missing.prefix(20) == [])
  }

  @Test("The C reference's program makes a plugin that stock Go opens")
  func cProgram() throws {
    let folder = try TestFolder()
    try folder.write(try MarkdownCode.block(of: "c", in: "docs/c-api.md"), to: "sums.c")
    // As the page says it, for a shell.
    try Tool.run(
      "sh",
      ["-ec", "gcc -Wall -Werror sums.c -o sums $(pkg-config --cflags --libs gometa); ./sums"],
      in: folder.url,
      environment: [
        "PKG_CONFIG_PATH": try Prefix.path("lib/pkgconfig"),
        "LD_LIBRARY_PATH": try Prefix.path("lib"),
      ])
    #expect(try GoModule.sumOf(folder.path("sums.so")) == "42\n")
  }

  @Test("The article's C++ program, built with find_package, makes one, too")
  func cxxProgram() throws {
    let article = "Sources/GoMeta/GoMeta.docc/EmbedFromCPlusPlus.md"
    let folder = try TestFolder()
    try folder.write(try MarkdownCode.block(of: "cpp", in: article), to: "main.cpp")
    let project = try MarkdownCode.block(of: "cmake", in: article)
    #expect(try MarkdownCode.block(of: "cmake", in: "docs/embedding.md") == project)
    try folder.write(project, to: "CMakeLists.txt")
    let build = CMakeBuild(folder.url)
    try build.configured()
    try build.make()
    try Tool.run("./build/sums", in: folder.url)
    #expect(try GoModule.sumOf(folder.path("sums.so")) == "42\n")
  }
}
