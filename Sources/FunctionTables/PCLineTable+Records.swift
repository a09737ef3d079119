public import GoRelease
public import Symbols

extension PCLineTable {
  /// Builds the table of a module whose functions are given in any order. `files` are the paths
  /// that the functions' file tables index.
  public init(
    functions: [FunctionRecord], files: [String], release: GoRelease, architecture: Architecture
  ) throws(PCLineTableError) {
    guard let layouts = release.functions else { throw .format(release: release.name) }
    try self.init(
      functions: functions, files: files, layouts: layouts, architecture: architecture)
  }

  /// The same in the form that the layouts give it.
  public init(
    functions unsorted: [FunctionRecord], files: [String], layouts: FunctionLayouts,
    architecture: Architecture
  ) throws(PCLineTableError) {
    let functions = unsorted.sorted { $0.entry < $1.entry }
    for function in functions { try Self.check(function) }
    var builder = FunctionTableBuilder(
      layouts: layouts, architecture: architecture, functionCount: functions.count)
    let paths = files.map { builder.file($0) }
    let list = builder.fileList(paths.span)
    var writer = FunctionRecordEncoder(
      builder: builder, fileList: list, quantum: architecture.pcQuantum)
    for function in functions { try writer.append(function) }
    self = try writer.builder.finish()
  }

  private static func check(_ function: FunctionRecord) throws(PCLineTableError) {
    let (_, overflow) = function.entry.addingReportingOverflow(function.size)
    guard function.size > 0, !overflow else { throw .extent(function: function.name) }
    let wrong =
      function.pcdata.keys.filter { $0 < 0 || $0 > largestPCDataIndex }
      + function.funcdata.keys.filter { $0 < 0 || $0 > largestFuncDataIndex }
    if let index = wrong.min() { throw .index(function: function.name, index: index) }
  }
}

/// Gives the facts of a function to the builder.
private struct FunctionRecordEncoder {
  var builder: FunctionTableBuilder
  let fileList: UInt32
  let quantum: Int

  mutating func append(_ function: FunctionRecord) throws(PCLineTableError) {
    var record = FunctionTableRecord(
      entry: UInt64(function.entry), size: function.size, name: builder.name(function.name))
    record.argumentSize = function.argumentSize
    record.deferReturn = function.deferReturn
    record.startLine = function.startLine
    record.functionID = function.functionID
    record.flags = function.flags
    record.fileList = fileList
    record.pcsp = try table(function.stackDeltas, of: function)
    record.pcfile = try table(function.files, of: function)
    record.pcln = try table(function.lines, of: function)
    var pcdata: [UInt32] = []
    for index in 0..<(function.pcdata.keys.max() ?? -1) + 1 {
      pcdata.append(try table(function.pcdata[index] ?? [], of: function))
    }
    var data = function.funcdata
    if let tree = function.inlineTree {
      data[builder.layouts.funcdata.inlineTree] = encoded(tree)
    }
    // By index, so that equal input gives equal bytes.
    var funcdata: [UInt32] = []
    for index in 0..<(data.keys.max() ?? -1) + 1 {
      funcdata.append(
        data[index].map { builder.funcData($0.bytes.span.bytes, alignment: $0.alignment) } ?? .max)
    }
    try builder.append(record, pcdata: pcdata.span, funcdata: funcdata.span)
  }

  private mutating func encoded(_ tree: InlineTree) -> FuncData {
    let calls = tree.nodes.map { node in
      InlinedCall(
        name: builder.name(node.name), parent: node.parent.map { Int32(clamping: $0) } ?? -1,
        file: node.file, line: node.line, parentPC: node.parentPC, startLine: node.startLine,
        functionID: node.functionID)
    }
    var words: [UInt32] = []
    InlinedCallWriter(builder.layouts.inlinedCall).write(calls.span, to: &words)
    var bytes: [UInt8] = []
    bytes.append(copying: words.span.bytes)
    return FuncData(bytes: bytes, alignment: 4)
  }

  /// The place of a table: 0, no table, where it would say −1 throughout.
  private mutating func table(
    _ entries: [PCValue], of function: FunctionRecord
  ) throws(PCLineTableError) -> UInt32 {
    if entries.allSatisfy({ $0.value == -1 }) { return 0 }
    var encoded: [UInt8] = []
    do {
      try PCValueTable.encode(entries, end: function.size, quantum: quantum, into: &encoded)
    } catch {
      throw .table(function: function.name, error)
    }
    return builder.pcTable(encoded.span.bytes)
  }
}
