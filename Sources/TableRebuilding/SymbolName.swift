/// A function's name: that of its symbol, but for what Go's linker changes in symbol tables only.
struct SymbolName: ~Escapable {
  private static let abiSuffix = Array(".abi0".utf8)

  private(set) var bytes: RawSpan

  /// Assembly functions have a suffix in symbol tables (cmd/link/internal/ld/symtab.go,
  /// mangleABIName).
  @_lifetime(copy symbol)
  init(_ symbol: RawSpan) {
    bytes = symbol
    let count = symbol.byteCount &- Self.abiSuffix.count
    guard count > 0 else { return }
    for index in Self.abiSuffix.indices
    where symbol.unsafeLoad(fromByteOffset: count &+ index, as: UInt8.self) != Self.abiSuffix[index]
    {
      return
    }
    bytes = symbol.extracting(0..<count)
  }

  /// Whether a symbol's name may stand for another one: middle dots stand before numbers, of types
  /// that are declared in functions.
  static func mayDiffer(_ symbol: RawSpan) -> Bool {
    guard symbol.byteCount > 1 else { return false }
    for index in 1..<symbol.byteCount {
      let byte = symbol.unsafeLoad(fromByteOffset: index, as: UInt8.self)
      if byte &- UInt8(ascii: "0") < 10,
        symbol.unsafeLoad(fromByteOffset: index &- 1, as: UInt8.self) == UInt8(ascii: ".")
      {
        return true
      }
    }
    return false
  }

  /// Takes the name in debug information where the symbol's differs from it by dots that stand for
  /// middle dots alone (cmd/link/internal/ld/elf.go, when another linker takes part).
  @_lifetime(copy symbol, copy name)
  init(_ symbol: RawSpan, inDebugInfo name: RawSpan) {
    self.init(symbol)
    guard name.byteCount > bytes.byteCount else { return }
    var place = 0
    for index in 0..<bytes.byteCount {
      guard place < name.byteCount else { return }
      let byte = name.unsafeLoad(fromByteOffset: place, as: UInt8.self)
      if byte == 0xc2, place &+ 1 < name.byteCount,
        name.unsafeLoad(fromByteOffset: place &+ 1, as: UInt8.self) == 0xb7,
        bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) == UInt8(ascii: ".")
      {
        place &+= 2
      } else if byte == bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) {
        place &+= 1
      } else {
        return
      }
    }
    if place == name.byteCount { bytes = name }
  }
}
