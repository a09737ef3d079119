import Foundation
import GoRelease
import Symbols
import TestSupport
import Testing

@testable import FunctionTables

@Suite struct FunctionSymbolTableTests {
  /// Functions of odd sizes and tables, with what no linker of 2013 had to write.
  static func synthetic(
    _ architecture: Architecture, count: Int = 12, gap: Int = 9
  ) -> FunctionSymbolTable {
    let module = SyntheticModule(
      architecture, count: count, sizes: 1...(2000 / architecture.pcQuantum), gap: gap)
    let functions = module.functions.enumerated().map { index, function in
      FunctionSymbol(
        name: function.name, symbol: "code.\(index)", entry: UInt64(function.entry),
        size: function.size, arguments: index % 3 == 0 ? nil : Int32(index * 8),
        frame: Int32(index * 16 + 8), stackDeltas: index % 4 == 0 ? [] : function.stackDeltas,
        files: function.files.map { PCValue(pc: $0.pc, value: $0.value + 1) },
        lines: function.lines,
        pcdata: index % 2 == 0 ? [:] : [0: function.lines, 2: function.files],
        funcdata: index % 5 == 0
          ? [:] : [0: .symbol("maps", addend: Int64(index * 8)), 3: .address(0x1234)])
    }
    // The last file is one that the runtime does not reach.
    return FunctionSymbolTable(
      functions: functions, files: module.files + [""], architecture: architecture)
  }

  private func raw(_ table: FunctionSymbolTable, base: UInt64 = 0x400000) throws -> [UInt8] {
    try table.bytes(base: base) { $0 == "maps" ? 0x9000 : nil }
  }

  @Test("Go's debug/gosym reads in our table what was put in", arguments: Architecture.allCases)
  func readByGosym(architecture: Architecture) throws {
    let table = Self.synthetic(architecture, count: 200)
    let program = try GoModule(files: [
      "main.go": tableProgram,
      "sizes": table.functions.map { String($0.size) }.joined(separator: "\n"),
    ])
    try Data(try raw(table)).write(to: program.folder.appendingPathComponent("table"))
    let unit = architecture.pcQuantum
    let output = try GoToolchain().run(
      ["run", "main.go", "table", "sizes", String(unit)], in: program
    ).text
    let found = output.split(separator: "\n").map(String.init)
    var expected: [String] = []
    for (index, function) in table.functions.enumerated() {
      let isLast = index + 1 == table.functions.count
      let end = isLast ? table.end : table.functions[index + 1].entry
      expected.append("\(function.name) \(function.entry) \(end)")
      var last = ""
      for pc in stride(from: 0, to: function.size, by: unit) {
        let line = function.lines.last { $0.pc <= pc }?.value ?? -1
        let file = function.files.last { $0.pc <= pc }?.value ?? -1
        let run = "\(line) \(table.files[Int(file) - 1])"
        if run != last { expected.append("+\(pc) \(run)") }
        last = run
      }
    }
    #expect(found.count == expected.count)
    let difference = zip(found, expected).first { $0.0 != $0.1 }
    #expect(difference == nil)
  }

  @Test("What was written reads back", arguments: Architecture.allCases)
  func readBack(architecture: Architecture) throws {
    var expected = Self.synthetic(architecture)
    for index in expected.functions.indices {
      expected.functions[index].symbol = nil
      for (number, data) in expected.functions[index].funcdata {
        guard case .symbol(_, let addend) = data else { continue }
        expected.functions[index].funcdata[number] = .address(0x9000 + UInt64(addend))
      }
      expected.functions[index].stackDeltas = merged(expected.functions[index].stackDeltas)
      expected.functions[index].files = merged(expected.functions[index].files)
      expected.functions[index].lines = merged(expected.functions[index].lines)
      for (number, entries) in expected.functions[index].pcdata {
        expected.functions[index].pcdata[number] = merged(entries)
      }
    }
    let bytes = try raw(Self.synthetic(architecture), base: 0)
    #expect(try FunctionSymbolTable(reading: bytes) == expected)
  }

