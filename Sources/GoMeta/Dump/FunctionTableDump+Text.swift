import FunctionTables
import ModuleTables

extension FunctionTableDump {
  /// The function, and its tables indented below.
  func appendText(
    _ function: Function, _ view: borrowing FunctionTableView, to line: inout LineBuffer
  ) throws(FunctionTableViewError) {
    let (place, fields) = (function.place, function.fields)
    line.append("function ")
    line.append(try view.bytes(of: fields.name))
    line.append(" at ")
    if let reference = function.reference {
      line.append(text: reference.symbol)
      line.append(signed: reference.addend)
    } else {
      line.append(hexadecimal: place.entry)
    }
    if let id = fields.functionID, id == facts.wrapperID { line.append(", wrapper") }
    if fields.arguments == .min {
      line.append(", arguments unknown")
    } else {
      line.append(", ")
      line.append(fields.arguments)
      line.append(" argument bytes")
    }
    if facts.hasFrames {
      line.append(", frame ")
      line.append(Int32(bitPattern: fields.deferReturn))
    }
    try appendTextRows("\n  pcsp", fields.pcsp, view, to: &line)
    try appendTextRows("\n  pcfile", fields.pcfile, view, to: &line)
    line.append("\n  pcln")
    if let file = try firstFile(function, view) {
      line.append(" ")
      line.append(try view.bytes(of: file))
    }
    try appendTextRows("", fields.pcln, view, to: &line)
    try appendTextInlineTree(function, view, to: &line)
    for index in 0..<fields.pcdataCount {
      let table = try view.pcdataTable(index, of: place)
      try check(line, of: function)
      if table == 0 { continue }
      line.append("\n  pcdata ")
      line.append(index)
      try appendTextRows("", table, view, to: &line)
    }
    for index in 0..<fields.funcdataCount {
      try check(line, of: function)
      try appendTextFuncData(index, function, view, to: &line)
    }
    line.append("\n")
  }

  private func appendTextRows(
    _ name: StaticString, _ table: UInt32, _ view: borrowing FunctionTableView,
    to line: inout LineBuffer
  ) throws(FunctionTableViewError) {
    line.append(name)
    var entries = view.cursor(table)
    var isFirst = true
    while let entry = try entries.next() {
      line.append(isFirst ? " +" : ", +")
      line.append(entry.start)
      line.append(": ")
      line.append(entry.value)
      isFirst = false
    }
    if isFirst { line.append(" none") }
  }

  private func appendTextInlineTree(
    _ function: Function, _ view: borrowing FunctionTableView, to line: inout LineBuffer
  ) throws(FunctionTableViewError) {
    guard view.knowsInlining else { return }
    let count = try inlinedCallCount(of: function, view)
    for index in 0..<count {
      try check(line, of: function)
      guard let call = try view.inlinedCall(index, of: function.place) else { return }
      line.append("\n  inlined ")
      line.append(index)
      line.append(" ")
      line.append(try view.bytes(of: call.name))
      line.append(" at +")
      line.append(call.parentPC)
      let parent = try parent(of: call, in: function.place, view)
      if parent >= 0 {
        line.append(" in ")
        line.append(parent)
      }
    }
  }

  func appendTextFuncData(
    _ index: Int, _ function: Function, _ view: borrowing FunctionTableView,
    to line: inout LineBuffer
  ) throws(FunctionTableViewError) {
    guard let place = try dataPlace(index, function, view) else { return }
    line.append("\n  funcdata ")
    line.append(index)
    line.append(" ")
    switch place {
    case .offset(let offset):
      line.append("gofunc+")
      line.append(hexadecimal: offset)
    case .address(let address): line.append(hexadecimal: address)
    case .reference(let reference):
      line.append(text: reference.symbol)
      if reference.addend != 0 { line.append(signed: reference.addend) }
    }
    if let map = try map(index, function, view, place) {
      line.append(": ")
      line.append(text: map.text)
    }
  }
}

extension LineBuffer {
  /// With its sign, in hexadecimal.
  mutating func append(signed number: Int64) {
    append(number < 0 ? "-" : "+")
    append(hexadecimal: number.magnitude)
  }
}
