import Foundation
import Synchronization
import TestSupport
import Testing

/// examples/cpp-compiler: a compiler on LLVM's C++ API and gometa.h, built outside the tree.
@Suite struct CppCompilerTests {
  @Test("The README's commands lead from an installed GoMeta to a program of stock Go")
  func readme() throws {
    let tally = try Tally.built()
    #expect(tally.output.hasSuffix("ok\n"), "\(tally.output)")
    // Twice: the plugin that tally linked, and the one that the command made of tally's module.
    #expect(tally.output.lines.filter { $0 == "ok" }.count == 2)
    // A place in a traceback, as people see it.
    #expect(tally.output.contains("  example.com/shapes.Div \(tally.path("shapes.tally")):27\n"))
    #expect(try Tool.run("gometa", ["check", tally.path("build/shapes.so")]).contains("ok"))
  }

  @Test(arguments: [0, 1, 2, 3], [false, true])
  func everyLevelWorks(level: Int, columns: Bool) throws {
    let tally = try Tally.built()
    let folder = try TestFolder()
    let plugin = folder.path("shapes.so")
    try tally.compile(["-o", plugin, "-O\(level)"] + (columns ? ["--columns"] : []))
    #expect(try Tool.run(tally.path("build/host"), [plugin]).hasSuffix("ok\n"))
  }

  @Test(arguments: ["1.21", "1.24"])
  func olderReleasesOpenIt(release: String) throws {
    try expectSuccess(release, "x86_64-linux-gnu", settings: [:], runner: [])
  }

  @Test(arguments: ["1.21", "1.27"])
  func arm64RunsIt(release: String) throws {
    try expectSuccess(
      release, "aarch64-linux-gnu", settings: ["GOARCH": "arm64", "CC": "aarch64-linux-gnu-gcc"],
      runner: ["qemu-aarch64", "-L", "/usr/aarch64-linux-gnu"])
  }

  private func expectSuccess(
    _ release: String, _ triple: String, settings: [String: String], runner: [String]
  ) throws {
    let tally = try Tally.built()
    let folder = try TestFolder()
    let (plugin, host) = (folder.path("shapes.so"), folder.path("host"))
    try tally.compile(["-o", plugin, "--go", release, "--target", triple])
    try GoToolchain(release: release).run(
      ["build", "-o", host], in: tally.url.appendingPathComponent("host"),
      environment: settings.merging(["CGO_ENABLED": "1", "GOWORK": "off"]) { $1 })
    let command = runner + [host, plugin]
    #expect(try Tool.run(command[0], Array(command.dropFirst())).hasSuffix("ok\n"))
  }

  @Test("Calls have their columns in the table that --columns names, others no such table")
  func columns() throws {
    let tally = try Tally.built()
    let folder = try TestFolder()
    for columns in [true, false] {
      let plugin = folder.path("shapes-\(columns).so")
      try tally.compile(["-o", plugin] + (columns ? ["--columns"] : []))
      let functions = try Tool.run("gometa", ["dump", "--functions", "--json", plugin]).lines
      let share = try #require(
        functions.first {
          $0.contains(#""name":"example.com/shapes.Share""#) && $0.contains(#""wrapper":false"#)
        })
      let record = try #require(
        try JSONSerialization.jsonObject(with: Data(share.utf8)) as? [String: Any])
      let tables = try #require(record["pcdata"] as? [Any])
      #expect((tables.count > 8) == columns)
      guard columns, tables.count > 8 else { continue }
      // Pieces of code: from, to, value. Div is called in column 5 of its line.
      let values = try #require(tables[8] as? [[Int]])
      #expect(Set(values.map { $0[2] }) == [-1, 5])
    }
  }

  /// What is wrong, with the place and the message that tally prints for it.
  static let faults: [(source: String, message: String)] = [
    ("type P struct {\n\tX Missing\n}", "3:4: undeclared type Missing in package example.com/e; "),
    ("func F() int = 1\nfunc F() int = 2", "3:6: F is already declared in package example.com/e"),
    ("type A struct{ b A }", "2:6: invalid recursive type A refers to A"),
    ("func F(p *int) int = *p +\n  true", "3:3: want int, have bool"),
    ("func F(a int) int = F(a)", "2:6: is recursive (example.com/e.F"),
    ("func F(a int) int = (a", "3:1: expected \")\", found the end"),
    ("func F(a int32) int32 = a", "2:10: tally has no type int32"),
    ("func F(a, b, c, d, e, f, g int) int = a", "2:6: integers and pointers among the parameters"),
  ]

  @Test(arguments: faults.indices)
  func faultsHaveAPlace(index: Int) throws {
    let (source, message) = Self.faults[index]
    let tally = try Tally.built()
    let folder = try TestFolder()
    try folder.write("package example.com/e\n\(source)\n", to: "e.tally")
    let outcome = try Tool.outcome(
      tally.path("build/tally"), ["e.tally", "-o", "e.so"], in: folder.url)
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("e.tally:\(message)"), "\(outcome.errors)")
    #expect(outcome.errors.lines.count == 1)
    // Neither a plugin nor the object on the way to it.
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["e.tally"])
  }

  @Test(arguments: [["--go", "9.9"], ["--target", "riscv64-linux-gnu"], ["-O9"]])
  func refusesOptions(_ options: [String]) throws {
    let tally = try Tally.built()
    let folder = try TestFolder()
    let outcome = try Tool.outcome(
      tally.path("build/tally"), [tally.path("shapes.tally"), "-o", "s.so"] + options,
      in: folder.url)
    #expect(outcome.status == 1)
    #expect(outcome.errors.lines.count == 1, "\(outcome.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }
}

/// The example, built once by the commands of its README.
private struct Tally: Sendable {
  let url: URL
  /// What the commands printed.
  let output: String

  func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Compiles shapes.tally.
  func compile(_ arguments: [String]) throws {
    try Tool.run(path("build/tally"), [path("shapes.tally")] + arguments)
  }

  static func built() throws -> Tally { try shared.get() }

  private static let shared = Result {
    let example = try Example("cpp-compiler")
    let readme = try String(contentsOfFile: example.path("README.md"), encoding: .utf8)
    let commands = readme.split(separator: "\n\n").filter { $0.hasPrefix("    ") }
      .filter { $0.contains("build/tally ") }.flatMap { $0.split(separator: "\n") }
    let folders = try [Prefix.path("bin"), GoToolchain().root.path + "/bin", "/usr/bin", "/bin"]
    var output = ""
    for command in commands {
      output += try Tool.run(
        "bash", ["-euc", String(command)], in: example.url,
        environment: [
          "PATH": folders.joined(separator: ":"), "CMAKE_PREFIX_PATH": Prefix.url.path,
          "GOWORK": "off",
        ])
    }
    kept.withLock { $0 = example }
    atexit { kept.withLock { $0 = nil } }
    return Tally(url: example.url, output: output)
  }

  /// Goes with the test program.
  private static let kept = Mutex<Example?>(nil)
}
