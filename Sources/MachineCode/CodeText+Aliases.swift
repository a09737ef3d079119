extension CodeText {
  /// The functions of these symbols, each piece of code once.
  static func functions(
    _ symbols: [ObjectFile.Symbol], in section: ObjectFile.Section
  ) throws(CodeTextError) -> [Function] {
    let count = section.fileRange.count
    var functions: [Function] = []
    for symbol in symbols.sorted(by: precedes) {
      guard let start = Int(exactly: symbol.value &- section.address), start < count,
        let size = Int(exactly: symbol.size), size <= count - start
      else { throw .function(symbol.name, what: "its symbol lies outside section \(section.name)") }
      if let last = functions.last, last.range.lowerBound == start {
        // The same code under another name; one with a size stands before one without.
        if size == 0 || last.range.count == size { continue }
      }
      guard size > 0 else {
        throw .function(symbol.name, what: "its symbol has no size: state it (.size in assembly)")
      }
      functions.append(Function(name: symbol.name, range: start..<start + size))
    }
    return functions
  }

  /// By address; then those with a size, the exported, and by name.
  private static func precedes(_ left: ObjectFile.Symbol, _ right: ObjectFile.Symbol) -> Bool {
    func rank(_ symbol: ObjectFile.Symbol) -> Int {
      (symbol.size == 0 ? 4 : 0) + (symbol.binding == .global ? 0 : symbol.binding == .weak ? 1 : 2)
    }
    if left.value != right.value { return left.value < right.value }
    if rank(left) != rank(right) { return rank(left) < rank(right) }
    return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }
}
