import Foundation
import FunctionTables
import GoRelease
import MachineCode
import Symbols
import TableRebuilding
import TestSupport
import Testing

/// Tables of C programs, read by Go's debug/gosym: at every PC it answers what the pass found.
@Suite struct GosymTests {
  struct Sample: Sendable, CustomTestStringConvertible {
    var architecture: Architecture
    var options: [String]
    var isLinked: Bool
    var testDescription: String {
      "\(architecture), \(isLinked ? "linked" : "an object"), \(options.joined(separator: " "))"
    }
  }

  static let samples = Architecture.allCases.flatMap { architecture in
    [
      Sample(architecture: architecture, options: ["-O0"], isLinked: true),
      Sample(architecture: architecture, options: ["-O0"], isLinked: false),
      Sample(architecture: architecture, options: ["-O2"], isLinked: true),
      Sample(architecture: architecture, options: ["-O2"], isLinked: false),
      Sample(
        architecture: architecture, options: ["-O2", "-ffunction-sections"], isLinked: false),
    ]
  }

  @Test("In every form, for every PC: function, file and line", arguments: samples)
  func everyPC(sample: Sample) async throws {
    let module = try GoModule(
      files: GosymCProgram.files.merging(["main.go": GosymCProgram.reader]) { first, _ in first })
    try Self.compile(sample, in: module)
    let input = try CodeInput(InputBytes(try module.bytes("program")))
    var rebuilder = TableRebuilder()
    rebuilder.disagreements = .omit
    let facts = try await rebuilder.facts(of: input, jobs: 2)
    var names: [String] = []
    var text: [UInt64: [String]] = [:]
    for form in ["1.16", "1.17", "1.18", "1.20", "1.25", "1.27"] {
      guard case .lineTable(let layouts) = try FunctionTableFormat(named: form) else { continue }
      let table = try TableRebuilder.assemble([facts], layouts: layouts)
      try Self.write(table.raw(), form, in: module)
      text[layouts.hasAddresses ? 0 : table.textStart, default: []].append(form)
      names.append(form)
    }
    let symbols = Self.functionSymbols(of: facts)
    try Self.write(try symbols.bytes(base: 0), "1.2", in: module)
    text[0, default: []].append("1.2")
    names.append("1.2")
    let expected = Self.expectation(of: facts)
    #expect(expected.contains { $0.count > 8 })
    let size = input.functions.functions.reduce(0) { $0 + Int($1.size) }
    print("\(sample.testDescription): \(size / input.architecture.pcQuantum) PCs in \(names)")
    for release in ["1.21", "1.27"] {
      var found: [String: [[String]]] = [:]
      for (start, forms) in text {
        let output = try GoToolchain(release: release).run(
          ["run", "main.go", String(start), String(input.architecture.pcQuantum)] + forms,
          in: module
        ).text
        found.merge(Self.tables(in: output)) { first, _ in first }
      }
      #expect(found.count == names.count)
      for (form, functions) in found {
        let start = text.first { $0.value.contains(form) }?.key ?? 0
        Self.compare(functions, expected, facts, from: start, "\(form), read by Go \(release)")
      }
    }
  }

  /// Functions before the start of the text are not in the table. Those of which debug information
  /// says nothing have no tables: debug/gosym then reads whatever comes first.
  private static func compare(
    _ found: [[String]], _ expected: [[String]], _ facts: FunctionFacts, from start: UInt64,
    _ what: String
  ) {
    let functions = facts.input.functions.functions
    let first = facts.input.isRelocatable ? 0 : functions.count { $0.address < start }
    #expect(found.count == expected.count - first, "\(what)")
    guard let origin = found.first.flatMap(entry) else { return }
    for (index, (found, expected)) in zip(found, expected.dropFirst(first)).enumerated() {
      let function = functions[first + index]
      guard let entry = entry(found), found[0].hasPrefix("function \(expected[0]) ") else {
        Issue.record("\(what): \(found[0]), not \(expected[0])")
        return
      }
      // Of an image the address itself, of an object how far it is from the first function.
      #expect(
        entry - origin == function.address - functions[first].address, "\(what): \(expected[0])")
      if !facts.input.isRelocatable { #expect(entry == function.address) }
      if expected.count > 1 {
        #expect(Array(found.dropFirst()) == Array(expected.dropFirst()), "\(what): \(expected[0])")
      }
    }
  }

