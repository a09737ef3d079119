import FunctionTables
import ModuleTables

/// What a table says of one PC.
extension FunctionTableDump {
  /// One line of JSON, or the place and what holds there; nil outside the text.
  func place(of pc: UInt64) throws -> [UInt8]? {
    try file.withView { view in
      guard let found = try view.function(containing: pc) else { return nil }
      let function = try self.function(at: found.index, in: view)
      var line = LineBuffer()
      switch style {
      case .json: try appendJSON(pc, found, function, view, to: &line)
      case .text: try appendText(pc, found, function, view, to: &line)
      }
      return line.bytes
    }
  }

  private func appendJSON(
    _ pc: UInt64, _ found: FunctionTableView.Function, _ function: Function,
    _ view: borrowing FunctionTableView, to line: inout LineBuffer
  ) throws(FunctionTableViewError) {
    let (file, number) = try view.line(in: found, at: pc)
    line.append(#"{"record":"pc","pc":"#)
    line.append(pc)
    line.append(#","function":"#)
    line.append(quoted: try view.bytes(of: function.fields.name))
    line.append(#","entry":"#)
    line.append(found.entry)
    line.append(#","end":"#)
    line.append(found.entry &+ function.size)
    line.append(#","file":"#)
    try append(file, view, to: &line)
    line.append(#","line":"#)
    line.append(number)
    line.append(#","frames":["#)
    var chain = view.inlineChain(of: found, at: pc)
    var isFirst = true
    while let frame = try chain.next(in: view) {
      line.append(isFirst ? #"{"name":"# : #",{"name":"#)
      isFirst = false
      line.append(quoted: try view.bytes(of: frame.name))
      line.append(#","file":"#)
      try append(frame.file, view, to: &line)
      line.append(#","line":"#)
      line.append(frame.line)
      if let startLine = frame.startLine {
        line.append(#","startLine":"#)
        line.append(startLine)
      }
      if let id = frame.functionID {
        line.append(#","funcID":"#)
        line.append(id)
      }
      line.append(#","pc":"#)
      line.append(frame.pc)
      line.append(frame.call == nil ? #","inlined":false}"# : #","inlined":true}"#)
    }
    line.append(#"],"spDelta":"#)
    if let delta = try view.stackDelta(of: found, at: pc) {
      line.append(delta)
    } else {
      line.append("null")
    }
    line.append(#","pcdata":["#)
    for index in 0..<function.fields.pcdataCount {
      if index > 0 { line.append(",") }
      line.append(try view.pcdata(index, of: found, at: pc))
    }
    line.append(#"],"funcdata":["#)
    for index in 0..<function.fields.funcdataCount {
      if index > 0 { line.append(",") }
      try appendFuncData(index, function, view, to: &line)
    }
    line.append("]}\n")
  }

  private func appendText(
    _ pc: UInt64, _ found: FunctionTableView.Function, _ function: Function,
    _ view: borrowing FunctionTableView, to line: inout LineBuffer
  ) throws(FunctionTableViewError) {
    line.append("pc ")
    line.append(hexadecimal: pc)
    line.append(" in ")
    line.append(try view.bytes(of: function.fields.name))
    line.append("+")
    line.append(hexadecimal: pc &- found.entry)
    var chain = view.inlineChain(of: found, at: pc)
    while let frame = try chain.next(in: view) {
      line.append("\n  ")
      line.append(try view.bytes(of: frame.name))
      line.append(" ")
      if let file = frame.file {
        line.append(try view.bytes(of: file))
      } else {
        line.append("?")
      }
      line.append(":")
      line.append(frame.line)
      if frame.call != nil { line.append(" (inlined)") }
    }
    line.append("\n  sp delta ")
    if let delta = try view.stackDelta(of: found, at: pc) {
      line.append(delta)
    } else {
      line.append("unknown")
    }
    for index in 0..<function.fields.pcdataCount {
      line.append("\n  pcdata ")
      line.append(index)
      line.append(" ")
      line.append(try view.pcdata(index, of: found, at: pc))
    }
    for index in 0..<function.fields.funcdataCount {
      try appendTextFuncData(index, function, view, to: &line)
    }
    line.append("\n")
  }
}
