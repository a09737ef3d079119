import GoRelease
import GoTypes
import MachineCode
import Symbols
import TestSupport
import Testing

@testable import TypeReading

/// Symbols that are in no file are read as the file that holds them.
@Suite struct SymbolImageTests {
  /// The vectors of Go 1.8 as a compiler would hand them on.
  private func symbols(_ vectors: Go18Vectors) -> [Symbols.Symbol] {
    let kinds: [String: Relocation.Kind] = [
      "addr": .address, "addroff": .regionOffset, "weakaddroff": .weakRegionOffset,
      "methodoff": .methodOffset,
    ]
    return vectors.symbols.map { symbol in
      Symbol(
        name: symbol.name, bytes: symbol.bytes,
        relocations: symbol.relocations.compactMap { relocation in
          kinds[relocation.kind].map {
            Relocation(
              offset: relocation.offset, kind: $0, target: relocation.target,
              addend: Int64(relocation.addend))
          }
        }, alignment: 8)
    }
  }

  private func tables(_ symbols: [Symbols.Symbol]) throws -> TypeTables {
    try TypeTables(TypeImage(symbols: symbols), release: .go1_8)
  }

  @Test("Every type that the compiler wrote is read, with its references by symbol")
  func types() throws {
    let vectors = try Go18Vectors("go1.8/types.jsonl.gz")
    let listing = try tables(symbols(vectors)).listing()
    #expect(listing.faults == [])
    let types = Dictionary(
      listing.descriptors.map { ($0.symbol ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    for symbol in vectors.symbols where symbol.name.hasPrefix("type.") {
      guard !symbol.name.hasPrefix("type..") else { continue }
      let type = try #require(types[symbol.name], "\(symbol.name)")
      #expect(type.length == symbol.bytes.count, "\(symbol.name)")
      let gcData = symbol.relocations.first { $0.offset == 32 }
      #expect(type.header.gcData?.symbol == gcData?.target, "\(symbol.name)")
    }
    #expect(types.count > 6000)
  }

  @Test("A relocation outside its symbol is refused by symbol and offset")
  func outside() {
    let relocation = Relocation(offset: 4, kind: .address, target: "x")
    let symbol = Symbol(
      name: "type.T", bytes: Array(repeating: 0, count: 8), relocations: [relocation])
    let error = #expect(throws: TypeReadError.self) { try TypeImage(symbols: [symbol]) }
    #expect(
      "\(error.map { "\($0)" } ?? "")"
        == "type.T+0x4: the relocation to x lies outside the symbol or on another")
  }

  @Test("Of two symbols of one name the first is what references lead to")
  func copies() throws {
    let pointer = Symbol(
      name: "p", bytes: Array(repeating: 0, count: 8),
      relocations: [Relocation(offset: 0, kind: .address, target: "t")], alignment: 8)
    let image = try TypeImage(
      symbols: [Symbol(name: "t", bytes: [1]), Symbol(name: "t", bytes: [2]), pointer])
    let place = try #require(image.symbols["p"]?.address)
    let target = try #require(image.address(storedAt: place))
    #expect(image.bytes(at: target, count: 1).map(Array.init) == [1])
  }
}
