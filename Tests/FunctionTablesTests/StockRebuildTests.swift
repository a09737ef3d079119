import Foundation
import FunctionTables
import GoRelease
import Symbols
import Synchronization
import TestSupport
import Testing

/// The pclntabs of programs that the Go toolchains themselves linked, made again from what they say.
@Suite(.serialized) struct StockRebuildTests {
  /// Go 1.19 is the last release of magic 0xfffffff0.
  static let releases = ["1.19", "1.21", "1.22", "1.23", "1.24", "1.25", "1.26", "1.27"]

  struct Program: Sendable, CustomTestStringConvertible {
    var release: String
    var architecture: Architecture
    /// The go command itself, rather than a program of a few packages.
    var isGo = false
    var testDescription: String {
      isGo ? "the go command of Go \(release)" : "Go \(release), \(architecture)"
    }
  }

  /// The go commands, ten times as large, when all is asked for; that of 1.19 has no symbols.
  static let programs =
    releases.flatMap { release in
      Architecture.allCases.map { Program(release: release, architecture: $0) }
    }
    + (ProcessInfo.processInfo.environment["GOMETA_MATRIX"] == "1" ? releases.dropFirst() : [])
    .map { Program(release: $0, architecture: .x86_64, isGo: true) }

  /// A linked program's table and what FUNCDATA counts from, and the address of its text.
  struct Linked: Sendable {
    let table: [UInt8]
    let text: UInt64
    let facts: StockFacts

    private static let known = Mutex<[String: Linked]>([:])

    /// Of a program that is linked when it is first asked for.
    static func of(_ program: Program) throws -> Linked {
      let name = program.testDescription
      if let linked = known.withLock({ $0[name] }) { return linked }
      let linked = try Linked(program)
      known.withLock { $0[name] = linked }
      return linked
    }

    private init(_ program: Program) throws {
      let module = try GoModule(files: [
        "parts/main.go": partsProgram, "print/main.go": printingProgram,
      ])
      let go = try GoToolchain(release: program.release)
      if !program.isGo {
        try go.run(
          ["build", "-o", module.path("program"), "./print"], in: module,
          environment: ["GOARCH": program.architecture.goName])
      }
      let output = try GoToolchain().run(
        ["run", "./parts", program.isGo ? go.command : "program", "table", "funcdata"], in: module
      ).text
      text = try #require(UInt64(output.trimmingCharacters(in: .whitespacesAndNewlines)))
      table = try module.bytes("table")
      facts = StockFacts(table: table, funcData: try module.bytes("funcdata"))
    }
  }

  private func layouts(_ release: String) throws -> FunctionLayouts {
    guard case .lineTable(let layouts) = try FunctionTableFormat(named: release) else {
      throw GoToolchain.Failure(description: "Go \(release) has tables side by side")
    }
    return layouts
  }

  @Test("Every pc-value table is encoded to its own bytes", arguments: programs)
  func tables(program: Program) throws {
    let facts = try Linked.of(program).facts
    #expect(facts.quantum == program.architecture.pcQuantum)
    var seen: Set<[UInt8]> = []
    for function in facts.functions {
      for table in function.tables where !table.isEmpty { seen.insert(table) }
    }
    #expect(seen.count > 3000)
    for table in seen {
      let (entries, end) = try PCValueTable.decode(table, at: 0, quantum: facts.quantum)
      var encoded: [UInt8] = []
      try PCValueTable.encode(entries, end: end, quantum: facts.quantum, into: &encoded)
      var streamed: [UInt8] = []
      var encoder = PCValueEncoder(quantum: facts.quantum)
      for entry in entries { encoder.append(at: entry.pc, value: entry.value, to: &streamed) }
      encoder.finish(end: end, to: &streamed)
      // What says −1 throughout needs no table.
      let isNone = entries.allSatisfy { $0.value == -1 }
      guard encoded == table, streamed == (isNone ? [] : table) else {
        Issue.record("\(table) reads as \(entries.prefix(20)), up to \(end)")
        return
      }
    }
  }

  @Test("A table made again says the same, and no part of it is larger", arguments: programs)
  func rebuild(program: Program) throws {
    let facts = try Linked.of(program).facts
    let made = try facts.rebuilt(try layouts(program.release), program.architecture)
    let again = StockFacts(table: made.bytes, funcData: made.funcData)
    #expect(facts.functions.contains { $0.calls.count > 5 })
    #expect(again.magic == facts.magic && again.quantum == facts.quantum)
    #expect(again.functions.count == facts.functions.count)
    for (made, stock) in zip(again.functions, facts.functions) {
      // A unit's list may lie elsewhere; its files count.
      var moved = made
      moved.unit = stock.unit
      guard moved == stock, files(of: made, in: again) == files(of: stock, in: facts) else {
        Issue.record("\(stock.name): \(made), not \(stock)")
        return
      }
    }
    let names = ["funcnametab", "cutab", "filetab", "pctab", "functab and records"]
    var ratios: [String] = []
    for (name, (own, gos)) in zip(names, zip(again.partSizes, facts.partSizes)) {
      #expect(own <= gos, "\(name)")
      ratios.append("\(name) \(own)/\(gos)")
    }
    print("\(program.testDescription): \(ratios.joined(separator: ", "))")
  }

  private func files(of function: StockFacts.Function, in facts: StockFacts) -> [String?] {
    StockFacts.values(function.tables[1]).map { number in
      number < 0 || function.unit == 0xffff_ffff ? nil : facts.files[function.unit + number]
    }
  }

  @Test(
    "debug/gosym finds in a table of any form what it finds in the stock one, at every PC",
    arguments: ["1.21", "1.27"], Architecture.allCases)
  func gosym(release: String, architecture: Architecture) throws {
    let linked = try Linked.of(Program(release: release, architecture: architecture))
    let facts = linked.facts
    let module = try GoModule(files: ["main.go": comparingProgram])
    func write(_ bytes: some Sequence<UInt8>, _ name: String) throws {
      try Data(bytes).write(to: module.folder.appendingPathComponent(name))
    }
    try write(linked.table, "table")
    let forms = ["1.16", "1.17", "1.18", "1.20", release]
    for form in forms {
      var made = try facts.rebuilt(try layouts(form), architecture)
      made.setAddresses(text: linked.text, funcData: 0x1000_0000)
      try write(made.bytes, form)
    }
    try write(try facts.functionSymbols(architecture).bytes(base: linked.text), "1.2")
    let names = forms + ["1.2"]
    // Functions without tables: what debug/gosym then reads is whatever comes first in pctab.
    let skipped = facts.functions.indices.filter { facts.functions[$0].tables[2].isEmpty }
    try write(skipped.map(String.init).joined(separator: "\n").utf8, "skipped")
    let output = try GoToolchain(release: release).run(
      ["run", "main.go", String(linked.text), String(facts.quantum), "table", "skipped"] + names,
      in: module
    ).text
    let lines = output.split(separator: "\n")
    #expect(lines.count == names.count)
    for (line, name) in zip(lines, names) {
      let fields = line.split(separator: " ")
      #expect(fields.count == 3 && fields[0] == name && fields[2] == "0", "\(line)")
      #expect(fields.count > 1 && (Int(fields[1]) ?? 0) > 100_000)
    }
    print("Go \(release), \(architecture), PCs and differences: \(lines.joined(separator: ", "))")
  }
}
