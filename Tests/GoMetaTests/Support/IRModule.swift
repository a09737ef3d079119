import Foundation
import TestSupport

/// A module of LLVM IR that follows the IR contract, written short. In its code
///
/// - `@{F}` stands for the Go function or variable F of the package, `@{(*T).M}` for a method;
/// - `FN(7)`, before a body, for the GC's name and the debug info of a function on line 7, `NC(7)`
///   for the debug info alone;
/// - `LN(8)`, behind an instruction, for line 8 of the function it is in;
/// - `ptr1` for a pointer that the collector follows.
struct IRModule {
  var path = "example.com/shapes"
  var declarations: [String] = []
  /// Each a path, a name and declarations.
  var imports: [[String]] = []
  var code = ""

  var name: String { String(path.split(separator: "/").last ?? "") }

  var text: String {
    var writer = MetadataWriter(file: name + ".gl", path: path)
    let body = code.split(separator: "\n", omittingEmptySubsequences: false)
      .map { writer.expand(String($0)) }.joined(separator: "\n")
      .replacing(/@\{([^}]+)\}/) { "@\"\(path).\($0.output.1)\"" }
      .replacing(/\bptr1\b/, with: "ptr addrspace(1)")
    writer.name("go.package", [[path, name]])
    writer.name("go.declarations", declarations.map { [$0] })
    writer.name("go.imports", imports)
    return """
      source_filename = "\(name).gl"
      %string = type { ptr addrspace(1), i64 }
      %slice = type { ptr addrspace(1), i64, i64 }
      %interface = type { ptr addrspace(1), ptr addrspace(1) }
      \(body)
      \(writer.nodes.joined(separator: "\n"))

      """
  }
}

extension IRModule {
  /// Compiles the module into a folder and returns the object's path.
  func compile(
    in folder: TestFolder, as name: String = "module", for machine: Machine,
    level: String = "-O2", release: String = Go.newest
  ) throws -> String {
    let input = try folder.write(text, to: name + ".ll")
    let output = folder.path(name + ".o")
    try Command.compile(input, to: output, for: machine, level: level, release: release)
    return output
  }

  /// Compiles the module and links it to a plugin of its own package, whose path is returned.
  func plugin(
    in folder: TestFolder, as name: String = "module", for machine: Machine,
    level: String = "-O2", release: String = Go.newest
  ) throws -> String {
    let object = try compile(in: folder, as: name, for: machine, level: level, release: release)
    let output = folder.path(name + ".so")
    try Command.link([object], path: path, to: output)
    return output
  }
}

/// Writes a module's metadata: the debug info that its functions and lines refer to, and what it
/// says of its package.
private struct MetadataWriter {
  private(set) var nodes: [String]
  private var scope = 0
  private var count = 1000
  private let path: String
  /// What debug info calls the function whose definition was last.
  private var name: String?

  init(file: String, path: String) {
    self.path = path
    nodes = [
      "!llvm.dbg.cu = !{!900}", "!llvm.module.flags = !{!903, !904}",
      "!900 = distinct !DICompileUnit(language: DW_LANG_Go, file: !901, producer: \"tests\", "
        + "isOptimized: true, emissionKind: LineTablesOnly)",
      "!901 = !DIFile(filename: \"\(file)\", directory: \"/src/\(path)\")",
      "!902 = !DISubroutineType(types: !{})",
      "!903 = !{i32 7, !\"Dwarf Version\", i32 5}",
      "!904 = !{i32 2, !\"Debug Info Version\", i32 3}",
    ]
  }

  /// Named metadata of nodes of strings; none for no nodes.
  mutating func name(_ key: String, _ strings: [[String]]) {
    guard !strings.isEmpty else { return }
    var operands: [String] = []
    for node in strings {
      count += 1
      operands.append("!\(count)")
      nodes.append("!\(count) = !{\(node.map(Self.quote).joined(separator: ", "))}")
    }
    nodes.append("!\(key) = !{\(operands.joined(separator: ", "))}")
  }

  private static func quote(_ string: String) -> String {
    "!\"" + string.replacing("\\", with: "\\5C").replacing("\"", with: "\\22") + "\""
  }

  mutating func expand(_ line: String) -> String {
    var line = line
    if let function = line.firstMatch(of: /^define .*?@\{([^}]+)\}/) {
      name = "name: \"\(function.output.1)\", linkageName: \"\(path).\(function.output.1)\""
    } else if line.hasPrefix("define ") {
      name = nil
    }
    while let match = line.firstMatch(of: /\b(FN|NC|LN)\((\d+)\)/) {
      count += 1
      let number = match.output.2
      if match.output.1 != "LN" {
        scope = count
        nodes.append(
          "!\(count) = distinct !DISubprogram(\(name ?? "name: \"f\(count)\""), scope: !901, file: !901, "
            + "line: \(number), type: !902, scopeLine: \(number), "
            + "spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !900)")
        let collector = match.output.1 == "FN" ? "gc \"statepoint-example\" " : ""
        line.replaceSubrange(match.range, with: collector + "!dbg !\(count)")
      } else {
        nodes.append("!\(count) = !DILocation(line: \(number), scope: !\(scope))")
        line.replaceSubrange(match.range, with: "!dbg !\(count)")
      }
    }
    return line
  }
}
