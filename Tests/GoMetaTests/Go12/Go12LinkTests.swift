import Foundation
import TestSupport
import Testing

/// Objects for Go 1.2 in a program of C that has what Go's runtime has: it reads descriptors as the
/// release's documents describe them and calls methods in its convention.
@Suite(.serialized)
struct Go12LinkTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var machine: Machine
    var linker, level: String
    var testDescription: String { "\(machine.rawValue) \(linker) \(level)" }
  }

  static let cases = Machine.allCases.flatMap { machine in
    [("bfd", "-O0"), ("bfd", "-O2"), ("lld", "-O2")].map {
      Case(machine: machine, linker: $0.0, level: $0.1)
    }
  }

  /// Compiles a module of Hosts/go12.
  private func compile(_ name: String, _ sample: Case, in folder: TestFolder) throws -> String {
    try Go12.compile(
      Go12Program.folder.appendingPathComponent(name + ".ll").path, to: folder.path(name + ".o"),
      for: sample.machine, level: sample.level)
  }

  private func runtime(_ machine: Machine, in folder: TestFolder) throws -> String {
    let program = try Go12Program()
    let package = try #require(program.packages.first { $0.path == "runtime" })
    return try program.compile(package, for: machine, in: folder)
  }

  @Test("A program walks from the descriptors and calls every kind of method", arguments: cases)
  func methods(sample: Case) throws {
    let folder = try TestFolder()
    let joined = folder.path("joined.o")
    try Go12.join(
      [try compile("methods", sample, in: folder), try runtime(sample.machine, in: folder)],
      to: joined, for: sample.machine, with: sample.linker == "lld" ? "ld.lld" : nil)
    let program = folder.path("program")
    try Go12.link(
      [joined], sources: ["walk.c", "methods.c", "methods.S", "runtime.S"], to: program,
      for: sample.machine)
    let outcome = try Go12.run(program, sample.machine)
    #expect(outcome.status == 0, "\(outcome.output.suffix(300))\(outcome.errors.suffix(300))")
    let expected = try String(
      contentsOf: Go12Program.folder.appendingPathComponent("methods.txt"), encoding: .utf8)
    for (ours, theirs) in zip(outcome.output.lines, expected.lines) { #expect(ours == theirs) }
    #expect(outcome.output.lines.count == expected.lines.count)
  }

  @Test("Linkers keep one of what several objects define", arguments: cases)
  func shared(sample: Case) throws {
    let folder = try TestFolder()
    let objects = try ["methods", "variables", "references"].map {
      try compile($0, sample, in: folder)
    }
    let joined = folder.path("joined.o")
    try Go12.join(
      objects, to: joined, for: sample.machine, with: sample.linker == "lld" ? "ld.lld" : nil)
    let inputs = try objects.map { try ELFObject($0) }
    let output = try ELFObject(joined)
    var shared = 0
    for name in Set(inputs.flatMap(\.defined.keys)) where name.hasPrefix("type.") {
      let definitions = inputs.filter { $0.defined[name] != nil }
      let kept = output.symbols.filter { $0.name == name && $0.section != 0 && $0.size > 0 }
      #expect(kept.count == 1, "\(name)")
      guard definitions.count > 1 else { continue }
      shared += 1
      guard let one = kept.first, let first = definitions.first?.defined[name] else { continue }
      if !name.hasPrefix("type..hash."), !name.hasPrefix("type..eq.") {
        #expect(output.words(of: one) == definitions[0].words(of: first), "\(name)")
      }
    }
    // At least []string and its program, in all three.
    #expect(shared >= 2)
  }
}
