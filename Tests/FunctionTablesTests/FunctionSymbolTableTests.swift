import Foundation
import GoRelease
import Symbols
import TestSupport
import Testing

@testable import FunctionTables

/// Where the synthetic functions' FUNCDATA is.
private func mapsAddress(_ symbol: String) -> UInt64? { symbol == "maps" ? 0x9000 : nil }

@Suite struct FunctionSymbolTableTests {
  /// Functions of odd sizes and tables, with what no linker of 2013 had to write.
  static func synthetic(
    _ architecture: Architecture, count: Int = 12, gap: Int = 9,
    layouts: FunctionSymbolLayouts = .go1_2
  ) -> FunctionSymbolTable {
    let module = SyntheticModule(
      architecture, count: count, sizes: 1...(2000 / architecture.pcQuantum), gap: gap)
    let functions = module.functions.enumerated().map { index, function in
      FunctionSymbol(
        name: function.name, symbol: "code.\(index)", entry: UInt64(function.entry),
        size: function.size, arguments: index % 3 == 0 ? nil : Int32(index * 8),
        frame: layouts == .go1_2 ? Int32(index * 16 + 8) : nil,
        stackDeltas: index % 4 == 0 ? [] : function.stackDeltas,
        files: function.files.map { PCValue(pc: $0.pc, value: $0.value + 1) },
        lines: function.lines,
        pcdata: index % 2 == 0 ? [:] : [0: function.lines, 2: function.files],
        funcdata: index % 5 == 0
          ? [:] : [0: .symbol("maps", addend: Int64(index * 8)), 3: .address(0x1234)])
    }
    // The last file is one that the runtime does not reach.
    return FunctionSymbolTable(
      functions: functions, files: module.files + [""], architecture: architecture,
      layouts: layouts)
  }

  /// A release and an architecture.
  struct Format: Sendable, CustomTestStringConvertible {
    var layouts: FunctionSymbolLayouts
    var architecture: Architecture
    var testDescription: String { "Go \(layouts.name), \(architecture)" }

    static let all = [FunctionSymbolLayouts.go1_2, .go1_8].flatMap { layouts in
      Architecture.allCases.map { Format(layouts: layouts, architecture: $0) }
    }
  }

  private func raw(_ table: FunctionSymbolTable, base: UInt64 = 0x400000) throws -> [UInt8] {
    try table.bytes(base: base, addressOf: mapsAddress)
  }

  @Test("Go's debug/gosym reads in our table what was put in", arguments: Format.all)
  func readByGosym(format: Format) throws {
    let architecture = format.architecture
    let table = Self.synthetic(architecture, count: 200, layouts: format.layouts)
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

  @Test("What was written reads back", arguments: Format.all)
  func readBack(format: Format) throws {
    var expected = Self.synthetic(format.architecture, layouts: format.layouts)
    let bytes = try raw(expected, base: 0)
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
    // The release is told from the table, too.
    #expect(try FunctionSymbolTable(reading: bytes) == expected)
    #expect(try FunctionSymbolTable(reading: bytes, layouts: format.layouts) == expected)
  }

  @Test("An object's section reads back with the symbols of its relocations", arguments: Format.all)
  func readBackRelocated(format: Format) throws {
    var expected = Self.synthetic(format.architecture, gap: 0, layouts: format.layouts)
    for index in expected.functions.indices where index % 4 == 3 {
      // Found by the symbol of the function before.
      expected.functions[index].symbol = expected.functions[index - 1].symbol
      expected.functions[index].symbolOffset = Int64(expected.functions[index - 1].size)
    }
    let section = try expected.section()
    let table = try FunctionSymbolTable(reading: section.bytes, relocations: section.relocations)
    #expect(table.functions.map(\.symbol) == expected.functions.map(\.symbol))
    #expect(table.functions.map(\.symbolOffset) == expected.functions.map(\.symbolOffset))
    #expect(table.functions.map(\.entry) == expected.functions.map(\.entry))
    #expect(table.functions.map(\.funcdata) == expected.functions.map(\.funcdata))
    #expect(table.end == expected.end)
    #expect(try table.section().bytes == section.bytes)
    #expect(try table.section().relocations == section.relocations)
  }

  @Test("A section against the start of the text reads back at the distances from it")
  func readBackAgainstText() throws {
    let expected = Self.synthetic(.arm64)
    let section = try expected.section(text: "text")
    let table = try FunctionSymbolTable(reading: section.bytes, relocations: section.relocations)
    #expect(table.functions.map(\.entry) == expected.functions.map(\.entry))
    #expect(Set(table.functions.map(\.symbol)) == ["text"])
    #expect(
      try table.bytes(base: 0x1000, addressOf: mapsAddress)
        == expected.bytes(base: 0x1000, addressOf: mapsAddress))
  }

