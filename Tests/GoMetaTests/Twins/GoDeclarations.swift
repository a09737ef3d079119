import Foundation

/// The declarations of a Go package, without the bodies of functions, as `!go.declarations` wants
/// them. They are cut out of gofmt's layout, in which a declaration begins at the start of a line.
struct GoDeclarations {
  private(set) var texts: [String] = []
  /// Exported variables and functions.
  private(set) var exports: [String] = []
  /// Variables that are pointers.
  private(set) var pointerVariables: [String] = []

  /// - Parameter folder: a package, whose registry.go is for the host alone.
  init(of folder: SourceFolder) throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.url.path)
      .filter { $0.hasSuffix(".go") && $0 != "registry.go" }
    for file in files.sorted() {
      add(try String(contentsOf: folder.url.appendingPathComponent(file), encoding: .utf8))
    }
  }

  private mutating func add(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      let words = line.split(separator: " ", maxSplits: 3).map(String.init)
      switch words.first {
      case "func":
        texts.append(String(line.prefix { $0 != "{" }).trimmingCharacters(in: .whitespaces))
        let name = String(line.dropFirst(5).prefix { $0 != "(" })
        if !name.isEmpty { exports.append(name) }
      case "type", "var":
        var declaration = String(line)
        while Self.depth(declaration) > 0, let next = lines.popFirst() {
          declaration += "\n" + next
        }
        texts.append(declaration)
        guard words[0] == "var" else { continue }
        exports.append(words[1])
        if words[2].hasPrefix("*") { pointerVariables.append(words[1]) }
      default: break
      }
    }
  }

  /// How many brackets are open at the end.
  private static func depth(_ text: String) -> Int {
    text.reduce(0) { depth, character in
      switch character {
      case "{", "(", "[": depth + 1
      case "}", ")", "]": depth - 1
      default: depth
      }
    }
  }
}
