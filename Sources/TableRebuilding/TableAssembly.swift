import FunctionTables
import GoRelease
import MachineCode
import Symbols

/// Puts the functions of all inputs into one pclntab, in order of address: names, files and inline
/// trees, while `PCTableAssembly` puts together the pc-value tables; then the records.
struct TableAssembly {
  /// Where Go's runtime finds that a function's arguments have no known size.
  private static let unknownArguments = Int32.min

  private var builder: FunctionTableBuilder
  private let layouts: FunctionLayouts
  private let architecture: Architecture
  private let layout: TextLayout
  /// By input and unit: its place in the table's lists of files; nil before it is needed.
  private var fileLists: [[UInt32?]]
  private var list: [UInt32] = []
  private var calls: [FunctionTables.InlinedCall] = []
  private var names = NameCache()
  private var functions: [Function] = []

  /// What is known of a function before its pc-value tables are.
  private struct Function {
    var record: FunctionTableRecord
    /// As the builder gave it; `UInt32.max`: none.
    var inlineTree = UInt32.max
  }

  init(
    layouts: FunctionLayouts, architecture: Architecture, layout: TextLayout, inputCount: Int
  ) {
    self.layouts = layouts
    self.architecture = architecture
    self.layout = layout
    builder = FunctionTableBuilder(
      layouts: layouts, architecture: architecture, functionCount: layout.functions.count,
      pcTables: PCTableSet())
    fileLists = Array(repeating: [], count: inputCount)
    functions.reserveCapacity(layout.functions.count)
  }

  /// Adds functions of one input behind those that are there.
  mutating func add(
    _ functions: ArraySlice<TextLayout.Function>, of input: Int, _ facts: FunctionFacts
  ) throws(TableRebuildError) {
    if fileLists[input].isEmpty {
      fileLists[input] = Array(repeating: nil, count: facts.unitFiles.count)
    }
    for function in functions {
      try add(
        function.index, facts.input.functions.functions[function.index], function.entry, facts,
        input)
    }
  }

  /// - Parameter pcTables: of the functions in the order in which they were added.
  consuming func finish(
    _ pcTables: consuming PCTableAssembly, _ facts: [FunctionFacts]
  ) throws(TableRebuildError) -> RebuiltLineTable {
    let table: PCLineTable
    do throws(PCLineTableError) {
      try appendRecords(pcTables.tables)
      builder.take(pcTables.set)
      table = try builder.finish()
    } catch { throw .table(error) }
    return RebuiltLineTable(
      table: table, layouts: layouts, architecture: architecture, layout: layout,
      isRelocatable: facts.first?.input.isRelocatable ?? false,
      notes: RebuildNotes(facts, layout).lines)
  }

  private mutating func add(
    _ index: Int, _ function: FunctionIndex.Function, _ entry: UInt64, _ facts: FunctionFacts,
    _ number: Int
  ) throws(TableRebuildError) {
    let symbol = facts.input.name(of: function)
    let choice = facts.inlineChoices[index]
    let debugName =
      choice.worker >= 0
      ? facts.inlined[Int(choice.worker)].parts[Int(choice.part)].name : nil
    let name: UInt32
    do throws(DebugInfoError) {
      name = try self.name(symbol.bytes, debugName, facts.input.debug)
    } catch { throw .debugInfo(error, input: number) }
    var record = FunctionTableRecord(entry: entry, size: function.size, name: name)
    record.argumentSize = Self.unknownArguments
    if let lines = facts.lines.entry(of: index) {
      record.fileList = fileList(of: Int(lines.part.unit), facts, number)
    }
    var tree = UInt32.max
    if choice.worker >= 0 {
      let part = facts.inlined[Int(choice.worker)].parts[Int(choice.part)]
      record.startLine = part.startLine
      if !part.calls.isEmpty {
        tree = try self.tree(
          facts.inlined[Int(choice.worker)].calls[part.calls], of: index, facts, number)
      }
    }
    functions.append(Function(record: record, inlineTree: tree))
  }

  private mutating func appendRecords(
    _ tables: [PCTableAssembly.Tables]
  ) throws(PCLineTableError) {
    var pcdata = [UInt32](repeating: 0, count: layouts.pcdata.inlineTreeIndex + 1)
    var funcdata = [UInt32](repeating: .max, count: layouts.funcdata.inlineTree + 1)
    for (function, tables) in zip(functions, tables) {
      var record = function.record
      (record.pcsp, record.pcfile, record.pcln) = (tables.pcsp, tables.pcfile, tables.pcln)
      if function.inlineTree == .max {
        try builder.append(record)
      } else {
        pcdata[layouts.pcdata.inlineTreeIndex] = tables.inlineIndex
        funcdata[layouts.funcdata.inlineTree] = function.inlineTree
        try builder.append(record, pcdata: pcdata.span, funcdata: funcdata.span)
      }
    }
  }

  private mutating func name(
    _ symbol: RawSpan, _ debugName: DebugString?, _ debug: borrowing DebugSections
  ) throws(DebugInfoError) -> UInt32 {
    guard let debugName else { return builder.name(SymbolName(symbol).bytes) }
    let characters = try debug.characters(debugName)
    return builder.name(SymbolName(symbol, inDebugInfo: characters).bytes)
  }

  /// The place of an inlined function's name.
  private mutating func name(
    _ string: DebugString, _ debug: borrowing DebugSections, _ input: Int
  ) throws(DebugInfoError) -> UInt32 {
    if let known = names.offset(of: string, in: input) { return known }
    let name = builder.name(try debug.characters(string))
    names.keep(name, of: string)
    return name
  }

  /// A unit's list of files: by number, where its path stands.
  private mutating func fileList(of unit: Int, _ facts: FunctionFacts, _ input: Int) -> UInt32 {
    if let known = fileLists[input][unit] { return known }
    list.removeAll(keepingCapacity: true)
    facts.forEachFile(of: unit) { number, paths, range in
      while list.count <= number { list.append(.max) }
      if list[number] == .max { list[number] = builder.file(paths.part(range)) }
    }
    let files = list
    let offset = builder.fileList(files.span)
    fileLists[input][unit] = offset
    return offset
  }

  private mutating func tree(
    _ inlined: ArraySlice<InlineParts.Call>, of function: Int, _ facts: FunctionFacts,
    _ number: Int
  ) throws(TableRebuildError) -> UInt32 {
    calls.removeAll(keepingCapacity: true)
    let hasFiles = layouts.inlinedCall[.file] != nil
    for call in inlined {
      var name: UInt32 = 0
      if let string = call.name {
        do throws(DebugInfoError) {
          name = try self.name(string, facts.input.debug, number)
        } catch { throw .debugInfo(error, input: number) }
      }
      calls.append(
        FunctionTables.InlinedCall(
          name: name, parent: call.parent,
          file: hasFiles ? facts.namedFile(call, of: function) : 0, line: call.line,
          parentPC: UInt32(bitPattern: call.parentPC), startLine: call.startLine))
    }
    let tree = calls
    return builder.inlineTree(tree.span)
  }
}

extension [UInt8] {
  @_lifetime(borrow self)
  func part(_ range: Range<UInt32>) -> RawSpan {
    span.bytes.extracting(Int(range.lowerBound)..<Int(range.upperBound))
  }
}
