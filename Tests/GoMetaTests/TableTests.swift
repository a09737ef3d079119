import Foundation
import TestSupport
import Testing

/// The plugin's pclntab, read by Go's debug/gosym, against its symbols and its DWARF line table.
@Suite(.serialized)
struct TableTests {
  /// What gosym says.
  struct Table {
    struct Function {
      var start, end: UInt64
      var name: String
    }

    struct Place {
      var function, file: String
      var line: Int
    }

    var functions: [Function] = []
    var places: [UInt64: Place] = [:]
  }

  @Test("The pclntab has the functions of .text", arguments: Machine.allCases, ["-O0", "-O2"])
  func functions(machine: Machine, level: String) throws {
    let plugin = try Shapes.plugin(machine, level: level)
    let table = try Self.table(plugin, [])
    let symbols = try Self.symbols(plugin, machine)
    #expect(table.functions.count > 90)
    #expect(table.functions.map(\.start) == symbols.keys.sorted())
    for function in table.functions {
      guard let symbol = symbols[function.start] else { continue }
      // A check of the stack bears its function's name; that of a local one's has a hash.
      let code = symbol.name.replacing(/(\.[0-9a-f]+)?\.call$/, with: "")
      // Functions that Go does not know are the package's, too.
      let isHelper = !code.contains(".") && !code.hasPrefix("go:")
      let name =
        code == "renamed"
        ? "example.com/shapes.by.another.name" : isHelper ? "example.com/shapes.\(code)" : code
      #expect(function.name == name)
      #expect(function.end >= function.start + symbol.size, "\(name)")
    }
  }

  @Test(
    "Every instruction has the file and line of the DWARF line table",
    arguments: Machine.allCases, ["-O0", "-O2"])
  func lines(machine: Machine, level: String) throws {
    let plugin = try Shapes.plugin(machine, level: level)
    let instructions = try Self.instructions(plugin, machine)
    let table = try Self.table(plugin, instructions)
    let rows = try Self.rows(plugin)
    let symbols = try Self.symbols(plugin, machine)
    #expect(rows.count > 100)
    var checked = 0
    for function in table.functions {
      // Line 0 means that debug info does not know: what was said before holds.
      let own = rows.filter { function.start..<function.end ~= $0.address && $0.line > 0 }
      guard let first = own.first, let symbol = symbols[function.start] else { continue }
      // What lies between functions is padding.
      for pc in instructions where first.address..<function.start + symbol.size ~= pc {
        let row = own.last { $0.address <= pc }
        let place = try #require(table.places[pc])
        #expect(place.function == function.name)
        #expect(place.line == row?.line, "\(function.name), \(String(pc, radix: 16))")
        #expect(place.file == "/src/example.com/shapes/shapes.gl")
        checked += 1
      }
    }
    #expect(checked > 400)
  }

  @Test("A thunk is on the line on which its function begins", arguments: Machine.allCases)
  func thunks(machine: Machine) throws {
    let plugin = try Shapes.plugin(machine)
    let all = try Self.table(plugin, []).functions.filter { $0.name == "example.com/shapes.Sum" }
    let places = try Self.table(plugin, all.map(\.start)).places
    // The function, the check of its stack, and its thunk, which have no lines of their own.
    #expect(all.count == 3)
    #expect(places[try #require(all.last).start]?.line == 21)
    #expect(Set(places.values.map(\.file)) == ["/src/example.com/shapes/shapes.gl"])
  }

  // MARK: - Readers

  private static let reader = Result {
    let program = try SharedFolder.path("gosymreader")
    try Go.build(.host("gosym"), to: program, settings: ["CGO_ENABLED": "0"])
    return program
  }

  private static func table(_ plugin: String, _ pcs: [UInt64]) throws -> Table {
    let folder = try TestFolder()
    let list = try folder.write(pcs.map { String($0, radix: 16) + "\n" }.joined(), to: "pcs")
    let outcome = try Tool.outcome(try reader.get(), [plugin, list])
    guard outcome.status == 0 else { throw Tool.Failure(description: outcome.errors) }
    var table = Table()
    for line in outcome.output.lines {
      let fields = line.words
      guard let address = fields.dropFirst().first.flatMap({ number($0) }) else { continue }
      if fields[0] == "func", fields.count == 4, let end = number(fields[2]) {
        table.functions.append(.init(start: address, end: end, name: fields[3]))
      } else if fields[0] == "line", fields.count == 4,
        let colon = fields[3].lastIndex(of: ":"),
        let line = Int(fields[3][fields[3].index(after: colon)...])
      {
        table.places[address] = .init(
          function: fields[2], file: String(fields[3][..<colon]), line: line)
      }
    }
    return table
  }

  /// The functions in .text by their addresses; Go's name for each.
  private static func symbols(
    _ plugin: String, _ machine: Machine
  ) throws -> [UInt64: (name: String, size: UInt64)] {
    var symbols: [UInt64: (name: String, size: UInt64)] = [:]
    for line in try Tool.run(machine.binutil("readelf"), ["-sW", plugin]).lines {
      let fields = line.words
      guard fields.count == 8, fields[3] == "FUNC", fields[6] != "UND",
        let address = UInt64(fields[1], radix: 16), let size = UInt64(fields[2])
      else { continue }
      // Runs before Go knows the module.
      if fields[7].hasPrefix("go:link.") { continue }
      symbols[address] = (fields[7].dropping(suffix: ".body"), size)
    }
    return symbols
  }

  /// The addresses of the instructions in .text.
  private static func instructions(_ plugin: String, _ machine: Machine) throws -> [UInt64] {
    let text = try Tool.run(
      machine.binutil("objdump"), ["-d", "--no-show-raw-insn", "-j", ".text", plugin])
    return text.lines.compactMap { line in
      guard line.hasPrefix(" "), let colon = line.firstIndex(of: ":") else { return nil }
      return UInt64(line[..<colon].trimmingCharacters(in: .whitespaces), radix: 16)
    }
  }

  private static func rows(_ plugin: String) throws -> [(address: UInt64, line: Int)] {
    try Tool.run("llvm-dwarfdump", ["--debug-line", plugin]).lines.compactMap { line in
      let fields = line.words
      guard fields.count >= 7, line.hasPrefix("0x"), !line.contains("end_sequence"),
        let address = number(fields[0]), let number = Int(fields[1])
      else { return nil }
      return (address, number)
    }
  }

  private static func number(_ text: String) -> UInt64? {
    text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : nil
  }
}
