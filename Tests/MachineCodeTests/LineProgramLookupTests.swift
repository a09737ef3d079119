import MachineCode
import Testing

/// The rows of a range tell for each of its addresses what a symbolizer tells.
@Suite struct LineProgramLookupTests {
  static let samples: [ObjectFileSample] = [
    .gcc(dwarf: 5, .shared, flags: ["-O2"]), .gcc(.gccForARM64, dwarf: 4, .shared),
    .llc("x86_64", dwarf: 5, optimization: 2, .executable),
    .llc("aarch64", dwarf: 5, optimization: 0, .executable),
  ]

  /// `path:line` of the instruction that may start at each address; nil where nothing is known.
  static func symbolized(_ folder: ObjectFileFolder, _ range: Range<UInt64>) throws -> [String?] {
    let addresses = range.map { "0x" + String($0, radix: 16) }
    return try ObjectFileTool.llvmSymbolizer.run(
      ["--obj=sample", "--functions=none", "--no-inlines", "--output-style=GNU"] + addresses,
      in: folder.url
    ).split(separator: "\n").map { line in
      // A note on the discriminator may follow in brackets.
      let place = line.split(separator: " ")[0]
      return place.hasPrefix("??") ? nil : String(place)
    }
  }

  /// The same from rows.
  static func looked(
    up rows: ArraySlice<LineTable.Row>, _ files: [String], _ range: Range<UInt64>
  ) -> [String?] {
    range.map { address in
      guard let row = rows.last(where: { $0.address <= address }), !row.endsSequence else {
        return nil
      }
      return "\(files[row.file]):\(row.line)"
    }
  }

  @Test(arguments: samples) func functionsHaveTheirRows(_ sample: ObjectFileSample) throws {
    let folder = try sample.make()
    let object = try ObjectFile(folder.bytes("sample"))
    let table = try LineTable(object: object)
    let functions = object.symbols.filter { $0.type == .function && $0.size > 0 }
    #expect(functions.count > 2)
    for function in functions {
      guard case .section(let section) = function.sectionIndex else { continue }
      let range = function.value..<function.value + function.size
      let rows = table.rows(inSection: section, range: range)
      #expect(try Self.looked(up: rows, table.files, range) == Self.symbolized(folder, range))
      #expect(rows.allSatisfy { $0.address < range.upperBound })
    }
  }

  /// Several sequences, and the padding between them, where nothing is known.
  @Test(arguments: samples) func sectionsHaveTheirRows(_ sample: ObjectFileSample) throws {
    let folder = try sample.make()
    let object = try ObjectFile(folder.bytes("sample"))
    let table = try LineTable(object: object)
    let text = try #require(object.section(named: ".text"))
    let range = text.address..<text.address + text.size
    let rows = table.rows(inSection: text.index, range: range)
    #expect(try Self.looked(up: rows, table.files, range) == Self.symbolized(folder, range))
    #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.address < $1.address })
  }

  @Test func rangesThatStartWithinARowStartWithThatRow() throws {
    let folder = try Self.samples[0].make()
    let object = try ObjectFile(folder.bytes("sample"))
    let table = try LineTable(object: object)
    let text = try #require(object.section(named: ".text"))
    let range = text.address..<text.address + text.size
    let expected = try Self.symbolized(folder, range)
    for (offset, address) in range.enumerated() {
      let one = address..<address + 1
      let rows = table.rows(inSection: text.index, range: one)
      #expect(rows.count <= 1)
      #expect(Self.looked(up: rows, table.files, one) == [expected[offset]])
    }
  }

  @Test func otherSectionsAndEmptyRangesHaveNoRows() throws {
    let object = try ObjectFile(Self.samples[0].make().bytes("sample"))
    let table = try LineTable(object: object)
    let text = try #require(object.section(named: ".text"))
    #expect(table.rows(inSection: text.index, range: text.address..<text.address).isEmpty)
    #expect(table.rows(inSection: 0, range: 0..<UInt64.max).isEmpty)
    #expect(table.rows(inSection: Int.max, range: 0..<UInt64.max).isEmpty)
    #expect(table.rows(inSection: -1, range: 0..<UInt64.max).isEmpty)
  }
}
