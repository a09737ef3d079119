import Testing

@testable import MachineCode

/// What LineTable says of an object's code is what the rows that other readers print come to.
@Suite struct LineProgramTableTests {
  /// A sequence of rows as the table has them: of rows with one address the last.
  static func settled(_ rows: ArraySlice<OracleRow>) -> [OracleRow] {
    var result: [OracleRow] = []
    for row in rows {
      if result.last?.address == row.address { result.removeLast() }
      result.append(row)
    }
    return result
  }

  /// The oracle's sequences that have code, settled, in the order of sections and addresses.
  static func sequences(_ rows: [OracleRow], _ object: ObjectFile) -> [[OracleRow]] {
    var result: [[OracleRow]] = []
    for sequence in rows.split(whereSeparator: \.ends) {
      let sequence = settled(rows[sequence.startIndex...sequence.endIndex])
      guard sequence.count > 1 else { continue }
      let isInFile =
        object.kind == .relocatable
        || object.sections.contains {
          $0.flags.contains(.execinstr) && $0.contains(address: sequence[0].address)
        }
      if isInFile { result.append(sequence) }
    }
    guard object.kind != .relocatable else { return result }
    // Where a linker folded functions two sequences start together: the first stays.
    let sorted = result.enumerated()
      .sorted { ($0.element[0].address, $0.offset) < ($1.element[0].address, $1.offset) }
      .map(\.element)
    return sorted.enumerated().filter { place, sequence in
      place == 0 || sorted[place - 1][0].address != sequence[0].address
    }.map(\.element)
  }

  static func rows(
    _ table: LineTable, _ sequence: LineTable.Sequence, file: (String) -> String
  ) -> [OracleRow] {
    table.rows(of: sequence).map {
      $0.endsSequence ? .end(at: $0.address) : OracleRow($0, file(table.files[$0.file]))
    }
  }

  /// In relocatable objects sequences are compared in no order: the table sorts them by section.
  static func compare(_ actual: [[OracleRow]], _ expected: [[OracleRow]]) {
    let order: ([OracleRow], [OracleRow]) -> Bool = { "\($0)" < "\($1)" }
    #expect(actual.sorted(by: order) == expected.sorted(by: order))
  }

  /// Go's reader does not find strings in 64-bit DWARF 5.
  @Test(
    arguments: ObjectFileSample.compiled.filter {
      !($0.testDescription.contains("-dwarf64") && $0.testDescription.contains("dwarf 5"))
    })
  func rowsAndPathsAreGos(_ sample: ObjectFileSample) throws {
    let folder = try sample.make()
    let object = try ObjectFile(folder.bytes("sample"))
    let table = try LineTable(object: object)
    let expected = Self.sequences(try LineProgramOracle.go(folder), object)
    #expect(!expected.isEmpty)
    // Go drops ".." from paths, which the table leaves in.
    let actual = table.sequences.map { Self.rows(table, $0, file: Self.cleaned) }
    Self.compare(actual, expected)
  }

  @Test(arguments: ObjectFileSample.compiled) func rowsAndNamesAreReadelfs(
    _ sample: ObjectFileSample
  ) throws {
    let folder = try sample.make()
    let object = try ObjectFile(folder.bytes("sample"))
    let table = try LineTable(object: object)
    let expected = Self.sequences(try LineProgramOracle.readelf(folder), object)
    #expect(!expected.isEmpty)
    let actual = table.sequences.map { sequence in
      Self.rows(table, sequence) { $0.split(separator: "/").last.map(String.init) ?? "" }
    }
    Self.compare(actual, expected)
  }

  @Test(arguments: ["amd64", "arm64"]) func rowsAndPathsOfAGoProgramAreGos(
    _ architecture: String
  ) throws {
    let folder = try ObjectFileSample.go(architecture).make()
    let object = try ObjectFile(folder.bytes("sample"))
    let table = try LineTable(object: object)
    let expected = Self.sequences(try LineProgramOracle.go(folder), object)
    #expect(expected.count > 1000)
    #expect(table.sequences.count == expected.count)
    let first = zip(table.sequences, expected).first {
      Self.rows(table, $0, file: Self.cleaned) != $1
    }
    #expect(first == nil)
  }

  @Test(arguments: ObjectFileSample.compiled.filter { $0.testDescription.contains("relocatable") })
  func sectionsAreThoseOfReadelfsRelocations(_ sample: ObjectFileSample) throws {
    let folder = try sample.make()
    let object = try ObjectFile(folder.bytes("sample"))
    let table = try LineTable(object: object)
    let addresses = try Readelf.relocations(folder)[".rela.debug_line", default: []]
      .map { object.symbols[$0.symbolIndex] }
    let expected = addresses.compactMap { symbol -> Int? in
      guard case .section(let index) = symbol.sectionIndex else { return nil }
      return object.sections[index].flags.contains(.execinstr) ? index : nil
    }
    #expect(expected.count > 1)
    #expect(table.sequences.map(\.sectionIndex) == expected.sorted())
    #expect(table.omittedSequences == 0)
  }

  @Test(arguments: [
    ObjectFileSample.gcc(dwarf: 5, .shared), .llc("x86_64", dwarf: 5, optimization: 2, .shared),
  ])
  func discardedAndFoldedCodeIsLeftOutAndCounted(_ sample: ObjectFileSample) throws {
    let folder = try sample.make()
    let table = try LineTable(object: ObjectFile(folder.bytes("sample")))
    let all = try LineProgramOracle.dwarfdump(folder).filter(\.ends).count
    #expect(table.sequences.count < all)
    #expect(table.omittedSequences == all - table.sequences.count)
  }

  /// The path without "..", as `path.Clean` makes it of paths that go up only from where they went.
  static func cleaned(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}