  @Test("The parts of an encoded table are its entries and its file table", arguments: Format.all)
  func parts(format: Format) throws {
    let table = Self.synthetic(format.architecture, layouts: format.layouts)
    let encoded = try table.encoded(text: "text", name: "table", binding: .local)
    let bytes = encoded.symbol.bytes
    func word(_ offset: Int) -> Int {
      (0..<4).reversed().reduce(0) { $0 << 8 | Int(bytes[offset + $1]) }
    }
    #expect(encoded.symbol.name == "table")
    #expect(encoded.functionCount == table.functions.count)
    #expect(encoded.entries == 16..<16 + 16 * table.functions.count + 8)
    // Behind the last entry the end, then where the file table is.
    #expect(encoded.files.lowerBound == word(encoded.entries.upperBound))
    #expect(encoded.fileCount == word(encoded.files.lowerBound))
    #expect(encoded.files.count == 4 + 4 * table.files.count)
  }

  @Test("Go 1.8's records have its linker's word in place of the frame, and names but once")
  func release8() throws {
    let table = Self.synthetic(.x86_64, count: 1, layouts: .go1_8)
    let bytes = try table.bytes(addressOf: mapsAddress)
    // One function: header 16, entry 16, end 8, file table offset 4, padded.
    let record = 48
    #expect(Array(bytes[record + 16..<record + 20]) == [0x67, 0x45, 0x23, 0x01])
    let name = Array(table.functions[0].name.utf8)
    let start = Int(bytes[record + 8]) | Int(bytes[record + 9]) << 8
    let stored: [UInt8] = Array(bytes[start..<start + name.count + 2])
    let ending: [UInt8] = [0, 0]
    #expect(stored == name + ending)
    let pcsp = Int(bytes[record + 20]) | Int(bytes[record + 21]) << 8
    let pcfile = Int(bytes[record + 24]) | Int(bytes[record + 25]) << 8
    #expect((pcsp, pcfile) == (0, start + name.count + 2))
  }

  @Test("Go 1.8 reaches every file, Go 1.2 all but the last")
  func lastFile() {
    for layouts in [FunctionSymbolLayouts.go1_2, .go1_8] {
      let table = FunctionSymbolTable(
        functions: [], files: ["a", "b"], architecture: .x86_64, layouts: layouts)
      #expect(table.file(1) == "a")
      #expect(table.file(2) == (layouts == .go1_2 ? nil : "b"))
      #expect(table.file(3) == nil)
    }
  }

  @Test("Go 1.8 has a findfunctab, which leads to every function; Go 1.2 has none")
  func findFuncTable() throws {
    let table = Self.synthetic(.x86_64, count: 300, layouts: .go1_8)
    let found = try #require(table.findFuncTable)
    let first = table.functions[0].entry
    #expect(found.count == Int(table.end - first + 4095) / 4096 * 20)
    for (index, function) in table.functions.enumerated() {
      let pc = Int(function.entry - first)
      let bucket = pc / 4096 * 20
      var at = (0..<4).reversed().reduce(0) { $0 << 8 | Int(found[bucket + $1]) }
      at += Int(found[bucket + 4 + pc % 4096 / 256])
      #expect(at <= index)
      #expect(index - at < 300 && table.functions[at].entry <= function.entry)
    }
    #expect(Self.synthetic(.x86_64).findFuncTable == nil)
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
