import GoRelease
import Symbols
import Testing

@testable import FunctionTables

/// Tables of every form, made from known facts, and read in place.
@Suite struct FunctionTableViewFormatTests {
  /// A release for each form of header, record and inlined call.
  static let releases = ["1.2", "1.8", "1.12", "1.16", "1.17", "1.18", "1.20", "1.25", "1.27"]

  /// A table, and what belongs to it.
  struct Sample: Sendable {
    var bytes: [UInt8]
    var funcData: [UInt8] = []
    var findFuncTable: [UInt8] = []
    var functions: [FunctionRecord]
    var files: [String]
    /// What the first file's number is.
    var firstFile: Int32

    static let text: UInt64 = 0x40_1000
    static let funcDataAddress: UInt64 = 0x70_0000

    init(_ release: String, _ architecture: Architecture, count: Int = 120) throws {
      let module = SyntheticModule(
        architecture, count: count, sizes: 1...300, gap: 31, start: 64, seed: 7)
      functions = module.functions
      files = module.files
      (bytes, firstFile) = ([], 0)
      for index in functions.indices {
        functions[index].argumentSize = Int32(index) * 8
        functions[index].startLine = Int32(index) + 5
        functions[index].functionID = UInt8(index % 20)
        let half = functions[index].size / 2 / 4 * 4
        let rows = [PCValue(pc: 0, value: -1), PCValue(pc: half, value: Int32(index))]
        if index % 3 == 0, half > 0 { functions[index].pcdata[1] = rows }
      }
      switch try FunctionTableFormat(named: release) {
      case .symbols(let layouts):
        firstFile = 1
        var table = FunctionSymbolTable(
          functions: functions.map { Self.symbol($0) }, files: files, architecture: architecture,
          layouts: layouts)
        table.end = table.functions.last.map { $0.entry + UInt64($0.size) } ?? 0
        bytes = try table.bytes(base: Self.text)
        findFuncTable = table.findFuncTable ?? []
      case .lineTable(let layouts):
        firstFile = 0
        for index in functions.indices where functions[index].size > 40 { addTree(at: index) }
        var table = try PCLineTable(
          functions: functions, files: files, layouts: layouts, architecture: architecture)
        table.setAddresses(text: Self.text, funcData: Self.funcDataAddress)
        (bytes, funcData, findFuncTable) = (table.bytes, table.funcData, table.findFuncTable)
      }
    }

    /// A call of `inner`, which calls `innermost`.
    private mutating func addTree(at index: Int) {
      functions[index].inlineTree = InlineTree(nodes: [
        .init(name: "inner", file: 2, line: 11, parentPC: 4, startLine: 100, functionID: 3),
        .init(name: "innermost\(index)", parent: 0, file: 3, line: 12, parentPC: 8, startLine: 200),
      ])
      functions[index].pcdata[2] = [
        PCValue(pc: 0, value: -1), PCValue(pc: 8, value: 0), PCValue(pc: 12, value: 1),
        PCValue(pc: 24, value: 0), PCValue(pc: 28, value: -1),
      ]
    }

    private static func symbol(_ function: FunctionRecord) -> FunctionSymbol {
      FunctionSymbol(
        name: function.name, entry: UInt64(function.entry), size: function.size,
        arguments: function.argumentSize, frame: 24, stackDeltas: function.stackDeltas,
        files: function.files.map { PCValue(pc: $0.pc, value: $0.value + 1) },
        lines: function.lines, pcdata: function.pcdata)
    }

    func withView<Result>(
      finding: Bool = true, _ body: (borrowing FunctionTableView) throws -> Result
    ) throws -> Result {
      let none: [UInt8] = []
      let view = try FunctionTableView(
        bytes.span.bytes, textStart: Self.text, funcData: funcData.span.bytes,
        funcDataAddress: Self.funcDataAddress,
        findFuncTable: finding ? findFuncTable.span.bytes : none.span.bytes)
      return try body(view)
    }
  }

  private static func value(_ entries: [PCValue], at pc: UInt32) -> Int32 {
    entries.last { $0.pc <= pc }?.value ?? -1
  }

