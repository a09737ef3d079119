import Foundation
import MachineCode
import Testing

/// What readelf prints about an object is what ObjectFile says about it.
@Suite struct ObjectFileReadelfTests {
  static let samples: [ObjectFileSample] =
    [
      .gcc(dwarf: 5, .relocatable), .gcc(dwarf: 4, .shared), .gcc(dwarf: 5, .executable),
      .gcc(.gccForARM64, dwarf: 5, .relocatable), .gcc(.gccForARM64, dwarf: 5, .shared),
      .llc("x86_64", dwarf: 5, optimization: 0), .llc("aarch64", dwarf: 5, optimization: 2),
      .llc("aarch64", dwarf: 4, optimization: 2, .shared),
      .gcc(dwarf: 5, .executable, flags: ["-Wl,--emit-relocs"]),
      .go("amd64"), .systemLibrary,
    ]

  @Test(arguments: samples) func sectionsAreReadelfs(_ sample: ObjectFileSample) throws {
    let folder = try sample.make()
    let object = try ObjectFile(folder.bytes("sample"))
    let expected = try Readelf.sections(folder)
    try #require(expected.count == object.sections.count)
    for (section, line) in zip(object.sections, expected) {
      #expect(Readelf.describe(section) == line)
    }
  }

  @Test(arguments: samples) func symbolsAreReadelfs(_ sample: ObjectFileSample) throws {
    let folder = try sample.make()
    let object = try ObjectFile(folder.bytes("sample"))
    let expected = try Readelf.symbols(folder)
    for (name, table) in [(".symtab", object.symbols), (".dynsym", object.dynamicSymbols)] {
      let lines = expected[name, default: []]
      try #require(lines.count == table.count)
      for (symbol, line) in zip(table, lines) {
        let description = Readelf.describe(symbol, object.sections)
        #expect(description == line)
      }
    }
  }

  @Test(arguments: samples) func relocationsAreReadelfs(_ sample: ObjectFileSample) throws {
    let folder = try sample.make()
    let object = try ObjectFile(folder.bytes("sample"))
    let expected = try Readelf.relocations(folder)
    for table in object.sections where table.type == .rela {
      guard table.info > 0, table.link == object.symbols.tableSection else { continue }
      let target = object.sections[table.info]
      let origin = object.kind == .relocatable ? 0 : target.address
      // Sorting by offset keeps the order of those that share one, as does readelf's own order.
      let lines = try #require(expected[table.name]).enumerated()
        .sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
        .map(\.element)
      let actual = try object.relocations(for: target).map {
        Readelf.Relocation(
          offset: $0.offset + origin, symbolIndex: $0.symbolIndex, type: $0.type,
          addend: $0.symbolIndex == 0 ? nil : $0.addend)
      }
      #expect(actual == lines)
    }
  }

  /// readelf applies relocations when it dumps debug sections.
  @Test(arguments: samples.prefix(7)) func relocatedDebugSectionsAreReadelfs(
    _ sample: ObjectFileSample
  ) throws {
    let folder = try sample.make()
    let object = try ObjectFile(folder.bytes("sample"))
    let debug = object.sections.filter { $0.name.hasPrefix(".debug_") && $0.size > 0 }
    #expect(debug.count > 3)
    for section in debug {
      let bytes = try object.relocatedContents(of: section)
      let dump = try Readelf.relocatedDump(folder, section.name)
      #expect(bytes == dump, "\(section.name)")
    }
  }

  @Test func sectionIndicesBeyond16BitsAreReadelfs() throws {
    let source = (0..<65_600).map { ".section .t\($0),\"a\"\n.globl s\($0)\ns\($0): .byte 1\n" }
    let folder = try ObjectFileSample.assembly("many sections", source.joined()).make()
    let object = try ObjectFile(folder.bytes("sample"))
    #expect(object.sections.count > 65_600)
    let expected = try Readelf.symbols(folder)[".symtab", default: []]
    try #require(expected.count == object.symbols.count)
    for place in [1, 3, 65_200, 65_270, 65_290, 65_300, 65_500, object.symbols.count - 1] {
      let description = Readelf.describe(object.symbols[place], object.sections)
      #expect(description == expected[place])
    }
    let last = try #require(object.symbols.last)
    #expect(last.sectionIndex == object.section(named: ".t65599").map { .section($0.index) })
  }
}
