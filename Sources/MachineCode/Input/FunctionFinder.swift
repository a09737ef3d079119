/// Finds the functions of an object: its symbols of type STT_FUNC and STT_GNU_IFUNC in sections of
/// code, each piece of code once.
struct FunctionFinder {
  /// A symbol of a function.
  private struct Candidate {
    var address: UInt64
    /// In bytes; 0 when the symbol does not say.
    var size: UInt32
    var symbol: Int32
    var isLeftOut = false

    var end: UInt64 { address &+ UInt64(size) }
  }

  private let object: ObjectFile
  /// Of the layout's sections: addresses alone, which the loops need.
  private let extents: [Range<UInt64>]
  private var candidates: [Candidate] = []
  private(set) var functions: [FunctionIndex.Function] = []
  private var leftOut: [Candidate] = []

  /// Places in the symbol table, in order of address.
  var overlapping: [Int] { leftOut.map { Int($0.symbol) } }

  init(_ object: ObjectFile, _ layout: CodeLayout) throws(CodeInputError) {
    self.object = object
    extents = layout.sections.map { $0.address..<$0.end }
    guard !object.symbols.isEmpty else {
      guard layout.sections.allSatisfy({ $0.size == 0 }) else { throw .noSymbols }
      return
    }
    try collect(layout)
    let isSorted = zip(candidates, candidates.dropFirst()).allSatisfy { $0.address <= $1.address }
    if !isSorted { candidates.sort { $0.address < $1.address } }
    removeGoSections()
    choose()
    leftOut.sort { ($0.address, $0.symbol) < ($1.address, $1.symbol) }
  }

  /// Takes the functions' symbols from the table, checked against their sections.
  private mutating func collect(_ layout: CodeLayout) throws(CodeInputError) {
    let symbols = object.symbols
    guard symbols.count <= Int(Int32.max) else {
      throw .object(.badTable(section: "(symbols)", what: "more than 2^31 of them"))
    }
    // By section index; −1 where there is no code.
    var places = [Int32](repeating: -1, count: object.sections.count)
    for (place, section) in layout.sections.enumerated() {
      places[section.index] = Int32(truncatingIfNeeded: place)
    }
    let isRelocatable = object.kind == .relocatable
    var nameBudget = object.bytes.count.multipliedReportingOverflow(by: 4).partialValue
    candidates.reserveCapacity(symbols.count)
    for index in 0..<symbols.count {
      let fields = symbols.fields(at: index)
      guard fields.isFunction,
        case .section(let section) = symbols.sectionIndex(of: fields, at: index)
      else { continue }
      let place = Int(places[section])
      guard place >= 0 else {
        try checkStored(section, index)
        continue
      }
      let code = extents[place]
      let size = code.upperBound &- code.lowerBound
      let offset = isRelocatable ? fields.value : fields.value &- code.lowerBound
      let name = symbols.nameRange(at: index)
      nameBudget &-= name.count
      guard nameBudget >= 0 else { throw .namesTooLong }
      // Labels of the end: of the section, or of Go's code in it.
      if fields.size == 0, offset == size || isGoEnd(name) { continue }
      guard offset < size, fields.size <= size &- offset,
        let ownSize = UInt32(exactly: fields.size)
      else {
        throw .function(
          symbols[index].name,
          what: "its symbol reaches outside section \(layout.sections[place].name)")
      }
      candidates.append(
        Candidate(
          address: code.lowerBound &+ offset, size: ownSize,
          symbol: Int32(truncatingIfNeeded: index)))
    }
  }

  private func isGoEnd(_ name: Range<Int>) -> Bool {
    object.bytes.part(name).elementsEqual("runtime.etext".utf8)
  }

  /// A function whose code is left out of the file is an error: such files hold debug information
  /// for another one.
  private func checkStored(_ index: Int, _ symbol: Int) throws(CodeInputError) {
    let section = object.sections[index]
    guard section.type == .nobits, section.flags.contains(.execinstr) else { return }
    throw .function(
      object.symbols[symbol].name,
      what: "its code is not in this file, which holds debug information for another: "
        + "read the file with the code and the debug information (eu-unstrip joins them)")
  }

