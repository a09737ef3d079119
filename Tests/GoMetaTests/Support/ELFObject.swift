import Foundation

/// An ELF64 file, little-endian, read by the tables of the ELF specification: sections, symbols and
/// relocations with addends. It shares no code with what the tests check.
struct ELFObject {
  struct Section {
    var name = ""
    var type: UInt32
    var flags: UInt64
    var address, offset, size: Int
    var link, info: Int
  }

  struct Symbol {
    var name: String
    /// 0 local, 1 global, 2 weak.
    var binding: UInt8
    /// 0 default, 2 hidden.
    var visibility: UInt8
    /// 6 for thread-local storage.
    var type: UInt8
    /// 0 where it is undefined, from 0xff00 on for what is in no section.
    var section: Int
    var value, size: Int
  }

  struct Relocation {
    var type: UInt32
    var symbol: Symbol
    var addend: Int
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  private(set) var sections: [Section] = []
  private(set) var symbols: [Symbol] = []
  /// By the number of the section that they change, and the offset in it.
  private(set) var relocations: [Int: [Int: Relocation]] = [:]
  /// Defined symbols that other objects see.
  private(set) var defined: [String: Symbol] = [:]
  private let bytes: [UInt8]

  init(_ path: String) throws {
    bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    guard bytes.count > 64, bytes[..<6] == [0x7f, 0x45, 0x4c, 0x46, 2, 1] else {
      throw Failure(description: "\(path) is no little-endian ELF64 file")
    }
    let start = number(40, 8)
    sections = (0..<number(60, 2)).map { index in
      let at = start + 64 * index
      return Section(
        type: UInt32(number(at + 4, 4)), flags: UInt64(number(at + 8, 8)),
        address: number(at + 16, 8), offset: number(at + 24, 8), size: number(at + 32, 8),
        link: number(at + 40, 4), info: number(at + 44, 4))
    }
    let names = sections[number(62, 2)].offset
    for index in sections.indices {
      sections[index].name = string(names + number(start + 64 * index, 4))
    }
    readSymbols()
    readRelocations()
  }

  private mutating func readSymbols() {
    guard let table = sections.first(where: { $0.type == 2 }) else { return }
    let names = sections[table.link].offset
    for at in stride(from: table.offset, to: table.offset + table.size, by: 24) {
      let symbol = Symbol(
        name: string(names + number(at, 4)), binding: bytes[at + 4] >> 4,
        visibility: bytes[at + 5] & 3, type: bytes[at + 4] & 15, section: number(at + 6, 2),
        value: number(at + 8, 8), size: number(at + 16, 8))
      symbols.append(symbol)
      if symbol.section != 0, symbol.binding != 0 { defined[symbol.name] = symbol }
    }
  }

  private mutating func readRelocations() {
    for table in sections where table.type == 4 && table.info != 0 {
      for at in stride(from: table.offset, to: table.offset + table.size, by: 24) {
        relocations[table.info, default: [:]][number(at, 8)] = Relocation(
          type: UInt32(number(at + 8, 4)), symbol: symbols[number(at + 12, 4)],
          addend: number(at + 16, 8))
      }
    }
  }

  /// Little-endian; a value of eight bytes is signed.
  func number(_ offset: Int, _ count: Int) -> Int {
    let bits = bytes[offset..<offset + count].reversed().reduce(0 as UInt64) {
      $0 << 8 | UInt64($1)
    }
    return Int(truncatingIfNeeded: bits)
  }

  private func string(_ offset: Int) -> String {
    String(decoding: bytes[offset...].prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Where a symbol's bytes lie in the file.
  func place(of symbol: Symbol) -> Int {
    let section = sections[symbol.section]
    return section.offset + symbol.value - section.address
  }

  /// A symbol's words: bits in hexadecimal, or a relocation's symbol with the addend.
  func words(of symbol: Symbol) -> [String] {
    stride(from: 0, to: symbol.size, by: 8).map { offset in
      guard let found = relocations[symbol.section]?[symbol.value + offset] else {
        let bits = UInt64(bitPattern: Int64(number(place(of: symbol) + offset, 8)))
        return String(bits, radix: 16)
      }
      // R_X86_64_64 and R_AARCH64_ABS64.
      let kind = found.type == 1 || found.type == 257 ? "" : "relocation \(found.type) of "
      return kind + "\(found.symbol.name) +\(found.addend)"
    }
  }

  /// What a string's symbol holds: a header {address, length}, whose address is that of the bytes.
  func text(of symbol: Symbol) -> String? {
    guard let found = relocations[symbol.section]?[symbol.value] else { return nil }
    let target = sections[found.symbol.section]
    let start = target.offset + found.symbol.value + found.addend - target.address
    let length = number(place(of: symbol) + 8, 8)
    guard length >= 0, start + length <= bytes.count else { return nil }
    return String(decoding: bytes[start..<start + length], as: UTF8.self)
  }
}
