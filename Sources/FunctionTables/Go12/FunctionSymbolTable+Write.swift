import Symbols

extension FunctionSymbolTable {
  /// The table with its addresses filled in, as in a linked program.
  ///
  /// - Parameters:
  ///   - base: what is added to every entry and to the end.
  ///   - addressOf: the address of a symbol that holds FUNCDATA.
  public func bytes(
    base: UInt64 = 0, addressOf: (String) -> UInt64? = { _ in nil }
  ) throws(FunctionSymbolTableError) -> [UInt8] {
    try withoutActuallyEscaping(addressOf) { addressOf throws(FunctionSymbolTableError) in
      try written(.absolute(base: base, addressOf: addressOf)).bytes
    }
  }

  /// The table as a section for an object file: `pclntab` from its start, `epclntab` at its end,
  /// and relocations where addresses go.
  ///
  /// - Parameter text: the symbol that entries are counted from; nil to refer to each function by
  ///   its own symbol.
  public func section(
    text: String? = nil, kind: SectionKind = SectionKind(name: ".gopclntab", access: .readOnly)
  ) throws(FunctionSymbolTableError) -> Section {
    let writer = try written(.relocated(text: text))
    var section = Section(kind: kind, alignment: Self.layouts.alignment)
    section.append(
      Symbol(
        name: "pclntab", bytes: writer.bytes, relocations: writer.relocations,
        alignment: Self.layouts.alignment, binding: .global))
    section.append(Symbol(name: "epclntab", binding: .global))
    return section
  }

  func written(
    _ addresses: FunctionSymbolTableWriter.Addresses, limit: Int = Int(Int32.max)
  ) throws(FunctionSymbolTableError) -> FunctionSymbolTableWriter {
    var writer = FunctionSymbolTableWriter(self, addresses: addresses, limit: limit)
    try writer.write()
    return writer
  }
}
