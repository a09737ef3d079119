import FunctionTables
import GoRelease
import Symbols
import Testing

@Suite struct PCLineTableTests {
  private func function(_ name: String, _ entry: UInt32, _ size: UInt32) -> FunctionRecord {
    let zero = [PCValue(pc: 0, value: 0)]
    return FunctionRecord(
      name: name, entry: entry, size: size, stackDeltas: zero, files: zero, lines: zero)
  }

  private func table(_ functions: [FunctionRecord]) throws(PCLineTableError) -> PCLineTable {
    try PCLineTable(
      functions: functions, files: ["f.go"], release: .go1_27, architecture: .arm64)
  }

  @Test("A module without functions is refused")
  func none() {
    #expect(throws: PCLineTableError.noFunctions) { try table([]) }
  }

  @Test("Functions that share code are refused, and both are named")
  func overlap() {
    #expect(throws: PCLineTableError.overlap(function: "b", previous: "a")) {
      try table([function("b", 12, 8), function("a", 0, 16)])
    }
    #expect(throws: PCLineTableError.overlap(function: "b", previous: "a")) {
      try table([function("a", 0, 16), function("b", 0, 16)])
    }
  }

  @Test(
    "A function without code or beyond 4 GiB is refused",
    arguments: [(0, 0), (.max - 3, 8)] as [(UInt32, UInt32)])
  func extent(entry: UInt32, size: UInt32) {
    #expect(throws: PCLineTableError.extent(function: "f")) {
      try table([function("f", entry, size)])
    }
  }

  @Test("A PCDATA index that a record has no room for is refused", arguments: [-1, 65536, Int.max])
  func pcdataIndexes(index: Int) {
    var withTable = function("f", 0, 8)
    withTable.pcdata[index] = [PCValue(pc: 0, value: 1)]
    #expect(throws: PCLineTableError.index(function: "f", index: index)) { try table([withTable]) }
  }

  @Test("A FUNCDATA index that a record has no room for is refused", arguments: [-1, 255, Int.max])
  func funcdataIndexes(index: Int) {
    var withData = function("f", 0, 8)
    withData.funcdata[index] = FuncData(bytes: [1], alignment: 1)
    #expect(throws: PCLineTableError.index(function: "f", index: index)) { try table([withData]) }
  }

  @Test("A fault in a function's table names the function")
  func faultyTable() {
    var wrong = function("f", 0, 8)
    wrong.lines = [PCValue(pc: 0, value: 1), PCValue(pc: 6, value: 2)]
    #expect(
      throws: PCLineTableError.table(function: "f", .misaligned(pc: 6, quantum: 4))
    ) { try table([wrong]) }
  }

  @Test("The order in which functions are given does not matter")
  func order() throws {
    let module = SyntheticModule(.x86_64, count: 50, sizes: 1...300)
    let reversed = try PCLineTable(
      functions: module.functions.reversed(), files: module.files, release: .go1_27,
      architecture: .x86_64)
    #expect(try module.table().bytes == reversed.bytes)
  }

  @Test("The tables of a record are found under their indexes, and missing ones read as none")
  func recordTables() throws {
    var record = function("f", 0, 8)
    record.pcdata = [1: [PCValue(pc: 0, value: 3)], 2: [PCValue(pc: 0, value: -1)]]
    record.funcdata = [2: FuncData(bytes: [7], alignment: 1)]
    let made = try table([record])
    let read = StockTable(made.bytes).function(0)
    #expect(read.pcdata.count == 3 && read.pcdata[0] == 0 && read.pcdata[2] == 0)
    let pcData = Array(made.bytes[made.pcData])
    #expect(
      try PCValueTable.decode(pcData, at: read.pcdata[1], quantum: 4).entries
        == [PCValue(pc: 0, value: 3)])
    #expect(read.funcdata.count == 3 && read.funcdata[0] == 0xffff_ffff)
    #expect(made.funcData[read.funcdata[2]] == 7)
  }

  @Test("Equal funcdata is stored once, at a place that its alignment allows")
  func funcDataPool() throws {
    let shared = FuncData(bytes: [1, 2, 3, 4, 5], alignment: 4)
    var functions = [function("a", 0, 8), function("b", 8, 8), function("c", 16, 8)]
    functions[0].funcdata = [0: FuncData(bytes: [9], alignment: 1), 1: shared]
    functions[1].funcdata = [1: shared]
    functions[2].funcdata = [1: FuncData(bytes: [1, 2, 3, 4, 6], alignment: 4)]
    let made = try table(functions)
    let stock = StockTable(made.bytes)
    let offsets = (0..<3).map { stock.function($0).funcdata[1] }
    #expect(offsets[0] == offsets[1] && offsets[0] != offsets[2])
    #expect(offsets.allSatisfy { $0 % 4 == 0 })
    #expect(Array(made.funcData[offsets[0]..<offsets[0] + 5]) == shared.bytes)
    #expect(made.funcData[offsets[2] + 4] == 6)
  }
}
