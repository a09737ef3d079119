import GoRelease

extension DescriptorDecoder {
  /// A number in a record that lies at `base` of a symbol.
  func number<Name>(
    _ symbol: TypeDump.Symbol, _ layout: RecordLayout<Name>, _ name: Name, at base: Int
  ) throws(DecodingError) -> Int {
    guard let field = layout[name] else { throw failure(symbol, "\(layout.goName) lacks \(name)") }
    return try number(symbol, at: base + field.offset, width: min(field.width, 8))
  }

  func number(_ symbol: TypeDump.Symbol, at offset: Int, width: Int) throws(DecodingError) -> Int {
    guard offset >= 0, offset <= symbol.bytes.count - width else {
      throw failure(symbol, "it is too short")
    }
    var result: UInt64 = 0
    for index in (0..<width).reversed() {
      result = result << 8 | UInt64(symbol.bytes[offset + index])
    }
    guard let number = Int(exactly: result) else { throw failure(symbol, "a number is too large") }
    return number
  }

  /// The symbol that a field of such a record refers to; nil where it refers to none.
  func reference<Name>(
    _ symbol: TypeDump.Symbol, _ layout: RecordLayout<Name>, _ name: Name, at base: Int
  ) -> Int? {
    layout[name].flatMap { symbol.relocation(at: base + $0.offset)?.target }
  }

  func target<Name>(
    _ symbol: TypeDump.Symbol, _ layout: RecordLayout<Name>, _ name: Name, at base: Int
  ) throws(DecodingError) -> Int {
    guard let target = reference(symbol, layout, name, at: base) else {
      throw failure(symbol, "\(layout.goName).\(name) at \(base) refers to nothing")
    }
    return target
  }

  func kind(of symbol: TypeDump.Symbol) -> UInt8 {
    guard let field = release.types.common[.kind], field.offset < symbol.bytes.count else {
      return 0
    }
    return symbol.bytes[field.offset] & 31
  }

  func flags(of symbol: TypeDump.Symbol) -> UInt8 {
    guard let field = release.types.common[.flags], field.offset < symbol.bytes.count else {
      return 0
    }
    return symbol.bytes[field.offset]
  }

  func failure(_ symbol: TypeDump.Symbol, _ what: String) -> DecodingError {
    DecodingError(symbol: dump.name(of: symbol), what: what)
  }

  // MARK: Places

  /// Where the uncommon data lies; nil without any.
  func uncommonOffset(_ symbol: TypeDump.Symbol) throws(DecodingError) -> Int? {
    guard flags(of: symbol) & release.typeRules.flags.uncommon != 0 else { return nil }
    return fixedSize(symbol)
  }

  /// Where the array of the kind begins: parameters, fields or methods of an interface.
  func arrayOffset(_ symbol: TypeDump.Symbol) throws(DecodingError) -> Int {
    try uncommonOffset(symbol).map { $0 + release.types.uncommon.size } ?? fixedSize(symbol)
  }

  private func fixedSize(_ symbol: TypeDump.Symbol) -> Int {
    let (kinds, types) = (release.typeRules.kinds, release.types)
    let own: Int
    switch kind(of: symbol) {
    case kinds.array: own = types.array.size
    case kinds.channel: own = types.channel.size
    case kinds.function: own = types.function.size
    case kinds.interface: own = types.interface.size
    case kinds.map: own = types.map.size
    case kinds.pointer: own = types.pointer.size
    case kinds.slice: own = types.slice.size
    case kinds.structure: own = types.structure.size
    default: own = 0
    }
    return types.common.size + own
  }
}
