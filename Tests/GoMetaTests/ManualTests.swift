import Foundation
import TestSupport
import Testing

/// Man pages and completions, which Scripts/generate-manual makes of what the command says.
@Suite struct ManualTests {
  private static let commands = ["", "compile", "link", "pclntab", "dump", "check"]

  private static func page(_ command: String) -> String {
    "man1/" + (command.isEmpty ? "gometa" : "gometa-" + command) + ".1"
  }

  private func generate(in folder: TestFolder, _ name: String) throws {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Scripts/generate-manual")
    let outcome = try Tool.outcome(
      script.path, [folder.path(name), try Command.path])
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  @Test("Every option that --help names is in the man page, which man takes without a warning")
  func options() throws {
    let folder = try TestFolder()
    try generate(in: folder, "manual")
    for command in Self.commands {
      let help = try Command.succeed((command.isEmpty ? [] : [command]) + ["--help"])
      let options = help.lines.filter { $0.hasPrefix("  -") }.flatMap { line in
        line.words.map { $0.trimmingCharacters(in: [","]) }.prefix { $0.hasPrefix("-") }
      }
      #expect(options.contains("--help") && options.contains("-h"))
      let page = try Tool.outcome(
        try Tool.path("man"),
        ["--warnings", "-l", folder.path("manual/" + Self.page(command))],
        environment: ["MANWIDTH": "80"])
      #expect(page.status == 0 && page.errors.isEmpty, "\(page.errors)")
      let words = Set(page.output.split { $0.isWhitespace || "[],".contains($0) }.map(String.init))
      for option in options { #expect(words.contains(option), "\(command): \(option)") }
      let examples = help.lines.filter { $0.hasPrefix("  gometa ") }.map { $0.dropFirst(2) }
      #expect(!examples.isEmpty)
      for example in examples where example.utf8.count < 72 {
        #expect(page.output.contains(example), "\(command): \(example)")
      }
    }
  }

  @Test("The same command makes the same pages and completions")
  func deterministic() throws {
    let folder = try TestFolder()
    try generate(in: folder, "one")
    try generate(in: folder, "two")
    let files =
      Self.commands.map(Self.page)
      + ["gometa.bash", "_gometa", "gometa.fish"].map { "completions/" + $0 }
    for file in files {
      #expect(try !folder.bytes("one/" + file).isEmpty)
      #expect(try folder.bytes("one/" + file) == folder.bytes("two/" + file))
    }
  }

  @Test("bash completes commands, options and releases")
  func completion() throws {
    let folder = try TestFolder()
    try generate(in: folder, "manual")
    let script = folder.path("manual/completions/gometa.bash")
    try Tool.run("bash", ["-n", script])
    /// What bash would offer behind a line.
    func complete(_ line: String) throws -> [String] {
      try Tool.run(
        "bash",
        [
          "--norc", "-c",
          """
          source "$1"
          COMP_LINE="$2" COMP_POINT=${#2}
          read -ra COMP_WORDS <<< "$2"
          COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
          _gometa gometa "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"
          printf '%s\\n' "${COMPREPLY[@]}"
          """, "bash", script, line,
        ]
      ).lines
    }
    #expect(try complete("gometa comp") == ["compile"])
    #expect(try complete("gometa compile --decl") == ["--declarations"])
    #expect(try complete("gometa compile --go 1.22") == ["1.22"])
  }
}
