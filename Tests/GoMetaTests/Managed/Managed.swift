import Foundation
import TestSupport

/// The package example.com/managed: code whose frames Go's collector scans and moves, a topic a file
/// in Hosts/managed/ir. The host in Hosts/managed tries to make it crash or answer wrongly.
///
/// The files are LLVM IR, shortened as `IRModule` says. In them, too,
///
/// - `; go: …` declares something of the package, and `; import: …` another package;
/// - `WIDE` asks for the machine's vector registers of 256 bits, where it has them.
///
/// Declarations and types that several topics need stand in each.
enum Managed {
  static let path = "example.com/managed"

  static func module(_ machine: Machine) throws -> IRModule {
    var module = IRModule(path: path)
    var shared: Set<Substring> = []
    for line in try lines() {
      guard
        line.firstMatch(of: /^(; go: |; import: |declare |%\w+ = type |@"go\.)/) == nil
          || shared.insert(line).inserted
      else { continue }
      if line.hasPrefix("; go: ") {
        module.declarations.append(String(line.dropFirst(6)))
      } else if line.hasPrefix("; import: ") {
        module.imports.append(
          line.dropFirst(10).split(separator: " ", maxSplits: 2).map(String.init))
      } else {
        module.code += line + "\n"
      }
    }
    let wide = machine == .x86_64 ? "\"target-features\"=\"+avx2\"" : ""
    module.code = module.code.replacing(/\bWIDE\b/, with: wide)
    return module
  }

  /// All topics', and the functions that echo.
  private static func lines() throws -> [Substring] {
    let folder = SourceFolder.host("managed").url.appendingPathComponent("ir")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let topics = try files.sorted().filter { $0.hasSuffix(".ll") }.flatMap { file in
      try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false)
    }
    return topics
      + Echo.all.flatMap { ["; go: " + $0.declaration] + $0.lines }.map { Substring($0) }
  }

  /// The plugin, made once for each machine, level and release.
  static func plugin(
    _ machine: Machine, level: String = "-O2", release: String = Go.newest
  ) throws -> String {
    let name = "managed-\(machine.rawValue)\(level)-\(release).so"
    return try files.value(for: name) {
      let folder = try TestFolder()
      let plugin = try link(
        try module(machine), in: folder, for: machine, level: level, release: release)
      let shared = try SharedFolder.path(name)
      try Tool.run("cp", [plugin, shared])
      return shared
    }
  }

  static func link(
    _ module: IRModule, in folder: TestFolder, for machine: Machine, level: String = "-O2",
    release: String = Go.newest
  ) throws -> String {
    let object = try module.compile(in: folder, for: machine, level: level, release: release)
    let plugin = folder.path("module.so")
    try Command.succeed([
      "link", "--plugin", path, "--library", try library(machine), "-o", plugin, object,
    ])
    return plugin
  }

  /// The C that the topic "foreign" calls, as a shared library.
  static func library(_ machine: Machine) throws -> String {
    try libraries.value(for: machine.rawValue) {
      let source = SourceFolder.host("managed").url.appendingPathComponent("ir/library.c").path
      let library = try SharedFolder.path("libmanaged-\(machine.rawValue).so")
      try Tool.run(machine.binutil("gcc"), ["-shared", "-fPIC", "-O1", "-o", library, source])
      return library
    }
  }

  private static let files = OnceEach<String>()
  private static let libraries = OnceEach<String>()
}
