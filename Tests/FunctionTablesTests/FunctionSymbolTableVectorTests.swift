import Foundation
import FunctionTables
import Symbols
import Testing

/// A pclntab that Go's own linker of 2013 wrote, and what Go's own runtime read in it.
@Suite struct FunctionSymbolTableVectorTests {
  private typealias Vectors = FunctionSymbolVectors

  /// The rows of a vector's table, [start, end, value]; what no row covers has no entry.
  private func entries(_ table: Vectors.Record.Table?) -> [PCValue] {
    (table?.rows ?? []).map {
      PCValue(pc: UInt32(truncatingIfNeeded: $0[0]), value: Int32(truncatingIfNeeded: $0[2]))
    }
  }

  @Test("Reading a real table gives every fact of its functions")
  func functions() throws {
    let vectors = try Vectors()
    let bytes = try Vectors.table()
    let table = try FunctionSymbolTable(reading: bytes)
    var seen = 0
    for record in vectors.records where record.record == "func" {
      let index = try #require(record.i)
      let function = table.functions[index]
      let name = vectors.expanded(record.name ?? "")
      #expect(function.name == name)
      #expect(function.entry == UInt64(record.entry ?? "", radix: 16))
      #expect(Int(function.size) == record.symsize, "\(name)")
      #expect((function.arguments ?? .min) == record.args, "\(name)")
      #expect(function.frame == record.frame, "\(name)")
      #expect(function.stackDeltas == entries(record.pcsp), "\(name)")
      #expect(function.files == entries(record.pcfile), "\(name)")
      #expect(function.lines == entries(record.pcln), "\(name)")
      #expect(function.pcdata.count == record.npcdata, "\(name)")
      for (index, pcdata) in try #require(record.pcdata).enumerated() {
        #expect(function.pcdata[index] == entries(pcdata), "\(name)")
      }
      let pointers = hexBytes(record.structBytes ?? "").suffix(function.funcdata.count * 8)
      #expect(function.funcdata.count == record.nfuncdata, "\(name)")
      for index in 0..<function.funcdata.count {
        let word = pointers.dropFirst(8 * index).prefix(8).reversed()
        let address = word.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        #expect(function.funcdata[index] == .address(address), "\(name)")
      }
      seen += 1
    }
    #expect(seen == 477)
  }

  @Test("Reading a real table gives its entries, its end and its files")
  func wholeTable() throws {
    let vectors = try Vectors()
    let table = try FunctionSymbolTable(reading: try Vectors.table())
    let header = try vectors.record("header")
    #expect(table.architecture == .x86_64)
    #expect(table.functions.count == header.nfunc)
    #expect(table.end == UInt64(header.endpc ?? "", radix: 16))
    #expect(table.files.count == header.nfile)
    let rows = try #require(try vectors.record("ftab").entries)
    for (function, row) in zip(table.functions, rows) {
      guard case .entry(let text)? = row.first else { continue }
      #expect(function.entry == UInt64(text, radix: 16))
    }
    #expect(rows.count == table.functions.count)
    let files = try #require(try vectors.record("files").table)
    for (index, file) in table.files.enumerated() {
      #expect(file == files[String(index + 1)].map(vectors.expanded))
    }
  }

  /// Where that linker's table grew past 64 KiB it left three bytes of its allocator's in what it
  /// had reserved behind a name: nothing points there, and no fact says what they are.
  private static let strayBytes = 65_544...65_546

  @Test("Writing the facts of a real table again gives its bytes")
  func writtenAgain() throws {
    let bytes = try Vectors.table()
    let written = try FunctionSymbolTable(reading: bytes).bytes()
    #expect(written.count == bytes.count)
    let differences = zip(written, bytes).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
    #expect(differences == Array(Self.strayBytes))
    #expect(Self.strayBytes.allSatisfy { written[$0] == 0 })
  }

  @Test("Entries counted from a base are written as the base plus each")
  func base() throws {
    let table = try FunctionSymbolTable(reading: try Vectors.table())
    let base: UInt64 = 0x400000
    var relative = table
    relative.end -= base
    for index in relative.functions.indices { relative.functions[index].entry -= base }
    #expect(try relative.bytes(base: base) == table.bytes())
  }

  @Test("Every PC that the runtime was asked for has its answer: function, file and line")
  func lookups() throws {
    struct Answers: Decodable {
      struct Row: Decodable {
        var pc: UInt64
        var function, file, line: Int

        init(from decoder: any Decoder) throws {
          var row = try decoder.unkeyedContainer()
          pc = UInt64(try row.decode(String.self), radix: 16) ?? 0
          function = try row.decode(Int.self)
          file = try row.decode(Int.self)
          line = try row.decode(Int.self)
        }
      }

      var rows: [Row]
    }
    let answers = try JSONDecoder().decode(
      Answers.self, from: try Vectors.file("lookups.json.gz"))
    let table = try FunctionSymbolTable(reading: try Vectors.table())
    #expect(answers.rows.count == 1428)
    for row in answers.rows {
      let place = try #require(table.place(at: row.pc))
      #expect(place.function == table.functions[row.function], "\(row.pc)")
      #expect(place.file == (row.file < 0 ? nil : table.files[row.file - 1]), "\(row.pc)")
      #expect(place.line == Int32(row.line), "\(row.pc)")
    }
  }

  @Test("Stack depth and PCDATA of every row of a real table are found at its ends")
  func values() throws {
    let vectors = try Vectors()
    let table = try FunctionSymbolTable(reading: try Vectors.table())
    for record in vectors.records where record.record == "func" {
      let entry = try #require(UInt64(record.entry ?? "", radix: 16))
      for row in try #require(record.pcsp).rows {
        for pc in [row[0], row[1] - 1] {
          let place = table.place(at: entry + UInt64(pc), isReturnAddress: true)
          #expect(place?.stackDelta == Int32(row[2]))
        }
      }
      for row in try #require(record.pcdata).first?.rows ?? [] {
        // A return address is one byte behind what it asks for, and must be in the same function.
        for pc in [row[0], row[1] - 1] where pc + 1 < Int64(record.symsize ?? 0) {
          #expect(table.pcdata(0, atReturnAddress: entry + UInt64(pc) + 1) == Int32(row[2]))
        }
      }
    }
  }

  @Test("Real bytes with a bit flipped or an end cut off are read or refused")
  func damage() throws {
    let bytes = try Vectors.table()
    var generator = SyntheticModule.Generator(state: 7)
    for _ in 0..<40 {
      var changed = bytes
      for _ in 0..<4 {
        let at = generator.next(0...(bytes.count - 1))
        changed[at] ^= 1 << UInt8(generator.next(0...7))
      }
      _ = try? FunctionSymbolTable(reading: changed)
      _ = try? FunctionSymbolTable(reading: Array(bytes[..<generator.next(0...bytes.count)]))
    }
  }
}
