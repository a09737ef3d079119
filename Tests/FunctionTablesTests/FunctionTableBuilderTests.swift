import GoRelease
import Symbols
import Testing

@testable import FunctionTables

/// What a builder refuses, shares and shortens. That the tables are right is for StockRebuildTests
/// and debug/gosym to say.
@Suite struct FunctionTableBuilderTests {
  private func layouts(_ release: String) throws -> FunctionLayouts {
    guard case .lineTable(let layouts) = try FunctionTableFormat(named: release) else {
      throw PCLineTableError.format(release: release)
    }
    return layouts
  }

  private func builder(_ release: String = "1.27") throws -> FunctionTableBuilder {
    FunctionTableBuilder(layouts: try layouts(release), architecture: .x86_64)
  }

  private func append(
    _ name: String, _ entry: UInt64, _ size: UInt32, to builder: inout FunctionTableBuilder,
    pcdata: [UInt32] = [], funcdata: [UInt32] = []
  ) throws(PCLineTableError) {
    try builder.append(
      FunctionTableRecord(entry: entry, size: size, name: builder.name(name)),
      pcdata: pcdata.span, funcdata: funcdata.span)
  }

  @Test("A function that starts within the one before is refused, and both are named")
  func overlap() throws {
    var builder = try builder()
    try append("first", 0, 16, to: &builder)
    #expect(throws: PCLineTableError.overlap(function: "second", previous: "first")) {
      try append("second", 15, 8, to: &builder)
    }
    #expect(throws: PCLineTableError.overlap(function: "third", previous: "first")) {
      try append("third", 0, 8, to: &builder)
    }
    try append("fourth", 16, 8, to: &builder)
    #expect(try builder.finish().functionCount == 2)
  }

  @Test(
    "A function without code or beyond 4 GiB is refused",
    arguments: [(0, 0), (1 << 32, 1), (1 << 32 - 1, 1), (.max, .max)] as [(UInt64, UInt32)])
  func extent(entry: UInt64, size: UInt32) throws {
    var builder = try builder()
    #expect(throws: PCLineTableError.extent(function: "f")) {
      try append("f", entry, size, to: &builder)
    }
  }

  @Test("More tables or data than a record can count are refused")
  func counts() throws {
    var builder = try builder()
    #expect(throws: PCLineTableError.index(function: "f", index: 255)) {
      try append(
        "f", 0, 1, to: &builder, funcdata: [UInt32](repeating: .max, count: 256))
    }
    #expect(throws: PCLineTableError.index(function: "f", index: 65536)) {
      try append("f", 0, 1, to: &builder, pcdata: [UInt32](repeating: 0, count: 65537))
    }
    try append("f", 0, 1, to: &builder, funcdata: [UInt32](repeating: .max, count: 255))
  }

  @Test("No functions are no table")
  func none() throws {
    #expect(throws: PCLineTableError.noFunctions) { try builder().finish() }
  }

  @Test("A name's offset of nowhere is no reason to trap")
  func strangeName() throws {
    var builder = try builder()
    #expect(throws: PCLineTableError.extent(function: "at offset 99 of funcnametab")) {
      try builder.append(FunctionTableRecord(entry: 0, size: 0, name: 99))
    }
  }

  @Test(
    "Type arguments are left out where the release's linker leaves them out",
    arguments: [
      ("main.Map[go.shape.int,main.Set[string]].Get", "main.Map[...].Get"),
      ("main.F[...]", "main.F[...]"), ("f[a]b[c]d", "f[...]d"), ("f[]", "f[...]"), ("f]a[", "f]a["),
      ("f[", "f["), ("]", "]"), ("", ""), ("main.main", "main.main"),
    ])
  func typeArguments(name: String, short: String) throws {
    for (release, expected) in [
      ("1.17", name), ("1.18", short), ("1.19", short), ("1.20", short), ("1.21", name),
    ] {
      var builder = try builder(release)
      try append(name, 0, 1, to: &builder)
      let table = try builder.finish()
      let names = expected.isEmpty ? [0] : [0] + Array(expected.utf8) + [0]
      #expect(Array(table.bytes[table.functionNames]) == names, "\(release)")
    }
  }

  @Test("Data of a larger alignment lies first, with nothing lost between")
  func funcData() throws {
    var builder = try builder()
    var references: [UInt32] = []
    for (bytes, alignment) in [([1], 1), ([2, 2, 2, 2], 4), ([3], 1), ([4, 4], 2), ([1], 1)]
      as [([UInt8], Int)]
    {
      references.append(builder.funcData(bytes.span.bytes, alignment: alignment))
    }
    try append("f", 0, 1, to: &builder, funcdata: references)
    let table = try builder.finish()
    #expect(table.funcData == [0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 2, 4, 4, 1, 3])
    let offsets = StockTable(table.bytes).function(0).funcdata
    #expect(offsets == [14, 8, 15, 12, 14])
  }

  @Test("Lists of files that are equal are one, and their files have one place each")
  func fileLists() throws {
    var builder = try builder()
    let (a, b) = (builder.file("/a.c"), builder.file("/b.c"))
    #expect(builder.file("/a.c") == a && builder.file("/b") != b)
    let lists: [[UInt32]] = [[a, b], [b], [a, b], [a, .max, b]]
    let places = lists.map { builder.fileList($0.span) }
    #expect(places == [0, 2, 0, 3])
    try append("f", 0, 1, to: &builder)
    let table = try builder.finish()
    #expect(table.compilationUnits.count == 24)
    #expect(Array(table.bytes[table.files]) == Array("/a.c\0/b.c\0/b\0".utf8))
  }

  @Test(
    "Addresses are where the table has them, and each is the base and what the place held",
    arguments: ["1.16", "1.17", "1.18", "1.20", "1.27"], Architecture.allCases)
  func addresses(release: String, architecture: Architecture) throws {
    let layouts = try layouts(release)
    var builder = FunctionTableBuilder(layouts: layouts, architecture: architecture)
    let data = builder.funcData(([1, 2, 3, 4] as [UInt8]).span.bytes, alignment: 4)
    try append("a", 32, 16, to: &builder, pcdata: [0], funcdata: [.max, data])
    try append("b", 64, 16, to: &builder, pcdata: [0, 0], funcdata: [data])
    try append("c", 80, 16, to: &builder)
    var table = try builder.finish()
    let places = table.addressPlaces
    let text = places.filter { $0.base == .text }
    #expect(text.map(\.addend) == [32, 64, 80, 96, 32, 64, 80])
    #expect(zip(places, places.dropFirst()).allSatisfy { $0.offset + $0.width <= $1.offset })
    #expect(places.allSatisfy { $0.width == (layouts.hasAddresses ? 8 : 4) })
    let pointers = places.filter { $0.base == .funcData }
    #expect(pointers.map(\.addend) == (layouts.hasAddresses ? [8, 8] : []))
    let before = table.bytes
    table.setAddresses(text: 0x40_0000, funcData: 0x7_0000_0000)
    for place in places where layouts.hasAddresses {
      #expect(place.offset % 8 == 0)
      let base = place.base == .text ? 0x40_0000 : 0x7_0000_0000
      #expect(StockTable.number(table.bytes, place.offset, 8) == base + Int(place.addend))
    }
    if let start = table.textStart {
      #expect(StockTable.number(table.bytes, start, 8) == 0x40_0000)
      #expect(Array(before[(start + 8)...]) == Array(table.bytes[(start + 8)...]))
    }
  }

  @Test("A function's inline tree is at its index, in the form of the release")
  func inlineTree() throws {
    let tree = InlineTree(nodes: [
      .init(name: "p.inner", file: 3, line: 70_000, parentPC: 5, startLine: 66_000),
      .init(
        name: "p.innermost", parent: 0, file: 258, line: 2, parentPC: 0x1234, startLine: 9,
        functionID: 21),
    ])
    var function = FunctionRecord(
      name: "p.f", entry: 0, size: 16, stackDeltas: [], files: [],
      lines: [PCValue(pc: 0, value: 1)])
    function.inlineTree = tree
    // PCDATA_InlTreeIndex: both calls, then none.
    function.pcdata[2] = [
      PCValue(pc: 0, value: 0), PCValue(pc: 4, value: 1), PCValue(pc: 8, value: -1),
    ]
    for release in ["1.19", "1.20", "1.27"] {
      let table = try PCLineTable(
        functions: [function], files: ["f.go"], layouts: try layouts(release),
        architecture: .x86_64)
      let calls = try #require(
        StockFacts(table: table.bytes, funcData: table.funcData).functions.first
      ).calls
      #expect(calls.count == 2)
      for (index, (call, node)) in zip(calls, tree.nodes).enumerated() {
        #expect(call.name == node.name && call.parentPC == Int(node.parentPC))
        #expect(call.functionID == Int(node.functionID))
        if release == "1.19" {
          #expect(call.file == Int(node.file) && call.line == Int(node.line))
          #expect(call.parent == [-1, 0][index])
        } else {
          #expect(call.startLine == Int(node.startLine))
        }
      }
    }
  }
}
