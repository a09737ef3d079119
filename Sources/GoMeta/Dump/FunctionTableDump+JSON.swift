import FunctionTables
import ModuleTables

extension FunctionTableDump {
  /// One object: what the function is, then its tables, each entry `[start, end, value]` in bytes
  /// from the function's entry.
  func appendJSON(
    _ function: Function, _ view: borrowing FunctionTableView, to line: inout LineBuffer
  ) throws(FunctionTableViewError) {
    let (place, fields) = (function.place, function.fields)
    line.append(#"{"record":"function","name":"#)
    line.append(quoted: try view.bytes(of: fields.name))
    appendPlace(function, to: &line)
    line.append(#","size":"#)
    line.append(function.size)
    line.append(#","args":"#)
    if fields.arguments == .min { line.append("null") } else { line.append(fields.arguments) }
    if facts.hasFrames {
      line.append(#","frame":"#)
      line.append(Int32(bitPattern: fields.deferReturn))
    }
    if let id = fields.functionID {
      line.append(#","funcID":"#)
      line.append(id)
      line.append(#","wrapper":"#)
      line.append(facts.wrapperID.map { $0 == id ? "true" : "false" } ?? "null")
      line.append(#","deferreturn":"#)
      line.append(fields.deferReturn)
    }
    if let flags = fields.flags {
      line.append(#","flags":"#)
      line.append(flags)
    }
    if let startLine = fields.startLine {
      line.append(#","startLine":"#)
      line.append(startLine)
    }
    line.append(#","file":"#)
    try append(try firstFile(function, view), view, to: &line)
    try appendRows(#","pcsp":"#, fields.pcsp, view, to: &line)
    try appendRows(#","pcfile":"#, fields.pcfile, view, to: &line)
    try appendFiles(function, view, to: &line)
    try appendRows(#","pcln":"#, fields.pcln, view, to: &line)
    try appendInlineTree(function, view, to: &line)
    line.append(#","pcdata":["#)
    for index in 0..<fields.pcdataCount {
      let table = try view.pcdataTable(index, of: place)
      try check(line, of: function)
      let separator: StaticString = index > 0 ? "," : ""
      if table == 0 {
        line.append(separator)
        line.append("null")
      } else {
        try appendRows(separator, table, view, to: &line)
      }
    }
    line.append(#"],"funcdata":["#)
    for index in 0..<fields.funcdataCount {
      if index > 0 { line.append(",") }
      try check(line, of: function)
      try appendFuncData(index, function, view, to: &line)
    }
    line.append("]}\n")
  }

  /// Address and end; in objects the symbol that has the code, and the offset from it.
  private func appendPlace(_ function: Function, to line: inout LineBuffer) {
    if !file.hasAddresses {
      line.append(#","symbol":"#)
      line.append(text: JSONValue(function.reference?.symbol).text)
      line.append(#","offset":"#)
      line.append(function.reference?.addend ?? 0)
    } else {
      line.append(#","entry":"#)
      line.append(function.place.entry)
      line.append(#","end":"#)
      line.append(function.place.entry &+ function.size)
    }
  }

  /// The file of the first entry that has one.
  func firstFile(
    _ function: Function, _ view: borrowing FunctionTableView
  ) throws(FunctionTableViewError) -> FunctionTableView.TableString? {
    var entries = view.cursor(function.fields.pcfile)
    while let entry = try entries.next() {
      if let file = try view.file(entry.value, of: function.place) { return file }
    }
    return nil
  }

  func appendRows(
    _ name: StaticString, _ table: UInt32, _ view: borrowing FunctionTableView,
    to line: inout LineBuffer
  ) throws(FunctionTableViewError) {
    line.append(name)
    line.append("[")
    var entries = view.cursor(table)
    var isFirst = true
    while let entry = try entries.next() {
      line.append(isFirst ? "[" : ",[")
      line.append(entry.start)
      line.append(",")
      line.append(entry.end)
      line.append(",")
      line.append(entry.value)
      line.append("]")
      isFirst = false
    }
    line.append("]")
  }

  /// What the file numbers mean, in the order in which they come.
  private func appendFiles(
    _ function: Function, _ view: borrowing FunctionTableView, to line: inout LineBuffer
  ) throws(FunctionTableViewError) {
    line.append(#","files":{"#)
    var known: Set<Int32> = []
    var entries = view.cursor(function.fields.pcfile)
    while let entry = try entries.next() {
      guard known.insert(entry.value).inserted,
        let file = try view.file(entry.value, of: function.place)
      else { continue }
      line.append(line.bytes.last == UInt8(ascii: "{") ? "\"" : ",\"")
      line.append(entry.value)
      line.append("\":")
      line.append(quoted: try view.bytes(of: file))
    }
    line.append("}")
  }

  /// Calls by their index. Where a call stands is told by an instruction of the code around it.
  private func appendInlineTree(
    _ function: Function, _ view: borrowing FunctionTableView, to line: inout LineBuffer
  ) throws(FunctionTableViewError) {
    guard view.knowsInlining else { return }
    let place = function.place
    line.append(#","inlineTree":["#)
    let count = try inlinedCallCount(of: function, view)
    for index in 0..<count {
      try check(line, of: function)
      guard let call = try view.inlinedCall(index, of: place) else { break }
      let pc = place.entry &+ UInt64(bitPattern: Int64(call.parentPC))
      let site = try view.line(in: place, at: pc)
      line.append(index > 0 ? #",{"parent":"# : #"{"parent":"#)
      line.append(try parent(of: call, in: place, view))
      line.append(#","name":"#)
      line.append(quoted: try view.bytes(of: call.name))
      line.append(#","file":"#)
      var file = site.file
      if let number = call.file { file = try view.file(number, of: place) }
      try append(file, view, to: &line)
      line.append(#","line":"#)
      line.append(call.line ?? site.line)
      if let startLine = call.startLine {
        line.append(#","startLine":"#)
        line.append(startLine)
      }
      line.append(#","funcID":"#)
      line.append(call.functionID)
      line.append(#","parentPc":"#)
      line.append(call.parentPC)
      line.append("}")
    }
    line.append("]")
  }

  /// How many calls were inlined into a function.
  func inlinedCallCount(
    of function: Function, _ view: borrowing FunctionTableView
  ) throws(FunctionTableViewError) -> Int {
    let count = try view.inlinedCallCount(of: function.place)
    guard count > 0 else { return 0 }
    var rows = 1
    for table in [function.fields.pcfile, function.fields.pcln] {
      var entries = view.cursor(table)
      while try entries.next() != nil { rows += 1 }
    }
    guard count <= Self.mostRows / rows else {
      throw .malformed(.inlineTree, offset: function.place.record)
    }
    return count
  }

  /// The call that a call is inlined into; −1 where it is the function itself.
  func parent(
    of call: FunctionTableView.InlinedCall, in place: FunctionTableView.Function,
    _ view: borrowing FunctionTableView
  ) throws(FunctionTableViewError) -> Int32 {
    if let parent = call.parent { return parent }
    guard let tree = view.inlineTreeIndex else { return -1 }
    return try view.pcdata(
      tree, of: place, at: place.entry &+ UInt64(bitPattern: Int64(call.parentPC)))
  }

  func append(
    _ file: FunctionTableView.TableString?, _ view: borrowing FunctionTableView,
    to line: inout LineBuffer
  ) throws(FunctionTableViewError) {
    if let file {
      line.append(quoted: try view.bytes(of: file))
    } else {
      line.append("null")
    }
  }
}
