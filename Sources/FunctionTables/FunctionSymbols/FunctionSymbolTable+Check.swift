extension FunctionSymbolTable {
  /// That what is to be written is what the format can say.
  func check() throws(FunctionSymbolTableError) {
    guard let last = functions.last else { throw .noFunctions }
    let quantum = architecture.pcQuantum
    let unit = UInt64(clamping: quantum)
    var previous: (name: String, end: UInt64)?
    for function in functions {
      let (end, overflow) = function.entry.addingReportingOverflow(UInt64(function.size))
      guard function.size > 0, !overflow else { throw .extent(function: function.name) }
      guard function.entry % unit == 0, UInt64(function.size) % unit == 0 else {
        throw .misaligned(function: function.name, quantum: quantum)
      }
      if let previous, function.entry < previous.end {
        throw .unordered(function: function.name, previous: previous.name)
      }
      previous = (function.name, end)
      try check(function)
    }
    if let previous, end < previous.end { throw .end(function: last.name) }
    for file in files where file.utf8.contains(0) { throw .name(file) }
  }

  private func check(_ function: FunctionSymbol) throws(FunctionSymbolTableError) {
    if function.name.utf8.contains(0) { throw .name(function.name) }
    // Tables say −1 where there is no file.
    for entry in function.files
    where entry.value != -1 && (entry.value < 1 || Int(entry.value) > files.count) {
      throw .file(function: function.name, number: entry.value)
    }
    let indexes = Array(function.pcdata.keys) + Array(function.funcdata.keys)
    // The table's own limit bounds what is left: an index costs 4 or 8 bytes.
    let outside = indexes.filter { $0 < 0 || $0 >= Int(Int32.max) / 8 }
    if let index = outside.min() { throw .index(function: function.name, index: index) }
  }
}
