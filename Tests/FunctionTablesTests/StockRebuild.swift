import FunctionTables
import GoRelease
import Symbols

extension StockFacts {
  /// The table made again from the facts, in the form of any release. What is not in the facts (the
  /// contents of FUNCDATA other than the inline tree) is one byte for all.
  func rebuilt(
    _ layouts: FunctionLayouts, _ architecture: Architecture
  ) throws -> PCLineTable {
    var builder = FunctionTableBuilder(
      layouts: layouts, architecture: architecture, functionCount: functions.count)
    let byte: [UInt8] = [7]
    let other = builder.funcData(byte.span.bytes, alignment: 1)
    var lists: [Int: UInt32] = [0xffff_ffff: .max]
    let starts = Set(functions.map(\.unit)).subtracting([0xffff_ffff]).sorted()
    for (index, start) in starts.enumerated() {
      let end = index + 1 < starts.count ? starts[index + 1] : usedFiles(from: start)
      let list = files[start..<end].map { $0.map { builder.file($0) } ?? .max }
      lists[start] = builder.fileList(list.span)
    }
    for function in functions {
      var record = FunctionTableRecord(
        entry: UInt64(function.entry), size: UInt32(function.end - function.entry),
        name: builder.name(function.name))
      record.argumentSize = Int32(truncatingIfNeeded: function.arguments)
      record.deferReturn = UInt32(function.deferReturn)
      record.startLine = Int32(truncatingIfNeeded: function.startLine)
      record.functionID = UInt8(function.functionID)
      record.flags = UInt8(function.flags)
      record.fileList = lists[function.unit] ?? .max
      let tables = function.tables.map { builder.pcTable($0.span.bytes) }
      record.pcsp = tables[0]
      record.pcfile = tables[1]
      record.pcln = tables[2]
      let pcdata = Array(tables.dropFirst(3))
      let calls = function.calls.map { call in
        InlinedCall(
          name: builder.name(call.name), parent: Int32(call.parent), file: Int32(call.file),
          line: Int32(call.line), parentPC: UInt32(truncatingIfNeeded: call.parentPC),
          startLine: Int32(call.startLine), functionID: UInt8(call.functionID))
      }
      var funcdata = function.hasData.map { $0 ? other : UInt32.max }
      if !calls.isEmpty {
        funcdata[layouts.funcdata.inlineTree] = builder.inlineTree(calls.span)
      }
      try builder.append(record, pcdata: pcdata.span, funcdata: funcdata.span)
    }
    return try builder.finish()
  }

  /// The end of the last list: the parts of a table are padded.
  private func usedFiles(from start: Int) -> Int {
    var most = -1
    for function in functions where function.unit == start {
      most = max(most, Self.values(function.tables[1]).max() ?? -1)
    }
    return max(min(start + most + 1, files.count), start)
  }
}

extension StockFacts {
  /// The same as one table with absolute addresses (magic 0xfffffffb).
  func functionSymbols(_ architecture: Architecture) throws -> FunctionSymbolTable {
    var numbers: [String: Int32] = [:]
    var paths: [String] = []
    var symbols: [FunctionSymbol] = []
    for function in functions {
      // Tables end before what fills up the space to the next function; `go:textfipsend` has one
      // byte, on arm64 as well.
      var size = UInt32((function.end - function.entry + quantum - 1) / quantum * quantum)
      func entries(_ index: Int) throws -> [PCValue] {
        let table = function.tables[index]
        if table.isEmpty { return [] }
        let (entries, end) = try PCValueTable.decode(table, at: 0, quantum: quantum)
        size = end
        return entries
      }
      let files = try entries(1).map { entry in
        guard entry.value >= 0, function.unit != 0xffff_ffff,
          let path = self.files[function.unit + Int(entry.value)]
        else { return PCValue(pc: entry.pc, value: 0) }
        if numbers[path] == nil {
          paths.append(path)
          numbers[path] = Int32(paths.count)
        }
        return PCValue(pc: entry.pc, value: numbers[path] ?? 0)
      }
      let (stackDeltas, lines) = (try entries(0), try entries(2))
      symbols.append(
        FunctionSymbol(
          name: function.name, entry: UInt64(function.entry), size: size, arguments: 0,
          stackDeltas: stackDeltas, files: files, lines: lines))
    }
    return FunctionSymbolTable(
      functions: symbols, files: paths, architecture: architecture, layouts: .go1_8)
  }
}