  /// Where the reader says that a function starts.
  private static func entry(_ lines: [String]) -> UInt64? {
    lines.first?.split(separator: " ").dropFirst(2).first.flatMap { UInt64($0) }
  }

  /// By function its name, then the runs that the pass found.
  private static func expectation(of facts: FunctionFacts) -> [[String]] {
    let functions = facts.input.functions.functions
    return functions.indices.map { index in
      let function = functions[index]
      var lines = [String(decoding: facts.input.name(of: function), as: UTF8.self)]
      let (files, numbers) = facts.places(of: index)
      if numbers.isEmpty { return lines }
      var last = ""
      func add(_ pc: UInt32, _ run: String) {
        if run != last { lines.append("+\(pc) \(run)") }
        last = run
      }
      for pc in Set((files + numbers).map(\.pc)).sorted() {
        let file = files.last { $0.pc <= pc }?.value ?? -1
        let line = numbers.last { $0.pc <= pc }?.value ?? -1
        let path = file < 0 ? "" : facts.path(ofFile: file, of: index) ?? "no file \(file)"
        add(pc, "\(line) \(path)")
      }
      // What fills the space up to the next function.
      let next = index + 1 < functions.count ? functions[index + 1].address : function.end
      if next > function.end { add(function.size, "-1 ") }
      return lines
    }
  }

  /// The same facts as one table with absolute addresses (magic 0xfffffffb).
  private static func functionSymbols(of facts: FunctionFacts) -> FunctionSymbolTable {
    var paths: [String] = []
    var symbols: [FunctionSymbol] = []
    for (index, function) in facts.input.functions.functions.enumerated() {
      let (files, lines) = facts.places(of: index)
      let numbers = files.map { entry in
        guard let path = facts.path(ofFile: entry.value, of: index) else {
          return PCValue(pc: entry.pc, value: 0)
        }
        if !paths.contains(path) { paths.append(path) }
        return PCValue(pc: entry.pc, value: Int32(1 + (paths.firstIndex(of: path) ?? 0)))
      }
      symbols.append(
        FunctionSymbol(
          name: String(decoding: facts.input.name(of: function), as: UTF8.self),
          entry: function.address, size: function.size, stackDeltas: facts.stackDeltas(of: index),
          files: numbers, lines: lines))
    }
    return FunctionSymbolTable(
      functions: symbols, files: paths, architecture: facts.input.architecture, layouts: .go1_8)
  }

  /// By table, then by function, the lines of the reader.
  private static func tables(in output: String) -> [String: [[String]]] {
    var tables: [String: [[String]]] = [:]
    var name = ""
    for line in output.split(separator: "\n").map(String.init) {
      if line.hasPrefix("table ") {
        name = String(line.dropFirst(6))
        tables[name] = []
      } else if line.hasPrefix("function ") {
        tables[name]?.append([line])
      } else if let last = tables[name]?.indices.last {
        tables[name]?[last].append(line)
      }
    }
    return tables
  }

  private static func write(_ bytes: [UInt8], _ name: String, in module: GoModule) throws {
    try Data(bytes).write(to: module.folder.appendingPathComponent(name))
  }

  private static func compile(_ sample: Sample, in module: GoModule) throws {
    let prefix = sample.architecture == .arm64 ? "aarch64-linux-gnu-" : ""
    let form = sample.isLinked ? ["main.c", "other.c"] : ["-c", "other.c"]
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.currentDirectoryURL = module.folder
    process.arguments =
      ["\(prefix)gcc", "-g", "-fno-pie", "-fomit-frame-pointer"] + sample.options
      + (sample.isLinked ? ["-no-pie"] : []) + form + ["-o", "program"]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw GoToolchain.Failure(description: "\(prefix)gcc cannot compile the sample")
    }
  }
}