  /// Neighbours of one value are one entry in the table.
  private func merged(_ entries: [PCValue]) -> [PCValue] {
    entries.reduce(into: []) { if $0.last?.value != $1.value { $0.append($1) } }
  }

  /// A section's bytes when its symbols have addresses.
  private func linked(_ section: Section, _ address: (String) -> UInt64?) throws -> [UInt8] {
    var bytes = section.bytes
    for relocation in section.relocations {
      #expect(relocation.kind == .address)
      let target = try #require(address(relocation.target))
      bytes.store(target &+ UInt64(bitPattern: relocation.addend), at: relocation.offset)
    }
    return bytes
  }

  @Test("The section, linked against the start of the text, is the table with addresses")
  func sectionAgainstText() throws {
    let table = Self.synthetic(.x86_64)
    let bytes = try linked(try table.section(text: "text")) {
      ["text": 0x400000, "maps": 0x9000][$0]
    }
    #expect(try bytes == raw(table))
  }

  @Test("The section, linked against the functions' symbols, is the table with addresses")
  func sectionAgainstFunctions() throws {
    let table = Self.synthetic(.arm64)
    let symbols = Dictionary(
      uniqueKeysWithValues: table.functions.map { ($0.symbol ?? "", 0x400000 + $0.entry) })
    let bytes = try linked(try table.section()) { $0 == "maps" ? 0x9000 : symbols[$0] }
    #expect(try bytes == raw(table))
  }

  @Test("pclntab names the section's start, epclntab its end")
  func names() throws {
    let section = try Self.synthetic(.x86_64).section()
    #expect(section.definitions.map(\.name) == ["pclntab", "epclntab"])
    #expect(section.definitions.map(\.offset) == [0, section.bytes.count])
    #expect(section.alignment == 8)
  }

  @Test("The header is that of Go 1.2", arguments: Architecture.allCases)
  func header(architecture: Architecture) throws {
    let quantum: UInt8 = architecture == .x86_64 ? 1 : 4
    let bytes = try raw(Self.synthetic(architecture))
    #expect(Array(bytes.prefix(8)) == [0xfb, 0xff, 0xff, 0xff, 0, 0, quantum, 8])
  }

  @Test("Every prefix and every flipped bit of a table reads or throws")
  func damage() throws {
    let bytes = try raw(Self.synthetic(.x86_64, count: 3))
    for length in bytes.indices {
      _ = try? FunctionSymbolTable(reading: Array(bytes[..<length]))
    }
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << UInt8(bit)
        _ = try? FunctionSymbolTable(reading: changed)
      }
    }
  }

  @Test("Numbers of every size in every word of a table read or throw")
  func extremes() throws {
    let bytes = try raw(Self.synthetic(.x86_64, count: 3))
    for index in bytes.indices.dropLast(7) {
      for word in [0, UInt64.max, UInt64(Int.max), 1 << 31, 0x8000_0000_7fff_ffff] {
        var changed = bytes
        changed.store(word, at: index)
        _ = try? FunctionSymbolTable(reading: changed)
      }
    }
  }

  @Test("A table whose records all share one large table is refused, not multiplied")
  func sharing() throws {
    let one = FunctionSymbol(
      name: "f", entry: 0, size: 40_000, frame: 8, stackDeltas: [],
      files: [PCValue(pc: 0, value: 1)],
      lines: (0..<20_000).map { PCValue(pc: $0 * 2, value: Int32($0)) })
    var bytes = try FunctionSymbolTable(
      functions: [one], files: ["a"], architecture: .x86_64
    ).bytes()
    // 200 PCDATA tables, all of them the line table.
    let record = Int(bytes[24]) | Int(bytes[25]) << 8
    let lines = bytes[record + 28..<record + 32]
    bytes.store(UInt64(bytes.count), at: 24)
    bytes += bytes[record..<record + 32]
    bytes.append(littleEndian: UInt32(200))
    bytes.append(littleEndian: UInt32(0))
    for _ in 0..<200 { bytes += lines }
    let start = bytes.count - 800 - 40
    #expect(throws: FunctionSymbolTableError.excess(offset: start)) {
      try FunctionSymbolTable(reading: bytes)
    }
  }
}