  /// Leaves out the symbols that Go's linker makes for the sections of the C objects that it links
  /// in, such as `net(.text)`, where functions start in them: it gives no function record to these
  /// either.
  private mutating func removeGoSections() {
    // The one that was met last: they are around functions, not around one another.
    var section: Int?
    var reach: UInt64 = 0
    var start = 0
    var isAny = false
    while start < candidates.count {
      let first = candidates[start]
      var next = start &+ 1
      // Names are looked at only where symbols overlap, which is nearly nowhere.
      let isAlone =
        first.address >= reach
        && (next == candidates.count
          || candidates[next].address >= max(first.end, first.address &+ 1))
      if !isAlone {
        while next < candidates.count, candidates[next].address == first.address { next &+= 1 }
        if let last = section, first.address < candidates[last].end {
          candidates[last].isLeftOut = true
          isAny = true
        }
        for index in start..<next where isGoSection(candidates[index]) {
          section = index
          guard next &- start > 1 else { continue }
          candidates[index].isLeftOut = true
          isAny = true
        }
      }
      for index in start..<next { reach = max(reach, candidates[index].end) }
      start = next
    }
    guard isAny else { return }
    leftOut = candidates.filter(\.isLeftOut)
    candidates.removeAll(where: \.isLeftOut)
  }

  /// Whether the symbol's name is that of a package and a section: `runtime/cgo(.text.unlikely)`.
  private func isGoSection(_ candidate: Candidate) -> Bool {
    let name = object.symbols.nameBytes(at: Int(candidate.symbol))
    guard candidate.size > 0, name.last == UInt8(ascii: ")"),
      let open = name.lastIndex(of: UInt8(ascii: "("))
    else { return false }
    return name[open &+ 1] == UInt8(ascii: ".")
      && object.symbols.fields(at: Int(candidate.symbol)).bindingRank == 2
  }

  /// Walks the candidates by address: what starts inside another function is left out.
  private mutating func choose() {
    functions.reserveCapacity(candidates.count)
    var place = 0
    var start = 0
    while start < candidates.count {
      let address = candidates[start].address
      var best = start
      var next = start &+ 1
      while next < candidates.count, candidates[next].address == address {
        if precedes(candidates[next], candidates[best]) { best = next }
        next &+= 1
      }
      let chosen = candidates[best]
      while extents[place].upperBound <= address { place &+= 1 }
      if let last = functions.last, address < last.end {
        leftOut.append(contentsOf: candidates[start..<next])
      } else {
        // The same code under another name is not told; another extent is.
        for other in start..<next
        where candidates[other].size != chosen.size && candidates[other].size > 0 {
          leftOut.append(candidates[other])
        }
        var size = chosen.size
        if size == 0 {
          let section = extents[place].upperBound
          let end = next < candidates.count ? min(candidates[next].address, section) : section
          size = UInt32(clamping: end &- address)
        }
        functions.append(
          FunctionIndex.Function(
            address: address, size: size, section: Int32(truncatingIfNeeded: place),
            symbol: chosen.symbol))
      }
      start = next
    }
  }

  /// Which of two symbols of one address names the function.
  private func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
    if left.size != right.size { return left.size > right.size }
    let (first, second) = (Int(left.symbol), Int(right.symbol))
    let ranks = (
      object.symbols.fields(at: first).bindingRank, object.symbols.fields(at: second).bindingRank
    )
    if ranks.0 != ranks.1 { return ranks.0 < ranks.1 }
    return object.symbols.nameBytes(at: first)
      .lexicographicallyPrecedes(object.symbols.nameBytes(at: second))
  }
}

extension ObjectFile.SymbolTable.Fields {
  var isFunction: Bool {
    @inline(__always)
    get {
      let type = info & 0xf
      return type == ObjectFile.SymbolType.function.rawValue
        || type == ObjectFile.SymbolType.gnuIndirectFunction.rawValue
    }
  }

  /// Global before weak before local.
  fileprivate var bindingRank: Int {
    switch ObjectFile.SymbolBinding(rawValue: info >> 4) {
    case .global, .gnuUnique: 0
    case .weak: 1
    default: 2
    }
  }
}
