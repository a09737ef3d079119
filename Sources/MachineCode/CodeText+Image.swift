extension CodeText {
  /// The code of a linked image: its executable sections that have functions, in order of address.
  ///
  /// Of several names for one piece of code the exported one is taken, and among equals the first
  /// in the order of their bytes. A function whose symbol has no size (start-up code in assembly)
  /// reaches up to the next one or to the section's end. Two functions that overlap in another way
  /// are an error, as is an image without a symbol table.
  public static func texts(ofImage object: ObjectFile) throws(CodeTextError) -> [CodeText] {
    guard !object.symbols.isEmpty else { throw .noSymbols }
    var symbols: [Int: [ObjectFile.Symbol]] = [:]
    for symbol in object.symbols
    where symbol.type == .function || symbol.type == .gnuIndirectFunction {
      if case .section(let index) = symbol.sectionIndex {
        symbols[index, default: []].append(symbol)
      }
    }
    var texts: [CodeText] = []
    for section in object.sections
    where section.flags.contains(.execinstr) && section.flags.contains(.alloc) {
      guard let own = symbols[section.index] else { continue }
      let functions = try functions(own, in: section, requiresSizes: false)
      texts.append(try CodeText(object, section, functions: functions))
    }
    guard !texts.isEmpty else { throw .noText }
    return texts.sorted { $0.address < $1.address }
  }

  /// The functions of these symbols, each piece of code once.
  static func functions(
    _ symbols: [ObjectFile.Symbol], in section: ObjectFile.Section, requiresSizes: Bool
  ) throws(CodeTextError) -> [Function] {
    let count = section.fileRange.count
    var functions: [Function] = []
    var isSized: [Bool] = []
    for symbol in symbols.sorted(by: precedes) {
      guard let start = Int(exactly: symbol.value &- section.address), start < count,
        let size = Int(exactly: symbol.size), size <= count - start
      else { throw .function(symbol.name, what: "its symbol lies outside section \(section.name)") }
      if let last = functions.last, last.range.lowerBound == start {
        // The same code under another name; one with a size stands before one without.
        if size == 0 || last.range.count == size { continue }
      }
      guard size > 0 || !requiresSizes else {
        throw .function(symbol.name, what: "its symbol has no size: state it (.size in assembly)")
      }
      functions.append(Function(name: symbol.name, range: start..<start + size))
      isSized.append(size > 0)
    }
    for index in functions.indices where !isSized[index] {
      let next = index + 1 < functions.count ? functions[index + 1].range.lowerBound : count
      functions[index].range = functions[index].range.lowerBound..<next
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
