import Foundation
import GoMeta
import GoRelease
import LLVM
import MachineCode
import ModuleTables
import TestSupport

@testable import CodeChecking

/// The plugin of checked.ll, as `gometa` makes it. In that text
///
/// - `; go: …` declares something of the package;
/// - `@{F}` is the Go function F, and `ptr1` a pointer that the collector follows;
/// - `FN(7)` marks a function on line 7 whose frames the collector sees, `PLAIN(7)` another one;
/// - `LN(8)` is line 8 of the function it is in.
enum CheckedPlugin {
  static let path = "example.com/checked"

  enum Machine: String, CaseIterable {
    case x86_64, aarch64
  }

  struct Target: Hashable, CustomStringConvertible {
    var machine: Machine
    var release: String

    var description: String { "\(machine.rawValue), Go \(release)" }
    var go: GoRelease {
      get throws { try GoRelease(named: release) }
    }
    /// The oldest and the newest release with the register convention.
    static let all = Machine.allCases.flatMap { machine in
      ["1.21", "1.27"].map { Target(machine: machine, release: $0) }
    }
    /// One of each.
    static let two = [
      Target(machine: .x86_64, release: "1.27"), Target(machine: .aarch64, release: "1.21"),
    ]
  }

  /// The linked file's bytes, made once for each target.
  static func bytes(_ target: Target) async throws -> [UInt8] {
    try await cache.bytes(target)
  }

  private static let cache = Cache()

  private actor Cache {
    private var made: [Target: Task<[UInt8], any Error>] = [:]

    func bytes(_ target: Target) async throws -> [UInt8] {
      if let task = made[target] { return try await task.value }
      let task = Task { try await CheckedPlugin.make(target) }
      made[target] = task
      return try await task.value
    }
  }

  private static func make(_ target: Target) async throws -> [UInt8] {
    let folder = try TestFolder()
    let triple = target.machine.rawValue + "-linux-gnu"
    let compiler = Compiler(
      target: try GoMeta.Target(release: target.release, triple: triple))
    let object = try compiler.compile(Array(try text().utf8), name: "checked")
    try Data(object).write(to: folder.url.appendingPathComponent("checked.o"))
    try await Linker().plugin(
      path, objects: [folder.path("checked.o")], output: folder.path("checked.so"))
    return [UInt8](try folder.bytes("checked.so"))
  }

  private static func text() throws -> String {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("checked.ll")
    var nodes = [
      "!llvm.dbg.cu = !{!900}", "!llvm.module.flags = !{!903, !904}", "!go.package = !{!905}",
      "!900 = distinct !DICompileUnit(language: DW_LANG_Go, file: !901, isOptimized: true, "
        + "emissionKind: LineTablesOnly)",
      "!901 = !DIFile(filename: \"checked.gl\", directory: \"/src\")",
      "!902 = !DISubroutineType(types: !{})", "!903 = !{i32 7, !\"Dwarf Version\", i32 5}",
      "!904 = !{i32 2, !\"Debug Info Version\", i32 3}", "!905 = !{!\"\(path)\", !\"checked\"}",
    ]
    var declarations: [String] = []
    var code: [String] = []
    var scope = 0
    var count = 1000
    for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
      if line.hasPrefix("; go: ") {
        count += 1
        nodes.append("!\(count) = !{!\"\(line.dropFirst(6))\"}")
        declarations.append("!\(count)")
        continue
      }
      let function = line.firstMatch(of: /^define .*?@\{([^}]+)\}/)?.output.1
      code.append(
        String(line).replacing(/\b(FN|PLAIN|LN)\((\d+)\)/) { match in
          count += 1
          let number = match.output.2
          if match.output.1 == "LN" {
            nodes.append("!\(count) = !DILocation(line: \(number), scope: !\(scope))")
            return "!dbg !\(count)"
          }
          scope = count
          nodes.append(
            "!\(count) = distinct !DISubprogram(name: \"\(function ?? "")\", scope: !901, file: !901, "
              + "line: \(number), type: !902, scopeLine: \(number), "
              + "spFlags: DISPFlagDefinition | DISPFlagOptimized, unit: !900)")
          return (match.output.1 == "FN" ? "gc \"statepoint-example\" " : "") + "!dbg !\(count)"
        }
        .replacing(/@\{([^}]+)\}/) { "@\"\(path).\($0.output.1)\"" }
        .replacing(/\bptr1\b/, with: "ptr addrspace(1)"))
    }
    nodes.append("!go.declarations = !{\(declarations.joined(separator: ", "))}")
    return (code + nodes).joined(separator: "\n") + "\n"
  }
}

/// What the checker says of a file.
func problems(_ bytes: [UInt8], _ target: CheckedPlugin.Target) throws -> [CodeProblem] {
  try CodeCheck.problems(of: try ObjectFile(bytes), release: try target.go)
}
