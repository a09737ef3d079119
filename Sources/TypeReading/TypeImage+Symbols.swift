public import Symbols

extension TypeImage {
  /// The data of symbols that are in no file, such as those that a compiler is about to write.
  ///
  /// They are laid out one after another; what they refer to and is not among them is another
  /// file's. Of several symbols of one name the first is what references lead to.
  ///
  /// - Throws: `TypeReadError.malformed` for a relocation outside its symbol, or on top of another.
  public init(
    symbols: [Symbol], architecture: Architecture? = nil
  ) throws(TypeReadError) {
    let start: UInt64 = 0x1000
    var bytes: [UInt8] = []
    bytes.reserveCapacity(symbols.reduce(0) { $0 &+ $1.bytes.count &+ 24 })
    var entries: [TypeSymbols.Entry] = []
    entries.reserveCapacity(symbols.count)
    var indices: [String: Int] = [:]
    indices.reserveCapacity(symbols.count)
    var targets: [TypeReference] = []
    for symbol in symbols {
      // Never right behind one another: a pointer just past one's end is not one to the next.
      bytes.append(0)
      let alignment = symbol.alignment > 0 ? min(symbol.alignment, 4096) : 1
      while bytes.count % max(alignment, 8) != 0 { bytes.append(0) }
      let address = start &+ UInt64(bytes.count)
      bytes += symbol.bytes
      entries.append(
        TypeSymbols.Entry(
          name: symbol.name, address: address, size: UInt64(symbol.bytes.count), isAbsolute: false))
      if indices[symbol.name] == nil {
        indices[symbol.name] = targets.count
        targets.append(TypeReference(symbol: symbol.name, addend: 0, address: address))
      }
    }
    var places: [(address: UInt64, fixup: TypeFixups.Fixup)] = []
    for (symbol, entry) in zip(symbols, entries) {
      var end = 0
      for relocation in symbol.relocations {
        guard relocation.offset >= end, relocation.offset <= symbol.bytes.count - relocation.size
        else {
          throw .malformed(
            .init(symbol: symbol.name, offset: relocation.offset),
            what: "the relocation to \(relocation.target) lies outside the symbol or on another")
        }
        end = relocation.offset + relocation.size
        let index = indices[relocation.target] ?? targets.count
        if index == targets.count {
          indices[relocation.target] = index
          targets.append(TypeReference(symbol: relocation.target))
        }
        places.append(
          (
            entry.address &+ UInt64(relocation.offset),
            .init(
              kind: .init(relocation.kind), type: 0,
              target: .symbol(index, addend: relocation.addend))
          ))
      }
    }
    var fixups = TypeFixups(targets: targets)
    for (address, fixup) in places { fixups.append(fixup, at: address) }
    self.init(
      architecture: architecture, isRelocatable: true,
      segments: bytes.isEmpty
        ? []
        : [Segment(name: "symbols", start: start, size: UInt64(bytes.count), bytes: bytes[...])],
      fixups: fixups, symbols: TypeSymbols(entries))
  }
}

extension TypeFixups.Kind {
  init(_ kind: Relocation.Kind) {
    switch kind {
    case .address: self = .absolute(8)
    case .address32, .regionOffset, .weakRegionOffset, .methodOffset: self = .absolute(4)
    case .relative32: self = .relative(4)
    }
  }
}
