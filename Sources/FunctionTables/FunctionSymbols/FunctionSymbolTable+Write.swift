public import Symbols

extension FunctionSymbolTable {
  /// The table with its addresses filled in, as in a linked program.
  ///
  /// - Parameters:
  ///   - base: what is added to every entry and to the end.
  ///   - addressOf: the address of a symbol that holds FUNCDATA.
  public func bytes(
    base: UInt64 = 0, addressOf: @escaping (String) -> UInt64? = { _ in nil }
  ) throws(FunctionSymbolTableError) -> [UInt8] {
    try written(.absolute(base: base, addressOf: addressOf)).bytes
  }

  /// The table as a section for an object file: `pclntab` from its start, `epclntab` at its end,
  /// and relocations where addresses go.
  ///
  /// - Parameter text: the symbol that entries are counted from; nil to refer to each function by
  ///   its own symbol.
  public func section(
    text: String? = nil, kind: SectionKind = SectionKind(name: ".gopclntab", access: .readOnly)
  ) throws(FunctionSymbolTableError) -> Section {
    var section = Section(kind: kind, alignment: layouts.alignment)
    section.append(try encoded(text: text).symbol)
    section.append(Symbol(name: "epclntab", binding: .global))
    return section
  }

  /// The table as one symbol, with the places of its parts: what module data refers to.
  ///
  /// - Parameter text: the symbol that entries are counted from; nil to refer to each function by
  ///   its own symbol.
  public func encoded(
    text: String? = nil, name: String = "pclntab", binding: Symbol.Binding = .global
  ) throws(FunctionSymbolTableError) -> EncodedFunctionSymbols {
    let writer = try written(.relocated(text: text))
    let start = layouts.header.size
    return EncodedFunctionSymbols(
      symbol: Symbol(
        name: name, bytes: writer.bytes, relocations: writer.relocations,
        alignment: layouts.alignment, binding: binding),
      entries: start..<start + functions.count * layouts.entry.size + layouts.pointerSize,
      functionCount: functions.count, files: writer.files,
      fileCount: files.count + layouts.extraFileCount)
  }

  /// The findfunctab, counted from the first function's entry; nil for releases that have none, and
  /// for text of 4 GiB and more.
  public var findFuncTable: [UInt8]? {
    guard let bucketSize = layouts.bucketSize, let first = functions.first?.entry,
      let end = UInt32(exactly: end &- first)
    else { return nil }
    return FindFuncTable.encode(
      entries: functions.map { UInt32(clamping: $0.entry &- first) }, end: end,
      bucketSize: bucketSize)
  }

  func written(
    _ addresses: FunctionSymbolTableWriter.Addresses, limit: Int = Int(Int32.max)
  ) throws(FunctionSymbolTableError) -> FunctionSymbolTableWriter {
    var writer = FunctionSymbolTableWriter(self, addresses: addresses, limit: limit)
    try writer.write()
    return writer
  }
}

/// A pclntab as bytes with relocations, and where its parts are in them.
public struct EncodedFunctionSymbols: Sendable {
  public var symbol: Symbol
  /// The function entries and the end of the text behind them: `functionCount` + 1 of them, the
  /// last one cut off after its address.
  public var entries: Range<Int>
  public var functionCount: Int
  /// The file table: `fileCount` words, of which the first is that count.
  public var files: Range<Int>
  public var fileCount: Int
}
