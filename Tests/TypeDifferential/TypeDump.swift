/// The descriptors of one release and architecture, as Dumper/main.go writes them; that file tells
/// the format.
struct TypeDump {
  struct Relocation: Hashable {
    enum Kind: Hashable {
      case address, offset, methodOffset, keep
      /// One that no descriptor is known to have.
      case other(String)
    }

    var offset: Int
    /// In bytes; 0 where nothing is filled in.
    var size: Int
    var kind: Kind
    var isWeak: Bool
    /// The symbol's name, as an index into `strings`.
    var target: Int
    var addend: Int64
  }

  struct Symbol {
    /// As an index into `strings`.
    var name: Int
    /// The linker's kind, such as `SRODATA`.
    var kind: String
    var flags: Flags
    /// 0 where the linker chooses.
    var alignment: Int
    /// All of them: the object file leaves out zeros at the end.
    var bytes: [UInt8]
    /// In order of offset.
    var relocations: [Relocation]
    /// How many packages define it so.
    var packageCount: Int
  }

  /// Of cmd/internal/goobj.
  struct Flags: OptionSet {
    let rawValue: UInt64
    /// Other definitions may take its place.
    static let dupok = Flags(rawValue: 1)
    static let typelink = Flags(rawValue: 4)
  }

  let release: String
  let architecture: String
  /// Whose types they are.
  let subject: String
  private(set) var strings: [String]
  private(set) var packages: [(path: String, name: String)] = []
  /// By name index, whether several packages may define the function.
  private(set) var functionsMayRepeat: [Int: Bool] = [:]
  /// Sorted by name; copies that differ stand side by side.
  private(set) var symbols: [Symbol] = []
  /// By name index, where the symbol's copies are in `symbols`.
  private(set) var places: [Int: Range<Int>] = [:]

  init(_ bytes: [UInt8]) throws(DumpError) {
    var reader = DumpReader(bytes)
    try reader.expect("gotypes1")
    strings = []
    for _ in 0..<(try reader.count()) { strings.append(try reader.text()) }
    reader.strings = strings
    release = try reader.string()
    architecture = try reader.string()
    subject = try reader.string()
    for _ in 0..<(try reader.count()) {
      packages.append((try reader.string(), try reader.string()))
    }
    for _ in 0..<(try reader.count()) {
      functionsMayRepeat[try reader.stringIndex()] = try reader.number() & 1 != 0
    }
    for _ in 0..<(try reader.count()) {
      let symbol = try reader.symbol()
      let place = symbols.count
      places[symbol.name] = (places[symbol.name]?.lowerBound ?? place)..<place + 1
      symbols.append(symbol)
    }
    try reader.expectEnd()
  }

  func name(of symbol: Symbol) -> String { strings[symbol.name] }

  /// The first copy of a symbol.
  func symbol(named name: Int) -> Symbol? { places[name].map { symbols[$0.lowerBound] } }

  /// Its copies, as they differ.
  func copies(of name: Int) -> ArraySlice<Symbol> { symbols[places[name] ?? 0..<0] }
}

extension TypeDump.Symbol {
  func relocation(at offset: Int) -> TypeDump.Relocation? {
    // Few of a descriptor's relocations lie before the one asked for, or it is an array's.
    var (low, high) = (0, relocations.count)
    while low < high {
      let middle = (low + high) / 2
      if relocations[middle].offset < offset { low = middle + 1 } else { high = middle }
    }
    while low < relocations.count, relocations[low].offset == offset {
      if relocations[low].size > 0 { return relocations[low] }
      low += 1
    }
    return nil
  }
}