  @Test(
    "Records and whole tables are read as they were written", arguments: releases,
    Architecture.allCases)
  func tables(release: String, architecture: Architecture) throws {
    let sample = try Sample(release, architecture)
    try sample.withView { view in
      let count = view.functionCount
      #expect(count == sample.functions.count)
      for (index, expected) in sample.functions.enumerated() {
        let function = try view.function(at: index)
        let fields = try view.fields(of: function)
        #expect(function.entry == Sample.text + UInt64(expected.entry))
        let name = try view.string(fields.name)
        // Some releases' linkers shorten instances' names; these have none.
        #expect(name == expected.name)
        #expect(fields.arguments == expected.argumentSize)
        if let start = fields.startLine { #expect(start == expected.startLine) }
        if let id = fields.functionID, release != "1.12" { #expect(id == expected.functionID) }
        #expect(
          fields.startLine != nil
            || ["1.2", "1.8", "1.12", "1.16", "1.17", "1.18"].contains(release))
        let size = try view.codeSize(of: function)
        #expect(size == expected.size)
        for (table, rows) in [
          (fields.pcsp, expected.stackDeltas), (fields.pcln, expected.lines),
          (fields.pcfile, expected.files),
        ] {
          let shift = table == fields.pcfile ? sample.firstFile : 0
          var entries = view.cursor(table)
          var last: PCValueCursor.Entry?
          while let entry = try entries.next() {
            #expect(entry.start == last?.end ?? 0)
            #expect(entry.value != last?.value)
            for pc in [entry.start, entry.end - 1] {
              #expect(entry.value == Self.value(rows, at: pc) + shift)
            }
            last = entry
          }
          #expect(last?.end == expected.size)
        }
      }
    }
  }

  @Test(
    "What holds at a PC is what was written for it", arguments: releases, Architecture.allCases)
  func lookups(release: String, architecture: Architecture) throws {
    let sample = try Sample(release, architecture)
    for finding in [true, false] {
      try sample.withView(finding: finding) { view in
        for expected in sample.functions {
          for part in 0..<8 {
            let unit = UInt32(architecture.pcQuantum)
            let pc = expected.size * UInt32(part) / 8 / unit * unit
            let address = Sample.text + UInt64(expected.entry + pc)
            let found = try view.location(of: address)
            let location = try #require(found)
            let file = try location.file.map { try view.string($0) }
            let name = try view.string(location.name)
            #expect(name == expected.name)
            #expect(location.line == Self.value(expected.lines, at: pc))
            #expect(file == sample.files[Int(Self.value(expected.files, at: pc))])
            let delta = try view.stackDelta(of: location.function, at: address)
            #expect(delta == Self.value(expected.stackDeltas, at: pc))
            let map = try view.pcdata(1, of: location.function, at: address)
            #expect(map == Self.value(expected.pcdata[1] ?? [], at: pc))
          }
        }
      }
    }
  }

  @Test(
    "Inlined calls are found from the innermost outward",
    arguments: ["1.16", "1.17", "1.18", "1.20", "1.27"], Architecture.allCases)
  func inlining(release: String, architecture: Architecture) throws {
    let sample = try Sample(release, architecture)
    try sample.withView { view in
      var chains = 0
      for (index, expected) in sample.functions.enumerated() where expected.inlineTree != nil {
        let function = try view.function(at: index)
        let calls = try view.inlinedCallCount(of: function)
        #expect(calls == 2)
        for (pc, names) in [
          (0, [expected.name]), (8, ["inner", expected.name]),
          (12, ["innermost\(index)", "inner", expected.name]), (24, ["inner", expected.name]),
          (28, [expected.name]),
        ] {
          var chain = view.inlineChain(of: function, at: function.entry + UInt64(pc))
          var found: [String] = []
          var places: [UInt64] = []
          var starts: [Int32?] = []
          while let frame = try chain.next(in: view) {
            found.append(try view.string(frame.name))
            places.append(frame.pc - function.entry)
            starts.append(frame.startLine)
          }
          #expect(found == names)
          #expect(places == [[UInt64(pc)], [UInt64(pc), 4], [UInt64(pc), 8, 4]][names.count - 1])
          if ["1.20", "1.27"].contains(release), names.count == 3 {
            #expect(starts == [200, 100, expected.startLine])
          }
          chains += 1
        }
        let call = try view.inlinedCall(1, of: function)
        let isOld = ["1.16", "1.17", "1.18"].contains(release)
        #expect(call?.parent == (isOld ? 0 : nil))
        #expect(call?.line == (isOld ? 12 : nil) && call?.file == (isOld ? 3 : nil))
      }
      #expect(chains > 200)
    }
  }

  @Test("The example of the documentation says where a PC is")
  func example() throws {
    let sample = try Sample("1.27", .x86_64)
    let function = sample.functions[3]
    let view = try FunctionTableView(sample.bytes.span.bytes, textStart: Sample.text)
    let place = try view.location(of: Sample.text + UInt64(function.entry))
    let line = place?.line
    #expect(line == function.lines[0].value)
  }
}
