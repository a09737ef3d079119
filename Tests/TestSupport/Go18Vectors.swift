import Foundation

/// Symbols that the compiler of Go 1.8 emitted, as a module of data in which distances count from
/// the start of one section.
public struct Go18Vectors {
  public struct Symbol: Sendable {
    public struct Relocation: Sendable {
      public var offset, size: Int
      public var kind, target: String
      public var addend: Int
    }

    public var name: String
    public var bytes: [UInt8]
    public var relocations: [Relocation]
  }

  /// Where the types start, and where they end.
  public static let base = "go.types.start"
  public static let end = "go.types.end"
  public private(set) var symbols: [Symbol] = []
  public private(set) var module = DataModule()
  /// What numbers stand for the functions of methods, which objects of data do not have.
  public private(set) var code: [Int64: String] = [:]

  public init(_ file: String) throws {
    for record in try TypeVectors.load(file) {
      guard let name = record["sym"] as? String, let size = record["size"] as? Int,
        let text = record["bytes"] as? String, let rows = record["rel"] as? [[Any]]
      else { throw TypeVectors.Failure(description: "\(file): a symbol lacks a field") }
      // Zeros: variables, and the tail of what ends in them.
      guard size < 1 << 16 else { continue }
      var bytes = Self.bytes(text)
      bytes += [UInt8](repeating: 0, count: size - bytes.count)
      let relocations = rows.map { row in
        Symbol.Relocation(
          offset: row[0] as? Int ?? 0, size: row[1] as? Int ?? 0, kind: row[2] as? String ?? "",
          target: row[3] as? String ?? "", addend: row[4] as? Int ?? 0)
      }
      symbols.append(Symbol(name: name, bytes: bytes, relocations: relocations))
    }
    define()
  }

  private static func bytes(_ text: String) -> [UInt8] {
    let digits = text.utf8.map { $0 > 0x39 ? $0 - 0x57 : $0 - 0x30 }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  private mutating func define() {
    module.define(Self.base, [.number(0, bytes: 8)])
    let known = Set(symbols.map(\.name))
    for symbol in symbols {
      var items: [DataModule.Item] = []
      var position = 0
      for relocation in symbol.relocations {
        items.append(.bytes(Array(symbol.bytes[position..<relocation.offset])))
        position = relocation.offset + relocation.size
        items.append(item(relocation, isKnown: known.contains(relocation.target)))
      }
      items.append(.bytes(Array(symbol.bytes[position...])))
      // What has no bytes would share its address with another symbol once it is linked.
      if symbol.bytes.isEmpty { items.append(.bytes([0])) }
      module.define(symbol.name, items, align: symbol.name.hasPrefix("type..namedata") ? 1 : 8)
    }
    for name in module.undefined {
      if let items = Self.named(name) {
        module.define(name, items, align: 1)
      } else if needed.contains(name) {
        // A distance needs a place: the smallest descriptor, of an unsafe.Pointer.
        var bytes = [UInt8](repeating: 0, count: 48)
        bytes[23] = 26
        module.define(name, [.bytes(bytes)])
      }
    }
    module.define(Self.end, [.number(0, bytes: 8)])
    defined = Set(module.names)
    for symbol in symbols where symbol.name.hasPrefix("type..namedata.") {
      real[symbol.name] = String(decoding: symbol.bytes.dropFirst(3), as: UTF8.self)
    }
  }

  /// The names that the module defines.
  public private(set) var defined: Set<String> = []
  /// Names whose bytes the vectors have, those that have a tag excepted.
  private var real: [String: String] = [:]

  /// The text of a name: what its bytes say, or else what its symbol tells.
  public func text(_ symbol: String) -> String? {
    if let text = real[symbol], symbol.hasSuffix(".") { return text }
    return Self.contents(symbol)?.text
  }

  /// What distances lead to.
  private var needed: Set<String> = []

  private mutating func item(
    _ relocation: Symbol.Relocation, isKnown: Bool
  ) -> DataModule.Item {
    switch relocation.kind {
    case "addr": return .address(relocation.target, Int64(relocation.addend))
    case "weakaddroff" where !isKnown: return .number(0, bytes: 4)
    case "methodoff" where !relocation.target.hasPrefix("type."):
      let number = Int64(16 * (code.count + 1))
      code[number] = relocation.target
      return .number(UInt64(number), bytes: 4)
    default:
      needed.insert(relocation.target)
      return .distance(relocation.target, base: Self.base)
    }
  }

  /// The text and the tag that a name's symbol tells.
  public static func contents(_ symbol: String) -> (text: String, tag: String)? {
    if symbol.hasPrefix("type..importpath.") {
      return (String(symbol.dropFirst(17).dropLast()), "")
    }
    guard symbol.hasPrefix("type..namedata.") else { return nil }
    let rest = symbol.dropFirst(15)
    // Types' names have no tag, and dots; fields' have no dots.
    if rest.first == "*" { return (String(rest.dropLast()), "") }
    guard let dot = rest.firstIndex(of: ".") else { return nil }
    let name = rest[..<dot]
    return (name.hasPrefix("-noname-") ? "" : String(name), String(rest[rest.index(after: dot)...]))
  }

  private static func named(_ symbol: String) -> [DataModule.Item]? {
    guard let (text, tag) = contents(symbol) else { return nil }
    func lengthed(_ text: String) -> [UInt8] {
      let bytes = Array(text.utf8)
      return [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)] + bytes
    }
    let flags: UInt8 = (text.first?.isUppercase == true ? 1 : 0) | (tag.isEmpty ? 0 : 2)
    return [.bytes([flags] + lengthed(text) + (tag.isEmpty ? [] : lengthed(tag)))]
  }

  /// Gives the module the data of a plugin: moduledata at the offsets of the documents, typelinks
  /// to every type, its itabs, and a pclntab of no functions.
  public mutating func addModuleData(path: String) {
    let types = symbols.map(\.name).filter { $0.hasPrefix("type.") && !$0.hasPrefix("type..") }
    let itabs = symbols.map(\.name).filter { $0.hasPrefix("go.itab.") }
    // Distances are computed in the section of what they measure.
    module.define("links", types.map { .distance($0, base: Self.base) })
    module.define("itablinks", itabs.map { .address($0, 0) })
    module.define("path", [.bytes(Array(path.utf8))])
    module.define(
      "table",
      [
        .bytes([0xfb, 0xff, 0xff, 0xff, 0, 0, 1, 8]), .number(0, bytes: 8), .number(0, bytes: 8),
        .number(28, bytes: 4), .number(1, bytes: 4),
      ], section: ".gopclntab")
    let exports = symbols.first { $0.name == "go.plugin.tabs" }?.bytes.count ?? 0
    var words = [DataModule.Item](repeating: .number(0, bytes: 8), count: 55)
    func slice(_ offset: Int, _ symbol: String, _ addend: Int64, _ count: Int) {
      words[offset / 8] = .address(symbol, addend)
      words[offset / 8 + 1] = .number(UInt64(count), bytes: 8)
    }
    slice(0x000, "table", 0, 32)
    slice(0x018, "table", 16, 1)
    words[0x0c8 / 8] = .address(Self.base, 0)
    words[0x0d0 / 8] = .address(Self.end, 0)
    slice(0x0f0, "links", 0, types.count)
    slice(0x108, "itablinks", 0, itabs.count)
    slice(0x120, "go.plugin.tabs", 0, exports / 8)
    slice(0x138, "path", 0, path.utf8.count)
    module.define("local.moduledata", words)
    module.defineSmallTypes(kindOffset: 23, size: 48)
  }
}
