import Foundation
import TestSupport

/// The program behind the vectors of Go 1.2, rebuilt: Hosts/go12/program.txt has its declarations
/// and the types that package main refers to.
struct Go12Program {
  struct Package {
    var path, name: String
    var declarations: [String] = []
  }

  private(set) var packages: [Package] = []
  private(set) var references: [String] = []

  static let folder = SourceFolder.host("go12").url

  init() throws {
    let file = Self.folder.appendingPathComponent("program.txt")
    for line in try String(contentsOf: file, encoding: .utf8).lines where !line.hasPrefix("#") {
      if line.hasPrefix("package ") {
        packages.append(Package(path: line.words[1], name: line.words[2]))
      } else if line.hasPrefix("refer ") {
        references.append(String(line.dropFirst(6)))
      } else if !packages.isEmpty {
        packages[packages.count - 1].declarations.append(line)
      }
    }
  }

  /// A package as a module of the IR contract; package main imports the others.
  func module(_ package: Package) -> String {
    var lines: [String] = []
    var nodes = ["!{!\"\(package.path)\", !\"\(package.name)\"}"]
    nodes.append("!{\(package.declarations.map(Self.quote).joined(separator: ", "))}")
    var imports: [String] = []
    if package.path == "main" {
      let names = references.map { "@\"go.type:\(Self.escape($0))\"" }
      lines += names.map { "\($0) = external constant i8" }
      let pointers = names.map { "ptr \($0)" }.joined(separator: ", ")
      lines.append("@main.types = constant [\(names.count) x ptr] [\(pointers)]")
      for other in packages where other.path != "main" {
        imports.append("!\(nodes.count)")
        let strings = [other.path, other.name] + other.declarations
        nodes.append("!{\(strings.map(Self.quote).joined(separator: ", "))}")
      }
    }
    lines += ["!go.package = !{!0}", "!go.declarations = !{!1}"]
    lines.append("!go.imports = !{\(imports.joined(separator: ", "))}")
    lines += nodes.enumerated().map { "!\($0) = \($1)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Compiles a package to an object, whose path is returned.
  func compile(_ package: Package, for machine: Machine, in folder: TestFolder) throws -> String {
    let name = "\(package.name)-\(machine)"
    let input = try folder.write(module(package), to: name + ".ll")
    return try Go12.compile(input, to: folder.path(name + ".o"), for: machine)
  }

  private static func quote(_ text: String) -> String { "!\"\(escape(text))\"" }

  private static func escape(_ text: String) -> String {
    text.replacing("\\", with: "\\5C").replacing("\"", with: "\\22")
  }
}

/// Objects of Go 1.2, and programs made of them.
enum Go12 {
  /// - Returns: the object's path.
  @discardableResult
  static func compile(
    _ input: String, to output: String, for machine: Machine, level: String = "-O2"
  ) throws -> String {
    try Command.succeed([
      "compile", "--go", "1.2", "--target", machine.triple, level, input, "-o", output,
    ])
    return output
  }

  /// Joins objects, and lets the linkers of today take `go.weak.` references for what they are: the
  /// linker of Go 1.2 knows them by their names.
  static func join(
    _ objects: [String], to output: String, for machine: Machine, with linker: String? = nil
  ) throws {
    let program = linker ?? machine.binutil("ld")
    let emulation = machine == .x86_64 ? "elf_x86_64" : "aarch64linux"
    try Tool.run(program, ["-m", emulation, "-r", "-o", output] + objects)
    try Tool.run(
      machine.binutil("objcopy"), ["--wildcard", "--weaken-symbol=go.weak.*", output])
  }

  /// Links a static program of objects and of sources in Hosts/go12.
  static func link(
    _ objects: [String], sources: [String], to program: String, for machine: Machine,
    options: [String] = []
  ) throws {
    let files = sources.map { Go12Program.folder.appendingPathComponent($0).path }
    try Tool.run(
      machine.binutil("gcc"),
      ["-static", "-no-pie", "-O1", "-Wall", "-Werror"] + options + ["-o", program] + files
        + objects)
  }

  static func run(_ program: String, _ machine: Machine) throws -> Tool.Outcome {
    try Tool.outcome(try Tool.path("timeout"), ["-k", "5", "60"] + machine.runner + [program])
  }
}
