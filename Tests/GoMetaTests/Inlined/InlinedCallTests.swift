import Foundation
import TestSupport
import Testing

/// Functions that were inlined are there to Go's runtime: in runtime.Callers, debug.Stack, and the
/// traceback of a crash. At every instruction its inline tree says what llvm-symbolizer reads in the
/// debug information.
@Suite struct InlinedCallTests {
  private static let full = ["-g", "-g -gdwarf-4"]
  private static let lines = ["-gline-tables-only", "-gline-tables-only -gdwarf-4"]

  // Not -O3, where LLVM passes what pointers lead to in their place: a fault is then the caller's.
  static let programs = [
    InlinedProgram(machine: .x86_64, release: "1.27", debug: full, level: "-O2"),
    InlinedProgram(machine: .x86_64, release: "1.27", debug: lines, level: "-O2", isManaged: true),
    InlinedProgram(machine: .x86_64, release: "1.21", debug: lines, level: "-O1"),
    InlinedProgram(machine: .x86_64, release: "1.24", debug: lines, level: "-O2", isManaged: true),
    InlinedProgram(machine: .aarch64, release: "1.27", debug: lines, level: "-O2"),
    InlinedProgram(machine: .aarch64, release: "1.21", debug: full, level: "-O2", isManaged: true),
  ]

  private static let panics = [
    "mean": [("divide", 7), ("mean", 15), ("Mean", 30)],
    "sum": [("load", 19), ("twice", 24), ("(*Pair).Twice", 36), ("Sum", 42)],
  ]

