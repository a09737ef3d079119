import MachineCode

/// A file's symbols by name and by address.
public struct TypeSymbols: Sendable {
  public struct Entry: Sendable, Equatable {
    public var name: String
    public var address: UInt64
    /// In bytes; 0 when the file does not say.
    public var size: UInt64
    /// No section holds it: an address that the linker was given.
    public var isAbsolute: Bool
  }

  /// In order of addresses; at one address those that have a size first, then by name.
  public let all: [Entry]
  private let byName: [String: Int]

  init(_ entries: [Entry]) {
    func precedes(_ left: Entry, _ right: Entry) -> Bool {
      if left.address != right.address { return left.address < right.address }
      if (left.size == 0) != (right.size == 0) { return right.size == 0 }
      return left.name < right.name
    }
    let isSorted = zip(entries, entries.dropFirst()).allSatisfy { $0.address < $1.address }
    all = isSorted ? entries : entries.sorted(by: precedes)
    byName = Dictionary(
      zip(all.lazy.map(\.name), all.indices), uniquingKeysWith: { first, _ in first })
  }

  public subscript(name: String) -> Entry? { byName[name].map { all[$0] } }

  /// The index of the first entry at an address or behind it.
  private func position(_ address: UInt64) -> Int {
    var low = 0
    var high = all.count
    while low < high {
      let middle = (low + high) / 2
      if all[middle].address < address { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The place in `all` of the best symbol with data at an address.
  func index(at address: UInt64) -> Int? {
    var index = position(address)
    while index < all.count, all[index].address == address {
      if !all[index].isAbsolute { return index }
      index += 1
    }
    return nil
  }

  /// The symbols at an address, best first.
  public func entries(at address: UInt64) -> ArraySlice<Entry> {
    all[position(address)...].prefix { $0.address == address }
  }

  /// The symbol that starts at an address, else the one that covers it.
  public func reference(to address: UInt64) -> TypeReference {
    let start = position(address)
    if start < all.count, all[start].address == address {
      return TypeReference(symbol: all[start].name, addend: 0, address: address)
    }
    // Symbols rarely nest; some steps back are enough, and keep this from being a long search.
    for entry in all[..<start].reversed().prefix(8)
    where address &- entry.address < entry.size {
      return TypeReference(
        symbol: entry.name, addend: Int64(clamping: address &- entry.address), address: address)
    }
    return TypeReference(symbol: nil, addend: 0, address: address)
  }
}

extension TypeSymbols {
  /// A file's symbols, and what each entry of its symbol table refers to, by the index there.
  ///
  /// - Parameter start: where a section stands, by its index; nil for one that is not loaded.
  init(
    _ object: ObjectFile, targets: inout [TypeReference], start: (Int) -> UInt64?
  ) {
    var entries: [Entry] = []
    // A stripped file has but the symbols that the dynamic linker needs.
    let table = object.symbols.isEmpty ? object.dynamicSymbols : object.symbols
    for symbol in table {
      var address: UInt64?
      switch symbol.sectionIndex {
      case .undefined, .common: break
      case .absolute: address = symbol.value
      case .section(let index):
        // In linked files values are addresses, in objects offsets (ELF, "Symbol Values").
        if object.kind == .relocatable {
          address = start(index).map { $0 &+ symbol.value }
        } else {
          address = symbol.value
        }
      }
      let hasName = symbol.type != .section && symbol.type != .file && !symbol.name.isEmpty
      targets.append(
        TypeReference(symbol: hasName ? symbol.name : nil, addend: 0, address: address))
      // `$x` and `$d` tell code from data on arm64 and name nothing.
      guard let address, hasName, !symbol.name.hasPrefix("$") else { continue }
      entries.append(
        Entry(
          name: symbol.name, address: address, size: symbol.size,
          isAbsolute: symbol.sectionIndex == .absolute))
    }
    self.init(entries)
  }
}