  @Test(arguments: programs)
  func theRuntimeSeesInlinedFunctions(program: InlinedProgram) throws {
    let folder = try TestFolder()
    let plugin = try program.plugin(in: folder)
    let host = try Host.inlined(program.machine, release: program.release)
    let symbols = try Self.symbols(plugin, program.machine)
    let mean = try #require(symbols.first { $0.name == "example.com/inl.Mean" }?.address)
    let pcs = try Self.instructions(plugin, program.machine, symbols)
    let list = try folder.write(
      pcs.map { String($0, radix: 16) + "\n" }.joined(), to: "pcs")
    let outcome = try host.run([plugin, String(mean, radix: 16), list])
    try #require(
      outcome.status == 0 && outcome.output.hasSuffix("ok\n"),
      "\(outcome.output.suffix(500))\(outcome.errors.prefix(2000))")
    for (name, frames) in Self.panics {
      let callers = frames.map {
        "example.com/inl.\($0.0):\($0.1):\(InlinedProgram.startLines[$0.0] ?? 0)"
      }
      let stack = frames.map { "example.com/inl.\($0.0):\($0.1)" }
      #expect(outcome.output.lines.contains("callers \(name) " + callers.joined(separator: " ")))
      #expect(outcome.output.lines.contains("stack \(name) " + stack.joined(separator: " ")))
    }
    try Self.compare(outcome.output, try Self.symbolized(plugin, pcs), pcs)
  }

  @Test(arguments: [programs[0], programs[4]])
  func aCrashNamesInlinedFunctions(program: InlinedProgram) throws {
    let folder = try TestFolder()
    let plugin = try program.plugin(in: folder)
    let host = try Host.inlined(program.machine, release: program.release)
    let outcome = try host.run([plugin, "crash"])
    #expect(outcome.status == 2)
    let lines = outcome.errors.lines
    let start = try #require(lines.firstIndex { $0.hasPrefix("example.com/inl.divide(...)") })
    let places = lines[start...].prefix(6).map { $0.trimmingCharacters(in: .whitespaces) }
    #expect(places[1].hasSuffix("inl.c:7"))
    #expect(places[2] == "example.com/inl.mean(...)" && places[3].hasSuffix("inl.c:15"))
    #expect(places[4].hasPrefix("example.com/inl.Mean("))
    #expect(places[5].contains("inl.c:30 "))
  }

  private struct Frame: Equatable {
    var name: String
    var line: Int
  }

  /// Compares the chains of all instructions.
  private static func compare(
    _ output: String, _ symbolized: [UInt64: [Frame]], _ pcs: [UInt64]
  ) throws {
    var chains: [UInt64: [Frame]] = [:]
    for line in output.lines where line.hasPrefix("pc ") {
      let words = line.words
      chains[try #require(UInt64(words[1], radix: 16))] = try words.dropFirst(2).map { frame in
        let parts = frame.split(separator: ":")
        let line = try #require(parts.dropLast().last.flatMap { Int($0) })
        return Frame(name: String(parts[0]), line: line)
      }
    }
    var deepest = 0
    for pc in pcs {
      let theirs = try #require(symbolized[pc])
      let ours = try #require(chains[pc])
      let place = Comment(rawValue: String(pc, radix: 16))
      #expect(ours.map(\.name) == theirs.map(\.name), place)
      // Line 0 means that debug info does not know: what was said before holds.
      for (our, their) in zip(ours, theirs) where their.line > 0 {
        #expect(our.line == their.line, place)
      }
      deepest = max(deepest, ours.count)
    }
    #expect(deepest >= 5 && pcs.count > 100)
  }

  /// By PC, the frames from the inside out, as LLVM reads debug information.
  private static func symbolized(_ plugin: String, _ pcs: [UInt64]) throws -> [UInt64: [Frame]] {
    let output = try NativeTool.llvmSymbolizer.run(
      ["--obj=\(plugin)", "--inlines", "--no-demangle"]
        + pcs.map { "0x" + String($0, radix: 16) })
    var result: [UInt64: [Frame]] = [:]
    for (pc, part) in zip(pcs, output.components(separatedBy: "\n\n")) {
      let lines = part.split(separator: "\n")
      result[pc] = stride(from: 0, to: lines.count - 1, by: 2).map { index in
        let place = lines[index + 1].split(separator: ":")
        var name = String(lines[index])
        if name.hasSuffix(".body") { name = String(name.dropLast(5)) }
        return Frame(name: name, line: place.dropLast().last.flatMap { Int($0) } ?? -1)
      }
    }
    return result
  }

  private struct Symbol {
    var name: String
    var address, size: UInt64
  }

  private static func symbols(_ plugin: String, _ machine: Machine) throws -> [Symbol] {
    try Tool.run(machine.binutil("readelf"), ["-sW", plugin]).lines.compactMap { line in
      let fields = line.words
      guard fields.count == 8, fields[3] == "FUNC", fields[6] != "UND",
        let address = UInt64(fields[1], radix: 16), let size = UInt64(fields[2])
      else { return nil }
      return Symbol(name: fields[7], address: address, size: size)
    }
  }

  /// The instructions of what LLVM compiled.
  private static func instructions(
    _ plugin: String, _ machine: Machine, _ symbols: [Symbol]
  ) throws -> [UInt64] {
    let bodies = symbols.filter { $0.name.hasSuffix(".body") }
    let text = try Tool.run(
      machine.binutil("objdump"), ["-d", "-z", "--no-show-raw-insn", "-j", ".text", plugin])
    return text.lines.compactMap { line in
      guard line.hasPrefix(" "), let colon = line.firstIndex(of: ":"),
        let pc = UInt64(line[..<colon].trimmingCharacters(in: .whitespaces), radix: 16),
        bodies.contains(where: { $0.address <= pc && pc < $0.address + $0.size })
      else { return nil }
      return pc
    }
  }
}

extension Host {
  /// The host in Hosts/inlined, which asks the runtime itself.
  static func inlined(_ machine: Machine, release: String) throws -> Host {
    // Lets a program call functions of the runtime that it does not export, once that needs leave.
    let needsLeave = release != "1.21" && release != "1.22"
    return try inlinedHosts.value(for: "\(machine.rawValue)-\(release)") {
      let program = try SharedFolder.path("inlined-\(machine.rawValue)-\(release)")
      let settings =
        needsLeave ? ["GOFLAGS": "-mod=mod -ldflags=-checklinkname=0"] : [:]
      try Go.build(
        .host("inlined"), to: program, release: release,
        settings: machine.goSettings.merging(settings) { $1 })
      return Host(program: program, machine: machine)
    }
  }

  private static let inlinedHosts = OnceEach<Host>()
}
